"""`tjut export --without-names`: nobody that a document names in its prose or under it can be found in the files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.commands.export.nameless import OF_ONE_TABLE, PEOPLE, PROSE, can_name
from pipeline.commands.export.relation import relations
from pipeline.commands.query import open_warehouse
from tests.support.house import House
from tests.support.small_plan import extraction, record

PERSON = "Gunilla Ekstrand"
# Columns of text, by name, that people are not named in: what is new has to be put here or among those left out.
KEPT = set(
    """
    about ambition approval area area_series base_text basis begin_with better_is board board_key board_keys
    compares example category caveat code_version column_name column_text content_sha256
    diary_number document_key document_type
    documents fetched_sha256
    earlier_row_key explained_by fetched_from file file_name footnote_mark forecast_t1_text forecast_t1_unit
    forecast_t2_text forecast_t2_unit forecast_text forecast_unit goal_code host kept key kf_reason kf_target_text
    kf_target_unit kind label level libraries mark match_method measure method name number outcome_text outcome_unit
    outcome_men_text outcome_men_unit outcome_women_text outcome_women_unit
    parent_area parent_area_series parent_code parent_label part parts percent_unit_text period periodicity
    previous_basis
    previous_goal_code previous_kf_target_text previous_kf_target_unit previous_name previous_reading
    previous_target_text previous_target_unit previous_title reader reading reason restated_basis row_key
    rows_by_table rule rules schema_version section_path set_by severity sha256 state status stricter_is subject
    suspect_column table_name table_title tables_changed target_text target_unit thing title tolerance trust
    """.split()  # noqa: SIM905 - a list of them is a page long
)


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of a plan that names a person wherever it may."""
    house = House(tmp_path_factory.mktemp("house"))
    said = f"{PERSON} svarar för planen."
    made = extraction(signed_by=PERSON, signed_title=f"Direktör {PERSON}")
    made.records += [
        record("signature", ordinal=90, name=PERSON, title="Stadsdelsdirektör"),
        record("section", ordinal=90, level=1, heading=PERSON, path=PERSON, text=said, page_first=1, page_last=1),
        record("footnote", ordinal=90, mark="9", text=said),
    ]
    house.put(made)
    house.publish()
    return house.warehouse


@pytest.mark.parametrize("form", ["csv", "datapackage", "parquet", "sqlite", "xlsx"])
def test_nobody_is_named_in_any_format(named: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / ("plans.sqlite" if form == "sqlite" else "plans.xlsx" if form == "xlsx" else "files")
    for option, there in ([], True), (["--without-names"], False):
        given = ["export", "--format", form, "--out", str(out), "--warehouse", str(named), *option]
        result = CliRunner().invoke(cli, given)
        assert result.exit_code == 0, result.output
        assert (PERSON in _all_of(out, form)) == there


def _all_of(out: Path, form: str) -> str:
    if form == "sqlite":
        with sqlite3.connect(out) as connection:
            return "\n".join(connection.iterdump())
    if form == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(out, read_only=True)
        return repr([row for sheet in book for row in sheet.iter_rows(values_only=True)])
    if form == "parquet":
        return repr([duckdb.sql(f"FROM '{file}'").fetchall() for file in sorted(out.glob("*.parquet"))])
    return "".join(file.read_text(encoding="utf-8") for file in sorted(out.iterdir()))


def test_each_column_of_text_is_left_out_or_known_to_name_nobody(named: Path) -> None:
    left_out = PEOPLE | PROSE | set().union(*OF_ONE_TABLE.values())
    with open_warehouse(named) as connection:
        undecided = {
            f"{one.name}.{column.name}"
            for one in relations(connection)
            for column in one.columns
            if not can_name(one.name, column.name, column.type)
            and column.type in ("VARCHAR", "VARCHAR[]")
            and not column.allowed
            and not column.name.endswith(("_id", "_key", "_kind"))
            and column.name not in KEPT | left_out
        }
    assert not sorted(undecided)
