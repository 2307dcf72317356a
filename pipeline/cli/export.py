"""`tjut export`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, Trouble, warehouse_option

# As `pipeline.commands.export` has them, which is loaded when it is called.
FORMATS = ("csv", "datapackage", "parquet", "xlsx", "sqlite", "dbt")


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), required=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Output folder; for xlsx, sqlite and dbt also a file.",
)
@click.option(
    "--table", "names", multiple=True, metavar="NAME", help="A table or view to export; repeatable.  [default: all]"
)
@click.option("--decimal-comma", is_flag=True, help="Write 801,3 instead of 801.3 in CSV, as Swedish Excel expects.")
@click.option("--plain", is_flag=True, help="CSV for programs: commas, UTF-8 without BOM, LF, unescaped text.")
@click.option("--column-names", is_flag=True, help="Use column names as headers instead of Swedish terms.")
@click.option(
    "--without-names", is_flag=True, help="Leave out columns that may name people: signers, reviewers, prose."
)
@warehouse_option
def export(
    form: str,
    out: Path,
    names: tuple[str, ...],
    decimal_comma: bool,
    plain: bool,
    column_names: bool,
    without_names: bool,
    warehouse: Path,
) -> int:
    """Export tables and views to CSV, Excel and other formats.

    Each export includes the data dictionary.

    \b
      tjut export --format xlsx --out plans.xlsx            one workbook with a sheet for each table and view
      tjut export --format csv --decimal-comma --out csv    for Swedish Excel
      tjut export --format csv --plain --out csv            for pandas, csvkit, DuckDB and other programs
      tjut export --format parquet --out parquet            for pandas, R, Power BI
      tjut export --format datapackage --out package        plain CSV with its schema, for Frictionless and others
      tjut export --format sqlite --out plans.sqlite        one database, for Datasette and others
      tjut export --format dbt --out models/tjut.yml        dbt sources with descriptions and tests

    Existing files of the same name are replaced, once all new files are complete. Other files are left alone.

    CSV and Parquet come with dictionary.csv and datapackage.json (a Frictionless Table Schema for each file: keys,
    nullable columns, allowed values). A workbook has the dictionary as a sheet, SQLite as a table. SQLite has no
    decimal type: sum amount_ore (whole öre), not amount_mnkr (a double). Its tables from schema base are named base_….

    Column headers in xlsx and CSV are Swedish terms; --column-names uses the column names instead, as --plain and
    Parquet do. With --decimal-comma, true and false are written as ja and nej.

    --without-names leaves out signers, reviewers and all prose, since prose contains names. It keeps figures, keys and
    the names of goals, indicators and activities; a person's name printed there is not detected: docs/privacy.md.

    CSV uses semicolons, a UTF-8 BOM and CRLF. Text that a spreadsheet would run as a formula (it starts with =, +, -,
    @, a tab or a line break) gets a leading apostrophe, and so does text that already starts with one: removing one
    apostrophe restores the original. Numbers never get one. When Excel opens CSV it turns text such as 1.1 into dates
    and splits text longer than 32 767 characters; xlsx keeps the former and marks where it cuts the latter.
    """  # noqa: D301
    if decimal_comma and form != "csv":
        raise click.UsageError(f"--decimal-comma only works with csv; {form} stores numbers as numbers")
    if plain and (form != "csv" or decimal_comma):
        raise click.UsageError("--plain only works with csv, and not with --decimal-comma")

    from pipeline.commands.export import export as write
    from pipeline.commands.export.csv_files import PLAIN, Dialect

    dialect = PLAIN if plain else Dialect(decimal_comma=decimal_comma, column_names=column_names)
    try:
        done = write(warehouse, form, out, names, dialect, nameless=without_names)
    except OSError as error:
        raise Trouble(str(error)) from error
    click.echo(f"{done.path}: {done.relations} tables and views, {done.count} {done.counted}")
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
    return OK
