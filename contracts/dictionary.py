"""The data dictionary, written from the contracts and the views: `python -m contracts.dictionary`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from contracts.model import Column, Contract
from contracts.sql import SQL_TYPES, create
from contracts.tables import CONTRACTS

ROOT = Path(__file__).parents[1]
PATH = ROOT / "docs" / "data-dictionary.md"
VIEWS = ROOT / "pipeline" / "warehouse" / "views"
HEAD = """# Datakatalog

Tabellerna och vyerna i `warehouse.duckdb`, som läses av DuckDB 1.4 och senare. Samma beskrivningar står i databasen:

    tjut sql "select table_name, comment from duckdb_tables()"
    tjut sql "select column_name, data_type, comment from duckdb_columns() where table_name = 'indicator'"
    tjut sql "select view_name, comment from duckdb_views() where not internal"

Värden står som de är tryckta, radbrytningar borttagna; det som är härlett ur dem (tal, enhet, slag) står bredvid.
Tomt är NULL. Belopp är DECIMAL: i miljoner kronor (mnkr) med åtta decimaler, så att varje öre får plats.

Den här filen skrivs av `python -m contracts.dictionary`; ändra kontrakten i `contracts/` och vyerna i
`pipeline/warehouse/views/`, inte filen.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown: an overview, then a section for each table and view with all its columns."""
    tables = (line for contract in CONTRACTS.values() for line in _section(contract))
    return "\n".join([HEAD, *_overview(), *tables, *_views()])


def _overview() -> Iterator[str]:
    yield from ("| tabell | en rad är |", "| --- | --- |")
    for contract in CONTRACTS.values():
        yield f"| [`{contract.table}`](#{contract.table}) | {_cell(contract.row)} |"
    yield (
        "\nSist står vyerna, som läser tabellerna: "
        + ", ".join(f"[`{name}`](#{name})" for name in sorted(path.stem.partition("_")[2] for path in _scripts()))
        + "."
    )


def _section(contract: Contract) -> Iterator[str]:
    yield from ("", f"## {contract.table}", "", f"{contract.term}. {contract.row}", "")
    yield f"Primärnyckel: {_names(contract.key)}."
    for name, table in contract.references.items():
        yield f"Främmande nyckel: `{name}` till [`{table}`](#{table})."
    yield from ("", "| kolumn | typ | term | betydelse | enhet | exempel |", "| --- | --- | --- | --- | --- | --- |")
    for column in contract.columns:
        cells = (column.term, _meaning(column), column.unit or "", f"`{column.example}`")
        kind = SQL_TYPES[column.type] + ("" if column.nullable else " NOT NULL")
        yield f"| `{column.name}` | {kind} | {' | '.join(_cell(cell) for cell in cells)} |"


def _meaning(column: Column) -> str:
    values = [f"Värden: {_names(column.allowed)}."] if column.allowed else []
    values += [f"Form: `{column.pattern}`."] if column.pattern else []
    values += [f"Minst {column.least}."] if column.least is not None else []
    values += [f"Högst {column.most}."] if column.most is not None else []
    return " ".join([column.meaning, *values])


def _views() -> Iterator[str]:
    """A section for each view, as DuckDB tells of it when it stands in an empty warehouse."""
    with duckdb.connect() as connection:
        for statement in [*map(create, CONTRACTS.values()), *(path.read_text("utf-8") for path in _scripts())]:
            connection.execute(statement)
        views = connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        columns = connection.execute(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() ORDER BY table_name, column_index"
        ).fetchall()
    for view, comment in sorted(views):
        yield from ("", f"## {view}", "", f"Vy. {comment}", "", "| kolumn | typ | betydelse |", "| --- | --- | --- |")
        for table, name, kind, meaning in columns:
            if table == view:
                yield f"| `{name}` | {kind} | {_cell(meaning)} |"


def _scripts() -> list[Path]:
    return sorted(VIEWS.glob("*.sql"))


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(dictionary() + "\n", encoding="utf-8")
