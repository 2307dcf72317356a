"""The results that a board expects: the items of a list, also one whose bullet is drawn and was not taken for one."""

from __future__ import annotations

from pipeline.blocks.block import Heading, Paragraph
from pipeline.document import Box, Document, Line, Word
from pipeline.parse.goals import goals
from pipeline.parse.kinds import VERKSAMHETSPLAN
from pipeline.parse.plan import Plan, Section
from pipeline.tables.unwrap import Unwrapper


def printed(text: str, x0: float, page: int) -> tuple[Line, ...]:
    words = []
    for word in text.split():
        words.append(Word(word, Box(x0, 100.0, x0 + 5 * len(word), 110.0), 10.0))
        x0 += 5 * len(word) + 3
    return (Line(text, page, tuple(words)),)


def results(*items: tuple[str, float, int]) -> list[object]:
    """The expected results of a goal with these paragraphs: text, where it begins, page."""
    heading = Heading("Nämndmål: 1.1.1 Fler deltar", 3, printed("Nämndmål: 1.1.1 Fler deltar", 50, 1))
    below = Heading("Förväntat resultat", 4, printed("Förväntat resultat", 50, 1))
    blocks = [
        Paragraph(text.removeprefix("• "), printed(text, x0, page), text.startswith("• ")) for text, x0, page in items
    ]
    sections = [Section(1, heading, 3, ("",)), Section(2, below, 4, ("",), list(blocks))]
    document = Document("", "", "application/pdf", "", ())
    plan = Plan(document, (), sections, Unwrapper([]), True)
    return [
        record.values["text"] for record in goals(plan, VERKSAMHETSPLAN, ("2026",)) if record.table == "expected_result"
    ]


def test_an_item_whose_bullet_is_alone_on_its_page_is_a_result() -> None:
    """The bullet is 8 points left of the words on the page that has several."""
    assert results(("Fler har jobb.", 58, 1), ("• Fler deltar.", 50, 2), ("• Fler läser.", 50, 2)) == [
        "Fler har jobb.",
        "Fler deltar.",
        "Fler läser.",
    ]


def test_what_introduces_a_list_is_no_result() -> None:
    assert results(("Årets resultat:", 50, 1), ("• Fler deltar.", 50, 2)) == ["Fler deltar."]
