"""`make golden`: writes what Tjut makes of the facsimile to tests/data/golden/faksimil.json, for tests to compare with.

All tables are there in full but for three things: provenance has one digest for each table, since its boxes fill
thousands of lines; the ledger has times; and a document's columns on who made its rows change with every line of code
and every library. Read the difference that git shows before keeping a new file.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb

from contracts import CONTRACTS
from pipeline.run import run
from tests.press.facsimile import FACSIMILE, ROOT

PATH = ROOT / "tests" / "data" / "golden" / "faksimil.json"
# The tables that tell of runs; what stands in them differs from one to the next.
OF_RUNS = {name for name, contract in CONTRACTS.items() if name == "run" or "run" in contract.references.values()}
MADE_BY = ("code_version", "libraries", "content_sha256", "arrived_at")


def golden(warehouse: Path) -> str:
    """The tables of a warehouse as JSON, one line for each row, in an order that is always the same."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables: dict[str, Any] = {}
        for name, contract in CONTRACTS.items():
            if name not in (*OF_RUNS, "provenance"):
                columns = ", ".join(column.name for column in contract.columns if column.name not in MADE_BY)
                tables[name] = _rows(
                    connection, f"SELECT {columns} FROM base.{name} ORDER BY {', '.join(contract.key)}"
                )
        places = _rows(connection, "SELECT * FROM base.provenance ORDER BY document_id, ordinal")
    for row in places:
        tables.setdefault("provenance", {}).setdefault(row["table_name"], []).append(row)
    tables["provenance"] = [_summary(name, rows) for name, rows in sorted(tables["provenance"].items())]
    parts = [f"{json.dumps(name)}: [{_lines(rows)}]" for name, rows in tables.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = connection.execute(query)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _summary(table: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"table_name": table, "places": len(rows), "sha256": hashlib.sha256(_lines(rows).encode()).hexdigest()}


def _lines(rows: list[dict[str, Any]]) -> str:
    """One line for each row; a number keeps its printed digits, and a column without a value is left out."""
    told = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return "".join(f"\n  {json.dumps(row, ensure_ascii=False, default=str)}," for row in told).rstrip(",")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tjut-golden-") as folder:
        raw, warehouse = Path(folder, "raw"), Path(folder, "warehouse.duckdb")
        raw.mkdir()
        (raw / FACSIMILE.name).write_bytes(FACSIMILE.read_bytes())
        run(raw, Path(folder, "staged"), warehouse)
        PATH.parent.mkdir(parents=True, exist_ok=True)
        PATH.write_text(golden(warehouse), encoding="utf-8")
    print(f"{PATH.relative_to(ROOT)} is written: {len(PATH.read_bytes())} bytes")


if __name__ == "__main__":
    main()
