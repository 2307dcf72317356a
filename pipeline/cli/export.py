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
    help="A folder; for xlsx, sqlite and dbt a file or a folder.",
)
@click.option(
    "--table", "names", multiple=True, metavar="NAME", help="A table or view; may be repeated.  [default: all]"
)
@click.option("--decimal-comma", is_flag=True, help="CSV with 801,3 instead of 801.3, as Swedish Excel expects.")
@click.option("--plain", is_flag=True, help="CSV for programs: commas, UTF-8 without a mark, LF, texts as they are.")
@click.option("--column-names", is_flag=True, help="Names of columns as headers, instead of Swedish terms.")
@click.option("--without-names", is_flag=True, help="Leave out the columns that can name a person: signers, prose.")
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
    """Write tables and views of the warehouse to files that other programs open, with the data dictionary.

    \b
      tjut export --format xlsx --out plans.xlsx            one workbook, a sheet for each table and view
      tjut export --format csv --decimal-comma --out csv    for Swedish Excel
      tjut export --format csv --plain --out csv            for pandas, csvkit, DuckDB and other programs
      tjut export --format parquet --out parquet            for pandas, R, Power BI
      tjut export --format datapackage --out package        plain CSV with its schema, for frictionless and others
      tjut export --format sqlite --out plans.sqlite        one database, for Datasette and others
      tjut export --format dbt --out models/tjut.yml        sources of dbt, with descriptions and tests

    Files of the same name are replaced, each at once and only when all are written; other files stay.

    Beside CSV and parquet stand dictionary.csv and datapackage.json (a Table Schema of Frictionless for each file:
    keys, what may be empty, closed lists); the workbook has the dictionary as a sheet, SQLite as a table. SQLite has no
    decimals: add up amount_ore, whole öre, and not amount_mnkr, a double. Tables of base are called base_… there.

    The headers of xlsx and CSV are the Swedish terms of the columns; --column-names keeps the names, as --plain and
    parquet do. With --decimal-comma true and false are ja and nej.

    --without-names leaves out who signs and who has settled what, and all prose, in which names stand; figures, keys
    and the names of goals, indicators and activities stay. A name printed there is not noticed: docs/privacy.md.

    CSV has semicolons, a UTF-8 mark and CRLF. A text that a spreadsheet would take for a formula (it begins with = + -
    or @, a tab or a line break) gets an apostrophe in front, and so does one that begins with an apostrophe: taking
    one apostrophe away gives the text back. Numbers never get one. Excel turns texts such as 1.1 into dates when it
    opens CSV, and parts texts of more than 32 767 characters; xlsx keeps the former and marks where it cuts the latter.
    """  # noqa: D301
    if decimal_comma and form != "csv":
        raise click.UsageError(f"--decimal-comma is for csv; {form} keeps numbers as numbers")
    if plain and (form != "csv" or decimal_comma):
        raise click.UsageError("--plain is for csv, and has decimal points")

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
