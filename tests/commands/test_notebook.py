"""What a notebook imports: a document as data frames, and questions to a warehouse."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pandas
import pyarrow
import pytest

from contracts import CONTRACTS
from pipeline.notebook import NotExtracted, extract, open_warehouse
from tests.press.facsimile import FACSIMILE


def test_a_document_is_data_frames_and_arrow_tables() -> None:
    """Each table of a document is there under its contract's name; amounts are decimals in both forms."""
    tables = extract(FACSIMILE)
    assert set(tables) <= set(CONTRACTS)
    assert len(tables["indicator"]) == 73
    lines = tables["budget_line"]
    assert lines["amount_mnkr"].dtype == pandas.ArrowDtype(pyarrow.decimal128(18, 8))
    plan = lines["is_overview"] & (lines["measure"] == "netto") & (lines["basis"] == "verksamhetsplan")
    amounts = lines[plan & (lines["label"] == "Äldreomsorg") & (lines["fiscal_year"] == 2026)]["amount_mnkr"]
    assert amounts.tolist() == [Decimal("801.3")]
    assert tables.arrow("budget_line").num_rows == len(lines) == 243
    assert "indicator: 73" in repr(tables)


def test_a_document_that_is_refused_says_why(tmp_path: Path) -> None:
    file = tmp_path / "bild.pdf"
    file.write_bytes(b"no PDF at all")
    with pytest.raises(NotExtracted, match=r"bild\.pdf: not_pdf: .* Save or export") as refused:
        extract(file)
    assert refused.value.outcome.reason == "not_pdf"


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.pdf"):
        extract(tmp_path / "nowhere.pdf")


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE budget (year INTEGER, amount_mnkr DECIMAL(18, 8))")
        connection.execute("INSERT INTO budget VALUES (2025, 761.5), (2026, 801.3), (NULL, NULL)")
    return path


def test_a_warehouse_answers_with_frames_and_takes_parameters(warehouse: Path) -> None:
    """Decimals stay decimals, and a missing year leaves the others whole numbers."""
    with open_warehouse(warehouse) as opened:
        frame = opened.frame("from budget where year = ?", 2026)
        assert frame["amount_mnkr"].tolist() == [Decimal("801.3")]
        assert opened.frame("from budget")["year"].dtype == pandas.ArrowDtype(pyarrow.int32())
        assert opened.arrow("from budget").num_rows == 3


def test_a_warehouse_cannot_be_changed_from_a_notebook(warehouse: Path, tmp_path: Path) -> None:
    with open_warehouse(warehouse) as opened:
        for statement in ("DELETE FROM budget", f"COPY budget TO '{tmp_path / 'out.csv'}'"):
            with pytest.raises(duckdb.Error):
                opened.frame(statement)
    assert not (tmp_path / "out.csv").exists()


def test_a_warehouse_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="create it with `tjut run`"):
        open_warehouse(tmp_path / "nowhere.duckdb")
