"""The part of the certificate whose unit is a document: what is drawn, and how a document is judged."""

from __future__ import annotations

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from certificate import documents, strangers
from certificate.documents import Judged, drawn, judge, judge_others, judged
from certificate.page import Results, page
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.records import records_of
from tests.press.style import Style
from tests.support.layouts import random_style

SEED = 21


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A document, and what was set in it."""
    made = random_plan(SEED)
    return set_plan(made, Style(), tmp_path_factory.mktemp("plan") / "plan.pdf"), records_of(made)


def test_half_of_the_documents_are_set_by_strangers_and_a_version_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "missing", lambda: None)
    jobs = drawn()
    by = Counter(job.producer for job in jobs)
    assert sum(by[name] for name in strangers.STRANGERS) == len(jobs) / 2
    assert max(by.values()) - min(by[name] for name in strangers.STRANGERS) <= 1
    monkeypatch.setattr(documents, "version", lambda _: "99.0.0")
    assert {job.seed for job in drawn()}.isdisjoint(job.seed for job in jobs)


def test_without_the_strangers_their_half_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "missing", lambda: "not there")
    assert {job.producer for job in drawn()}.isdisjoint(strangers.STRANGERS)


def test_a_document_whose_rows_are_those_that_were_set_is_right(plan: tuple[Path, dict[str, Any]]) -> None:
    assert judged(plan[0], "reportlab", "seed", plan[1]) == Judged("reportlab", "seed", "right")


def test_a_row_that_is_not_read_makes_a_document_silent_where_nothing_tells(
    plan: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    """The truth has one figure more than the page: no finding can say so."""
    truth = copy.deepcopy(plan[1])
    truth["turnover_changes"].append({"label": "Kultur", "costs": "1.0", "income": "-1.0", "net": "0"})
    verdict = judged(plan[0], "reportlab", "seed", truth)
    assert (verdict.verdict, verdict.faults) == ("silent", ("turnover_change: not read ('Kultur', 1.0, -1.0, 0.0)",))
    # The same for a plan set by others, with the rows in a file beside it.
    path = tmp_path / "word-bare.pdf"
    path.write_bytes(plan[0].read_bytes())
    path.with_suffix(".records.json").write_text(json.dumps(truth, default=str), encoding="utf-8")
    assert judge_others(path) == Judged("word (set by others)", "word-bare", "silent", verdict.faults)


def test_a_document_that_is_refused_is_counted_as_such(plan: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    half = tmp_path / "half.pdf"
    half.write_bytes(plan[0].read_bytes()[:2000])
    assert judged(half, "reportlab", "half", plan[1]).verdict == "refused"


def test_the_page_counts_documents_by_producer_and_names_the_silent_ones() -> None:
    found = [Judged("typst", "seed 1", "right"), Judged("typst", "seed 2", "silent", ("goal: not read ('1.1',)",))]
    written = page(Results([], [], {}, [], found))
    assert "| typst | 2 | 1 |  |  | 1 | 50.00 % (1.26 to 98.74) |" in written
    assert "- silent, typst, seed 2: goal: not read ('1.1',)" in written


@pytest.mark.skipif(strangers.missing() is not None, reason=str(strangers.missing()))
@pytest.mark.parametrize("producer", strangers.STRANGERS)
def test_a_stranger_sets_the_words_of_the_plan(producer: str, tmp_path: Path) -> None:
    """Only that it prints them; how the parser takes them is for the certificate to say."""
    made = random_plan(SEED)
    style = documents._plain(random_style(SEED), producer)
    path = strangers.set_by_stranger(producer, made, style, SEED, tmp_path / "plan.pdf")
    with pypdfium2.PdfDocument(path) as file:
        text = "".join(file[number].get_textpage().get_text_range() for number in range(len(file)))
    assert "Förslag till beslut" in text
    assert made.signed_by in text


def test_a_job_of_the_own_press_is_set_and_judged() -> None:
    assert judge(documents.Job("reportlab", SEED)).verdict == "right"
