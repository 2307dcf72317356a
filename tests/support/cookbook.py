"""`make cookbook`: writes docs/cookbook.md from docs/queries/*.sql, answered on the plans of `tests.support.corpus`.

A query is a file: a comment with the question in its first line and how to read the answer below, then the SQL.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import NoneType
from typing import Any

from pipeline.commands.query import open_warehouse
from tests.support.corpus import make_warehouse
from tests.support.places import ROOT

QUERIES = ROOT / "docs" / "queries"
PATH = ROOT / "docs" / "cookbook.md"
ROWS_SHOWN = 12
HEAD = """\
# Kokbok

Frågor som analytiker, journalister och politiker ställer om nämndernas verksamhetsplaner, var och en besvarad med en
fråga i SQL. De finns som filer i [`queries/`](queries) och körs mot `warehouse.duckdb`:

    .venv/bin/tjut sql "$(cat docs/queries/07-mal-mot-fullmaktige.sql)"

eller i vilket program som helst som öppnar DuckDB. Byt nämnd och år i villkoren efter `WHERE`; nämndernas nycklar ger
`SELECT DISTINCT board_key FROM base.document`. Tabeller och kolumner förklaras i [datalexikonet](data-dictionary.md).

**Svaren här är exempel.** De är hämtade ur sex planer: Hässelby-Vällingbys för 2026, med dess verkliga siffror, och fem
påhittade planer för två nämnder som inte finns, Solvända och Norrbacka, med en påhittad verksamhetsberättelse. Sidorna
är de i testernas eget sättande av dokumenten. På din egen databas blir svaren andra.

Filen skrivs av `make cookbook`; ändra i `docs/queries/`.
"""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, how to read its answer, and the SQL."""

    name: str
    question: str
    reading: str
    sql: str


def queries() -> list[Query]:
    """All queries, in the order of their file names."""
    return [_query(path) for path in sorted(QUERIES.glob("*.sql"))]


def _query(path: Path) -> Query:
    lines = path.read_text("utf-8").splitlines()
    head = [line.removeprefix("--").strip() for line in lines if line.startswith("--")]
    sql = "\n".join(line for line in lines if not line.startswith("--"))
    return Query(path.stem, head[0], "\n".join(head[1:]).strip(), sql)


def cookbook(warehouse: Path) -> str:
    """The whole cookbook as Markdown."""
    with open_warehouse(warehouse, threads=1) as connection:
        parts = []
        for number, query in enumerate(queries(), start=1):
            answer = connection.execute(query.sql)
            table = _table([column[0] for column in answer.description or ()], answer.fetchall())
            source = f"```sql\n{query.sql.strip()}\n```"
            parts.append("\n\n".join((f"## {number}. {query.question}", query.reading, source, table)))
    return HEAD + "".join(f"\n{part}\n" for part in parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The first rows as a Markdown table, numbers to the right, and how many more there are."""
    right = [
        all(isinstance(row[index], int | float | Decimal | NoneType) for row in rows) for index in range(len(head))
    ]
    lines = [head, ["---:" if number else "---" for number in right]]
    lines += [[_cell(value) for value in row] for row in rows[:ROWS_SHOWN]]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    more = len(rows) - ROWS_SHOWN
    return f"{table}\n\n… och {more} {'rad' if more == 1 else 'rader'} till." if more > 0 else table


def _cell(value: Any) -> str:
    """A value as Swedish readers write it: decimal comma, no needless zeros."""
    if isinstance(value, Decimal):
        value = format(value.normalize() + 0, "f").replace(".", ",")
    if isinstance(value, float):
        value = f"{value:g}".replace(".", ",")
    return "" if value is None else " ".join(str(value).split()).replace("|", "\\|")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tjut-cookbook-") as folder:
        text = cookbook(make_warehouse(Path(folder, "house")))
    PATH.write_text(text, encoding="utf-8")
    print(f"{PATH.relative_to(ROOT)} is written: {len(queries())} queries")


if __name__ == "__main__":
    main()
