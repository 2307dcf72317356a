"""The data dictionary: `python -m pipeline.warehouse.dictionary` writes docs/data-dictionary.md.

It is made from the contracts and the views.

It is in Swedish, for people who query the warehouse. Nothing in it is written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from contracts.model import Column, Contract
from contracts.sql import SCHEMA, SQL_TYPES, address
from contracts.tables import CONTRACTS
from pipeline.warehouse.catalogue import create

PATH = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"
HEAD = """\
# Datalexikon

Alla tabeller, vyer och kolumner i `warehouse.duckdb`. Börja med vyerna i schemat `main`, som `show tables` visar: de
har nämnd och år i varje rad och bara utgåvor som gäller. Schemat `base` har allt som är läst, alla utgåvor, och
varifrån det kommer; skriv `base.` framför namnet. Samma ord står som kommentarer i databasen själv
(`tjut sql "select table_name, comment from duckdb_tables()"`, `duckdb_views()`, `duckdb_columns()`).
Filen läses av DuckDB 1.4 och senare.

- **Tomt**: *ja* där kolumnen kan vara NULL. En tom text förekommer inte.
- **Exempel** är ett värde så som det kan se ut, inte ett värde ur ett visst dokument.
- Belopp är decimaltal, aldrig flyttal. `mnkr` är miljoner kronor; åtta decimaler rymmer varje öre.
- Mått på sidan (`x0`, `top`, `x1`, `bottom`) räknas i punkter, 1/72 tum, från sidans övre vänstra hörn.

Filen skrivs av `make dictionary`; ändra i `contracts/` eller `pipeline/warehouse/views/`.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    parts: dict[str, dict[str, str]] = {
        "Vyer att börja med": dict(_views("main")),
        "Tabeller i `base`": {address(table): _table(contract) for table, contract in CONTRACTS.items()},
        "Vyer i `base`": dict(_views(SCHEMA)),
    }
    links = [f"{title}: {', '.join(map(_link, part))}." for title, part in parts.items()]
    sections = [text for title, part in parts.items() for text in (f"## {title}\n", *part.values())]
    return "\n".join([HEAD, "\n\n".join(links) + "\n", *sections])


def _link(name: str) -> str:
    return f"[`{name}`](#{name.replace('.', '')})"


def _table(contract: Contract) -> str:
    keys = [f"- Primärnyckel: {_codes(contract.key)}"]
    if contract.natural_key:
        alone = "unik i dokumentet" if contract.counted else "tryckt, och kan därför vara tryckt två gånger"
        keys.append(f"- Naturlig nyckel, som `row_id` är gjord av: {_codes(contract.natural_key)} ({alone})")
    keys += [f"- Hänvisar med `{column}` till {_link(address(table))}" for column, table in contract.references.items()]
    if contract.staged and contract.table != "document":
        keys.append(f"- Högst {contract.most_rows} rader per dokument")
    head = ("Kolumn", "Term", "Betydelse", "Typ", "Enhet", "Värden", "Tomt", "Exempel")
    return _section(
        address(contract.table), contract.comment, keys, head, (_row(column) for column in contract.columns)
    )


def _row(column: Column) -> tuple[str, ...]:
    empty = "ja" if column.nullable else "nej"
    type_ = SQL_TYPES[column.type]
    return (
        f"`{column.name}`",
        column.term,
        column.meaning,
        type_,
        column.unit or "",
        _values(column),
        empty,
        f"`{column.example}`",
    )


def _values(column: Column) -> str:
    """The closed list, the pattern or the bounds of a column."""
    if column.allowed:
        return _codes(column.allowed)
    if column.pattern:
        return f"`{column.pattern}`"
    if column.least is not None and column.most is not None:
        return f"{column.least} till {column.most}"
    return f"minst {column.least}" if column.least is not None else ""


def _views(schema: str) -> Iterator[tuple[str, str]]:
    """Name and section of each view of a schema, from DuckDB's own catalogue."""
    with duckdb.connect() as connection:
        create(connection)
        views = (
            "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal AND schema_name = ? ORDER BY view_name"
        )
        for name, comment in connection.execute(views, [schema]).fetchall():
            columns = connection.execute(
                "SELECT column_name, comment, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? "
                "ORDER BY column_index",
                [schema, name],
            ).fetchall()
            rows = ((f"`{column}`", meaning, type_) for column, meaning, type_ in columns)
            called = name if schema == "main" else address(name)
            yield called, _section(called, comment, [], ("Kolumn", "Betydelse", "Typ"), rows)


def _section(name: str, comment: str, keys: list[str], head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    table = "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
    return "\n\n".join(part for part in (f"### {name}", comment, "\n".join(keys), table) if part) + "\n"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(dictionary(), encoding="utf-8")
    print(f"{PATH.relative_to(Path.cwd()) if PATH.is_relative_to(Path.cwd()) else PATH} is written")
