"""What stands in a raw folder: odd names, links, what is no file; and the order in which files are taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.commands.show import summary
from pipeline.outcome import Fate
from pipeline.raw_files import files_of, printable
from pipeline.run import Batch, work_off
from tests.support import fakes
from tests.support.fake_house import House

NAMES = [
    "with blank.pdf",
    "åäö é ß.pdf",
    "'quotes\".pdf",
    "new\nline.pdf",
    "-rf.pdf",
    "$(touch x).pdf",
    "..pdf",
    "%s.pdf",
]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_hostile_names_are_names(house: House) -> None:
    names = [*NAMES, "sub/up..\\..\\up.pdf", "\x1b[31mred.pdf", os.fsdecode(b"latin-\xe5.pdf")]
    for name in names:
        house.put(name, f"good {os.fsencode(name).hex()}")
    report = house.run()
    assert len(report.outcomes) == len(names) - 1  # "..pdf" begins with a dot
    assert {outcome.fate for outcome in report.outcomes} == {Fate.PUBLISHED}
    assert all(outcome.file.isprintable() for outcome in report.outcomes)
    assert {"new\\nline.pdf", "latin-\\udce5.pdf", "\\x1b[31mred.pdf"} <= {outcome.file for outcome in report.outcomes}


def test_what_is_no_file_is_told_or_left_out(house: House, tmp_path: Path) -> None:
    house.put("good.pdf", "good")
    house.put(".hidden.pdf", "good")
    house.put(".git/also.pdf", "good")
    (house.raw / "dangling.pdf").symlink_to("nowhere")
    os.mkfifo(house.raw / "pipe.pdf")
    (house.raw / "round").symlink_to(house.raw, target_is_directory=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "linked.pdf").write_text("good linked")
    (house.raw / "link").symlink_to(elsewhere, target_is_directory=True)
    house.put("large.pdf", "good " + "x" * 2000)
    report = house.run(file_bytes=1000)
    assert {outcome.file: outcome.reason for outcome in report.outcomes} == {
        "dangling.pdf": "unreadable",
        "good.pdf": None,
        "large.pdf": "too_large",
        "link/linked.pdf": "unreadable",
        "pipe.pdf": "unreadable",
    }


@pytest.mark.parametrize("way", ["file", "folder", "folder in a folder"])
def test_a_link_that_leaves_the_folder_is_refused_unless_it_is_allowed(house: House, tmp_path: Path, way: str) -> None:
    (tmp_path / "raw.other").mkdir()  # begins like the folder
    (tmp_path / "raw.other" / "a.pdf").write_text("good")
    (house.raw / "deep").mkdir()
    house.put("inside.pdf", "good inside")
    (house.raw / "deep" / "again.pdf").symlink_to("../inside.pdf")
    match way:
        case "file":
            (house.raw / "a.pdf").symlink_to("../raw.other/a.pdf")
        case "folder":
            (house.raw / "x").symlink_to(tmp_path / "raw.other", target_is_directory=True)
        case _:
            (house.raw / "deep" / "x").symlink_to("../../raw.other", target_is_directory=True)
    refused = [outcome for outcome in house.run().outcomes if outcome.fate is Fate.REFUSED]
    assert [outcome.reason for outcome in refused] == ["unreadable"]
    assert "it links to a file outside the folder" in (refused[0].seen or "")
    with Batch(
        house.raw, house.staged, house.warehouse, follow_links=True, extract=fakes.EXTRACT, publish=fakes.publish
    ) as batch:
        assert not work_off(batch).bad


def test_an_empty_folder_is_no_error(house: House) -> None:
    report = house.run()
    assert (report.outcomes, report.bad, report.rebuilt) == ((), [], True)


def test_a_missing_folder_is_an_error(house: House) -> None:
    house.raw.rmdir()
    with pytest.raises(NotADirectoryError):
        house.run()
    assert not house.staged.exists()


def test_what_is_no_document_is_left_out_and_told_once(house: House) -> None:
    for name in ("a.pdf", "Thumbs.db", "~$a.docx", "minutes.docx", "old/b.pdf"):
        house.put(name, f"good {name}")
    first = house.run()
    assert [outcome.file for outcome in first.outcomes] == ["a.pdf", "minutes.docx", "old/b.pdf"]
    assert first.ignored == ("Thumbs.db", "~$a.docx")
    assert any("Thumbs.db, ~$a.docx" in line for line in summary(first, house.warehouse))
    assert house.run().ignored == ()
    house.put(".tjutignore", "*.docx\n/old/\n")
    second = house.run()
    assert [outcome.file for outcome in second.outcomes] == ["a.pdf"]
    assert (second.ignored, second.entry.gone) == (("old/b.pdf", "minutes.docx"), ("minutes.docx", "old/b.pdf"))
    assert house.run().ignored == ()
    (house.raw / ".tjutignore").unlink()
    assert len(house.run().outcomes) == 3


def test_an_ignore_list_that_is_no_text_ends_the_run(house: House) -> None:
    (house.raw / ".tjutignore").write_bytes(b"\xe5\n")
    with pytest.raises(OSError, match="is not UTF-8 text, so nothing was done: save it as UTF-8"):
        house.run()


def test_the_order_of_files_is_that_of_their_names(house: House) -> None:
    for name in ("b.pdf", "a.txt", "README.md", "c/a.pdf", "Å.pdf"):
        house.put(name, name)
    assert [file.name for file in files_of(house.raw, 1000)] == ["a.txt", "b.pdf", "c/a.pdf", "Å.pdf", "README.md"]


def test_printable_names_stay_as_they_are() -> None:
    assert printable("å b'\".pdf") == "å b'\".pdf"


@pytest.mark.parametrize("sign", "\u3164\u2800\ufe0f\u115f\u200b\u2028\U000e0100")
def test_a_name_that_nobody_sees_is_told_by_its_numbers(sign: str) -> None:
    assert printable(f"{sign * 2}.txt") == sign.encode("unicode_escape").decode() * 2 + ".txt"


@given(st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from("\\xn\n85\x85\udc85\udcff\x1b")), unique=True))
def test_different_names_stay_different_in_print(names: list[str]) -> None:
    printed = [printable(name) for name in names]
    assert len(set(printed)) == len(names)
    assert all(name.isprintable() for name in printed)
