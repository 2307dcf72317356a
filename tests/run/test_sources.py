"""What `sources.toml` says of documents: which are expected, which bytes or host they are bound to, what they are."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from pipeline.ledger import Ledger
from pipeline.report.missing import missing
from pipeline.sources import BadSources, Expected, Source, expected, fetched_files, sources_of
from pipeline.staged import staged_documents
from pipeline.warehouse import publish
from tests.support.house import House
from tests.support.small_plan import extraction

SHA256 = "0" * 64
KEY = "farsta/verksamhetsplan/2026"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def listed(house: House, *sources: Source, fetched: str | None = None, host: str | None = None) -> None:
    """Publishes with a list; `fetched` is what was fetched for its first document, `host` where the last file is of."""
    documents = sorted(staged_documents(house.staged), key=lambda document: document.file_name)
    for minute, document in enumerate(documents):
        is_last = document is documents[-1]
        document.arrive(datetime(2026, 11, 23, 3, minute, tzinfo=UTC), host if is_last else None)
    expects = [Expected(source, None if number else fetched) for number, source in enumerate(sources)]
    publish(house.staged, house.warehouse, (), (), expects)


def sha256_of(house: House, edition: str) -> str:
    return next(one.sha256 for one in staged_documents(house.staged) if f"-{edition}." in one.file_name)


def counting(house: House) -> list[tuple[object, ...]]:
    return house.ask("SELECT file_name, approval FROM document")


def test_a_document_that_is_bound_to_its_bytes_is_replaced_by_no_other_file(house: House) -> None:
    house.put(extraction(edition="1"), extraction(edition="2", issued_on=date(2025, 12, 20)))
    listed(house)
    assert counting(house) == [("farsta-2026-2.pdf", "open")]
    bound = Source("", "Farsta stadsdelsnämnd", 2026, sha256_of(house, "1"))
    listed(house, bound)
    assert counting(house) == [("farsta-2026-1.pdf", "approved")]
    assert house.ask("SELECT reason FROM base.held_document") == [("approval",)]
    listed(house, Source("", "Farsta", 2027, bound.sha256))  # of another year: not this document
    assert counting(house) == [("farsta-2026-2.pdf", "open")]


def test_a_document_that_is_bound_to_a_host_counts_where_it_was_fetched_from_there(house: House) -> None:
    house.put(extraction(edition="1"), extraction(edition="2", issued_on=date(2025, 11, 1)))
    source = Source("https://insyn.example.org/vp.pdf", "Farsta", 2026, host="insyn.example.org")
    listed(house, source)
    assert counting(house) == [("farsta-2026-1.pdf", "open")]
    listed(house, source, host="insyn.example.org")
    assert counting(house) == [("farsta-2026-2.pdf", "approved")]


def test_what_was_fetched_is_known_by_what_fetching_remembers(tmp_path: Path) -> None:
    (tmp_path / ".fetch").mkdir()
    known = {"url": "https://insyn.example.org/vp.pdf", "etag": None, "modified": None, "sha256": SHA256}
    (tmp_path / ".fetch" / "farsta-2026.json").write_text(json.dumps(known), "utf-8")
    (tmp_path / ".fetch" / "other-2026.json").write_text('{"url": ', "utf-8")
    (file,) = fetched_files(tmp_path)
    assert (file.sha256, file.host) == (SHA256, "insyn.example.org")
    source = Source("", "Farsta", 2026)
    assert expected([source], [file]) == (Expected(source, SHA256),)


def test_what_is_expected_is_there_or_not(house: House) -> None:
    house.put(extraction(), extraction("bromma"), extraction("bromma", edition="2", title="Reviderad"))
    for document in staged_documents(house.staged):
        if document.file_name == "bromma-2026-2.pdf":
            (held,) = [document.sha256]
    listed(
        house,
        Source("", "Farsta", 2026),
        Source("", "Bromma", 2026, next(one.sha256 for one in staged_documents(house.staged) if one.sha256 != held
                                        and one.file_name.startswith("bromma"))),
        Source("", "Järva", 2026, due=date(2020, 1, 1)),
        Source("", "Farsta", 2027, due=date(2099, 1, 1)),
        Source("", "Farsta", 2026, kind="tertialrapport", period="T1"),
    )  # fmt: skip
    asked = "SELECT board_key, plan_year, document_type, state, file FROM expected_document"
    assert house.ask(asked) == [
        ("farsta", 2027, "verksamhetsplan", "absent", None),
        ("bromma", 2026, "verksamhetsplan", "held", "bromma-2026-2.pdf"),
        ("farsta", 2026, "tertialrapport", "absent", None),
        ("farsta", 2026, "verksamhetsplan", "published", "farsta-2026-1.pdf"),
        ("jarva", 2026, "verksamhetsplan", "late", None),
    ]


def test_without_a_list_each_district_board_is_expected_in_its_time(house: House) -> None:
    house.put(extraction(year=2023), extraction(year=2024))
    listed(house)
    rows = house.ask("SELECT board_key, plan_year, state FROM expected_document")
    found = {(key, year): state for key, year, state in rows}
    assert found["farsta", 2023] == found["farsta", 2024] == "published"
    assert found["bromma", 2024] == "absent"
    assert ("norrmalm", 2023) in found  # merged in the middle of the year
    assert ("norrmalm", 2024) not in found
    assert ("norra-innerstaden", 2024) in found
    assert not any(key == "aldrenamnden" for key, _ in found)


def test_a_cover_that_says_another_document_than_the_list_is_a_finding(house: House) -> None:
    (name,) = house.put(extraction())
    listed(house, Source("https://example.org/a.pdf", "Farsta", 2025), fetched=sha256_of(house, "1"))
    assert house.ask("SELECT rule, severity, message FROM finding_by_year WHERE rule = 'source_mismatch'") == [
        (
            "source_mismatch",
            "error",
            "Filen står i sources.toml som farsta verksamhetsplan 2025, "
            "men omslaget säger farsta verksamhetsplan 2026.",
        )
    ]
    listed(house, Source("https://example.org/a.pdf", "Farsta", 2026), fetched=sha256_of(house, "1"))
    assert house.ask("FROM base.source_mismatch") == []
    assert name.startswith("farsta-2026")


def test_status_names_what_is_missing(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.commands.status import show_status
    from tests.support.house import run

    house.put(extraction())
    Ledger(house.warehouse).append(run(1, extraction()))
    listed(house, Source("", "Farsta", 2026), Source("", "Järva", 2026, due=date(2020, 1, 1)))
    show_status(house.warehouse)
    said = capsys.readouterr().out
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        part = missing(connection, ["farsta"])
    assert part is not None
    assert [[cell.text for cell in row.cells] for row in part.sections[0].tables[0].rows] == [
        ["Järva", "verksamhetsplan 2026", "försenad", "2020-01-01", ""]
    ]
    assert "expected documents: 1 published, 1 late\n  Järva verksamhetsplan 2026: late, due 2020-01-01\n" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('due = "2026-12-20"', "due is missing or is not a day, written as 2026-12-20 without quotes"),
        ('kind = "plan"', "kind 'plan' is not one of verksamhetsplan, tertialrapport"),
        ('url = "https://a.example/x.pdf"\nhost = "b.example"', "host is b.example, and url leads to another"),
        ('hosts = "b.example"', "hosts is not known"),
    ],
)
def test_a_list_that_cannot_be_understood_says_what_to_mend(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'[[document]]\nboard = "Farsta"\nyear = 2026\n{line}\n', "utf-8")
    with pytest.raises(BadSources, match="document 1") as caught:
        sources_of(path)
    assert said in str(caught.value)
