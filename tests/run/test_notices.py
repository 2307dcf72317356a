"""Who was told of which trouble: what stands in the ledger less what was delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.ledger import RunEntry, standing_after
from pipeline.notices import Notice, Notices, notices_path, read_notices
from pipeline.outcome import Fate, Outcome

BAD = Outcome("a.pdf", Fate.REFUSED, "1", reason="damaged")
MENDED = Outcome("a.pdf", Fate.PUBLISHED, "2")


def told_after(*runs: RunEntry) -> Notices:
    return Notices().delivered(standing_after(runs))


def run(number: int, *outcomes: Outcome, raw: str = "raw", gone: tuple[str, ...] = ()) -> RunEntry:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return RunEntry(number, at, at, "", {}, "", {}, outcomes, gone, raw=raw)


def untold(notices: Notices, *runs: RunEntry) -> list[str]:
    return [one.outcome.file for one in notices.untold(standing_after(runs))]


def test_what_was_told_is_news_again_only_when_it_is_other_trouble() -> None:
    first = run(1, BAD)
    assert untold(Notices(), first) == ["a.pdf"]
    assert untold(told_after(first), first, run(2)) == []
    assert untold(told_after(first), first, run(2, replace(BAD, reason="encrypted"))) == ["a.pdf"]
    assert untold(told_after(first), first, run(2, replace(BAD, sha256="3"))) == ["a.pdf"]


def test_a_file_that_was_mended_and_is_bad_again_is_news_although_no_word_went_out_between() -> None:
    first = run(1, BAD)
    assert untold(told_after(first), first, run(2, MENDED), run(3, BAD)) == ["a.pdf"]
    assert untold(told_after(first), first, run(2, gone=("a.pdf",)), run(3, BAD)) == ["a.pdf"]


def test_a_document_that_was_not_read_in_full_is_trouble_too() -> None:
    partly = replace(MENDED, incomplete="page 3")
    assert untold(Notices(), run(1, partly)) == ["a.pdf"]
    assert untold(told_after(run(1, partly)), run(1, partly), run(2)) == []
    assert untold(told_after(run(1, partly)), run(1, partly), run(2, replace(partly, incomplete="page 4"))) == ["a.pdf"]


def test_a_run_on_another_folder_neither_mends_nor_hides_anything() -> None:
    runs = run(1, BAD), run(2, replace(BAD, sha256="9"), raw="archive")
    assert untold(told_after(runs[0]), *runs) == ["a.pdf"]
    assert len(standing_after(runs)) == 2


def test_what_could_not_be_told_stays_untold_and_what_is_mended_is_forgotten() -> None:
    first, second = run(1, BAD), run(2, replace(BAD, file="b.pdf"))
    after = told_after(first).undelivered(standing_after([first, second]))
    assert untold(after, first, second) == ["b.pdf"]
    assert told_after(first).undelivered(standing_after([first, run(2, MENDED)])).told == frozenset()


def test_it_is_kept_in_one_file_and_one_that_is_damaged_has_people_told_again(tmp_path: Path) -> None:
    warehouse = tmp_path / "w.duckdb"
    assert read_notices(warehouse) == Notices()
    kept = replace(told_after(run(1, BAD)), waiting=(Notice("Fel", "Något gick snett"),))
    kept.write(warehouse)
    assert read_notices(warehouse) == kept
    assert [path.name for path in tmp_path.iterdir()] == [notices_path(warehouse).name]
    notices_path(warehouse).write_text('{"told": [')
    assert read_notices(warehouse) == Notices()
