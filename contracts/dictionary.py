"""The data dictionary, written from the contracts: `python -m contracts.dictionary`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from contracts.model import Column, Contract
from contracts.sql import SQL_TYPES
from contracts.tables import CONTRACTS

PATH = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
HEAD = """# Datakatalog

Tabellerna i `warehouse.duckdb`, som läses av DuckDB 1.4 och senare. Samma beskrivningar står i databasen:

    tjut sql "select table_name, comment from duckdb_tables()"
    tjut sql "select column_name, data_type, comment from duckdb_columns() where table_name = 'indicator'"
    tjut sql "select view_name, comment from duckdb_views() where not internal"

Värden står som de är tryckta, radbrytningar borttagna; det som är härlett ur dem (tal, enhet, slag) står bredvid.
Tomt är NULL. Belopp är DECIMAL: i miljoner kronor (mnkr) med åtta decimaler, så att varje öre får plats.

Den här filen skrivs av `python -m contracts.dictionary`; ändra kontrakten i `contracts/`, inte filen.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown: an overview, then a section for each table with all its columns."""
    return "\n".join([HEAD, *_overview(), *(line for contract in CONTRACTS.values() for line in _section(contract))])


def _overview() -> Iterator[str]:
    yield from ("| tabell | en rad är |", "| --- | --- |")
    for contract in CONTRACTS.values():
        yield f"| [`{contract.table}`](#{contract.table}) | {_cell(contract.row)} |"


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
    return f"{column.meaning} Värden: {_names(column.allowed)}." if column.allowed else column.meaning


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(dictionary() + "\n", encoding="utf-8")
