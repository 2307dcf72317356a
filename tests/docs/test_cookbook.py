"""The cookbook and the notebook: every query answers, and what is printed in docs/ is what they answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pyarrow
import pytest
from nbclient import NotebookClient

from pipeline.commands.query import open_warehouse
from tests.press.facsimile import FACSIMILE
from tests.support.cookbook import PATH, QUERIES, Query, cookbook, queries
from tests.support.corpus import make_warehouse

NOTEBOOK = PATH.with_name("analys.ipynb")
AT_LEAST = 15


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_warehouse(tmp_path_factory.mktemp("corpus") / "house")


def test_there_are_enough_questions_and_each_is_asked_once() -> None:
    found = queries()
    assert len(found) >= AT_LEAST
    assert len({query.question for query in found}) == len(found)
    assert [query.name[:3] for query in found] == [f"{number:02}-" for number in range(1, len(found) + 1)]


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
def test_a_query_answers(query: Query, warehouse: Path) -> None:
    """It has a question and how to read the answer, gives rows, and never the same row in another order."""
    assert query.question.endswith("?")
    assert query.reading
    with open_warehouse(warehouse) as connection:
        answer = connection.execute(query.sql)
        names = [column[0] for column in answer.description or ()]
        rows = answer.fetchall()
        assert rows
        assert len(set(names)) == len(names)
        connection.execute((QUERIES / f"{query.name}.sql").read_text("utf-8"))
        assert connection.fetchall() == rows


def test_the_cookbook_is_up_to_date(warehouse: Path) -> None:
    assert PATH.read_text("utf-8") == cookbook(warehouse), "run `make cookbook` and look at what git shows"


def test_the_true_figures_of_the_cookbook(warehouse: Path) -> None:
    """What the plan of Hässelby-Vällingby says: its figures pass through the corpus and the query unchanged."""
    with open_warehouse(warehouse) as connection:
        rows = connection.execute(queries()[0].sql).fetchall()
    found = {row[1]: tuple(map(float, row[2:6])) for row in rows}
    assert found["Äldreomsorg"] == (761.5, 801.3, 39.8, 5.2)
    assert found["Ekonomiskt bistånd"] == (152.7, 160.7, 8.0, 5.2)
    assert found["Arbetsmarknadsåtgärder"] == (22.8, 26.3, 3.5, 15.4)
    assert found["Total drift"] == (2366.3, 2459.6, 93.3, 3.9)


def test_shares_of_a_board_add_up(warehouse: Path) -> None:
    (query,) = (query for query in queries() if query.name.startswith("06-"))
    with open_warehouse(warehouse) as connection:
        rows = connection.execute(query.sql).fetchall()
    for column in list(zip(*rows, strict=True))[1:]:
        assert sum(share or 0 for share in column) == pytest.approx(100, abs=0.5)


def test_every_relation_is_described_and_read_by_all(warehouse: Path) -> None:
    """A comment on every table, view and column; SUMMARIZE, pandas and Arrow read each of them."""
    with open_warehouse(warehouse) as connection:
        relations = connection.execute(
            "SELECT concat(schema_name, '.', table_name), comment FROM duckdb_tables() "
            "UNION ALL SELECT concat(schema_name, '.', view_name), comment FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        columns = connection.execute(
            "SELECT concat(schema_name, '.', table_name), column_name, comment FROM duckdb_columns() "
            " WHERE NOT internal ORDER BY column_index"
        ).fetchall()
        assert [name for name, comment in relations if not comment] == []
        assert [(table, name) for table, name, comment in columns if not comment] == []
        for name, _ in relations:
            (count,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (None,)
            own = [column for table, column, _ in columns if table == name]
            assert [row[0] for row in connection.execute(f"SUMMARIZE {name}").fetchall()] == own
            frame = connection.sql(f"FROM {name}").df()
            assert (len(frame), list(frame)) == (count, own)
            arrow = connection.sql(f"FROM {name}").to_arrow_table()
            assert (arrow.num_rows, arrow.column_names) == (count, own)
            amounts = [field for field in arrow.schema if field.name.endswith(("_mnkr", "_sek"))]
            assert all(pyarrow.types.is_decimal(field.type) for field in amounts), name


def test_the_notebook_runs(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a kernel on loopback that leaves nothing in the home folder; the chart is drawn without a network."""
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "jupyter"))
    (tmp_path / "docs").mkdir()
    shutil.copy(warehouse, tmp_path / "warehouse.duckdb")
    (tmp_path / "raw").symlink_to(FACSIMILE.parent)
    book = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(book)
    client = NotebookClient(book, timeout=120, resources={"metadata": {"path": str(tmp_path / "docs")}})
    client.execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [output for output in outputs if output.output_type in ("error", "stream")]
    assert [output for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert "801.3" in "".join(str(output.get("data", {}).get("text/plain")) for output in outputs)


def test_the_notebook_is_stored_without_outputs() -> None:
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in cells] == [([], None)] * len(cells)
