"""docs/clients.md, tried: each program opens the warehouse, or what is exported of it, and gets the same answer."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
import yaml

from pipeline.commands.export import export
from pipeline.commands.export.csv_files import PLAIN
from pipeline.ledger import RunEntry
from pipeline.run.last_run import write_last_run
from pipeline.warehouse import publish
from tests.clients.conftest import ANSWER, QUERY, program
from tests.support.awkward import LONG, ODD_TEXTS
from tests.support.places import ROOT
from tests.support.published import run

pytestmark = pytest.mark.slow
GUIDE = ROOT / "docs" / "clients.md"


def test_duckdb_itself(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute(QUERY.format("")).fetchall() == ANSWER


@pytest.mark.parametrize("environment", ["older", "oldest"])
def test_duckdb_1_reads_every_relation(environment: str, warehouse: Path, tmp_path: Path) -> None:
    code = f"""
import duckdb, json
with duckdb.connect({str(warehouse)!r}, read_only=True) as connection:
    names = connection.execute("SELECT concat(schema_name, '.', table_name) FROM duckdb_tables() UNION ALL "
        "SELECT concat(schema_name, '.', view_name) FROM duckdb_views() WHERE NOT internal").fetchall()
    counts = {{name: connection.execute(f"SELECT count(*) FROM (SELECT * FROM {{name}})").fetchone()[0]
        for (name,) in names}}
    answer = [[*map(str, row)] for row in connection.execute({QUERY.format("")!r}).fetchall()]
print(json.dumps([duckdb.__version__, counts, answer]))
"""
    version, counts, answer = json.loads(program(environment, "python")("-c", code, folder=tmp_path))
    assert version.startswith("1.")
    assert [(board, int(year), float(total)) for board, year, total in answer] == ANSWER
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for name, count in counts.items():
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchall() == [(count,)], name


def test_polars(warehouse: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        frame = polars.read_database(QUERY.format(""), connection)
    assert frame.schema["total"].is_decimal()
    assert [(board, year, float(total)) for board, year, total in frame.rows()] == ANSWER
    export(warehouse, "parquet", tmp_path, ("budget_by_year",), PLAIN)
    kept = polars.read_parquet(tmp_path / "budget_by_year.parquet")
    assert kept.schema["amount_mnkr"] == polars.Decimal(18, 8)


def test_sqlalchemy_sees_the_next_run(tmp_path: Path) -> None:
    """With NullPool each connection opens the file anew; an engine that keeps one sees the run it opened it in."""
    pytest.importorskip("duckdb_engine")
    import sqlalchemy
    from sqlalchemy.pool import NullPool

    (tmp_path / "staged").mkdir()
    path = tmp_path / "warehouse.duckdb"
    (address,) = re.findall(r"`(duckdb:///warehouse\.duckdb\?\S+)`", GUIDE.read_text("utf-8"))
    engine = sqlalchemy.create_engine(address.replace("warehouse.duckdb", str(path)), poolclass=NullPool)
    runs: list[RunEntry] = []
    for number in (1, 2):
        runs.append(run(number, []))
        publish(tmp_path / "staged", path, runs)
        with engine.connect() as connection:
            assert connection.execute(sqlalchemy.text("SELECT run_id FROM tjut")).scalar() == number
            with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
                connection.execute(sqlalchemy.text("CREATE TABLE own (a INT)"))


def test_ibis(warehouse: Path, tmp_path: Path) -> None:
    code = f"""
import ibis
tjut = ibis.duckdb.connect({str(warehouse)!r}, read_only=True)
rows = tjut.table("budget_by_year").filter(lambda t: ~t.is_total & ~t.is_part & (t.measure == "netto"))
rows = rows.filter(rows.basis == "verksamhetsplan")
told = rows.group_by(["board", "fiscal_year"]).agg(total=rows.amount_mnkr.sum()).order_by("fiscal_year").to_pyarrow()
print([(row["board"], row["fiscal_year"], float(row["total"])) for row in told.to_pylist()])
"""
    assert program("older", "python")("-c", code, folder=tmp_path).strip() == str(ANSWER)


def test_datasette_on_the_sqlite_export(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, "sqlite", tmp_path / "plans.sqlite", (), PLAIN)
    asked = (
        "SELECT board, fiscal_year, sum(amount_ore) / 1e8 AS total FROM budget_by_year "
        "WHERE NOT is_total AND NOT is_part AND measure = 'netto' AND basis = 'verksamhetsplan' "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    )
    path = f"/plans.json?_shape=arrays&sql={asked.replace(' ', '+')}"
    told = json.loads(program("tools", "datasette")("plans.sqlite", "--get", path, folder=tmp_path))
    assert [tuple(row) for row in told["rows"]] == ANSWER
    (goal,) = [
        table
        for table in json.loads(program("tools", "datasette")("plans.sqlite", "--get", "/plans.json", folder=tmp_path))[
            "tables"
        ]
        if table["name"] == "base_goal"
    ]
    assert (goal["primary_keys"], goal["foreign_keys"]["outgoing"][0]["other_table"]) == (["row_id"], "base_document")


@pytest.fixture(scope="module")
def project(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dbt project, with the two files of the guide and a model that asks the question."""
    folder = tmp_path_factory.mktemp("dbt")
    (folder / "models").mkdir()
    export(warehouse, "dbt", folder / "models" / "tjut.yml", (), PLAIN)
    write_last_run(warehouse, [run(1, [])])
    for name, text in re.findall(r"    # (\S+\.yml)\n((?:    (?!# ).*\n|\n)+)", GUIDE.read_text("utf-8")):
        text = text.replace("warehouse.duckdb", str(warehouse))
        (folder / name).write_text("\n".join(line[4:] for line in text.splitlines()), encoding="utf-8")
    (folder / "models" / "total.sql").write_text(QUERY.format("{{ source('tjut', 'budget_by_year') }} AS "))
    (folder / "dbt_project.yml").write_text(yaml.safe_dump({"name": "plans", "profile": "plans", "version": "1.0"}))
    return folder


def test_dbt_tests_the_sources_that_are_written_for_it(project: Path) -> None:
    said = program("tools", "dbt")("build", "--profiles-dir", ".", folder=project)
    tests = sum(
        len(tested.get("data_tests", []))
        for source in yaml.safe_load((project / "models" / "tjut.yml").read_text("utf-8"))["sources"]
        for table in source["tables"]
        for tested in (table, *table["columns"])
    )
    assert tests > 270
    assert f"PASS={tests + 1} WARN=0 ERROR=0" in said
    with duckdb.connect(str(project / "plans.duckdb"), read_only=True) as connection:
        ((sql,),) = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'total'").fetchall()
    assert "tjut" in sql


def test_dbt_knows_when_the_last_run_was(project: Path) -> None:
    with suppress(AssertionError):  # stale or not, as the clock of the machine says
        program("tools", "dbt")("source", "freshness", "--profiles-dir", ".", folder=project)
    (told,) = json.loads((project / "target" / "sources.json").read_text("utf-8"))["results"]
    assert told["max_loaded_at"].startswith("2026-11-02T03:00:00")
    assert told["criteria"]["error_after"] == {"count": 2, "period": "day"}


def test_csvkit_counts_the_rows_of_plain_csv(warehouse: Path, tmp_path: Path) -> None:
    """Line breaks, quotes, commas and signs of formulas are in their texts; each row is one, and none is broken."""
    names = ("base.investment", "base.document", "base.quarantine", "budget_by_year", "goal_by_year")
    export(warehouse, "csv", tmp_path, names, PLAIN)
    for name in names:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            ((count,),) = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
        file = f"{name}.csv"
        assert count
        assert program("tools", "csvstat")("--count", file, folder=tmp_path).strip() == str(count)
        assert program("tools", "csvclean")("--length-mismatch", file, folder=tmp_path)
    names_told = program("tools", "csvcut")("-c", "name", "base.investment.csv", folder=tmp_path)
    assert {*ODD_TEXTS, LONG} <= {row[0] for row in csv.reader(io.StringIO(names_told))}
