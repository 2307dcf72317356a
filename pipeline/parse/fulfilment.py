"""Whether a goal is met, as stated by a follow-up under the goal's heading → `goal.fulfilment`, `goal.fulfilment_text`.

`Nämndens mål för året bedöms uppfyllas` until 2011, `Uppfylls helt`, `uppfyllts delvis`, `uppfylls ej` later; a goal
may be reached, too (`Målet uppnås delvis`). A sentence is of the goal where it says so of a mål, or where it is a
paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.document import Line
from pipeline.parse.plan import Section

_MET = (
    r"(?:uppfyll(?:s|es|as|ts|t|da?|des?|er)?|uppnå(?:s|tts|ddes|dds|tt|dd|r|dde)|nå(?:s|tts|ddes|dds)"
    r"|infria(?:s|ts|des|t|d)?)"
)
# What is said of a goal; not of an indicator's target (`årsmålet`), nor as a condition or an aim (`för att uppfylla
# målet`).
_GOAL = r"\b(?:nämnd|inriktnings|verksamhetsområdes)?mål(?:et)?\b"
_SENTENCE = re.compile(
    rf"{_GOAL}.*\b{_MET}\b|\b(?:uppfyller|(?:upp)?når|(?:upp)?nådde|infriar) (?:\w+ ){{0,3}}{_GOAL}", re.IGNORECASE
)
# A judgement in other words: it is kept, and what it means is left open.
_JUDGED = re.compile(rf"{_GOAL}.*\b(?:bedöm(?:s|des|ts)|anses|klara(?:s|des|ts|t|d|de)?)\b", re.IGNORECASE)
# What may say it in any words: behind a label, by a colour, or a short paragraph on the goal.
_LABELLED = re.compile(
    r"(?:(?:Mål)?uppfyllelse|Bedömning|Status)\s?:\s?\S.{0,60}|(?:Grön|Gul|Röd|Grönt|Gult|Rött)\.?"
    r"|(?:Nämndm|M)ålet(?! (?:är )?att)[^:]{3,60}",
    re.IGNORECASE,
)
_NO_STATEMENT = re.compile(
    r"indikator|\b(?:om|för att|så att|när) (?:\w+ ){0,3}(?:mål|uppfyll)|\bmål(?:et)?(?: är)? att\b|\bbidra\w* till"
    rf"|\b(?:ska|skall|bör) (?:\w+ ){{0,3}}{_MET}\b",
    re.IGNORECASE,
)
# A state alone, with or without a label: `Uppfylls delvis`, `Måluppfyllelse: Uppfylls helt`.
_STATE = re.compile(
    r"(?:(?:(?:Mål)?uppfyllelse|Bedömning|Status)\s?:?\s)?(?:(?:bedöms|har)\s)?(?:(?:helt|delvis|inte|ej)\s)?"
    rf"{_MET}(?:\s(?:helt|delvis|inte|ej|i sin helhet|till viss del))?\.?",
    re.IGNORECASE,
)
_ANY_MET = re.compile(rf"\b{_MET}\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:inte|ej|icke)\b", re.IGNORECASE)
_PARTLY = re.compile(
    r"\b(?:delvis|(?:till|i) (?:viss|stor|större|övervägande|hög|låg) (?:del(?:en)?|grad|utsträckning)|i huvudsak"
    r"|i stort(?: sett)?|nästan|(?:inte|ej)\b.*\bhelt)\b",
    re.IGNORECASE,
)

# No word of whether a goal is met, or of how far: `är på god väg att uppfyllas`, `uppfylls till 80 procent`.
_OPEN = re.compile(
    r"\bpå (?:god )?väg\b|\brisk|\bosäker|\bsvår|\bkanske\b|\bmöjlig|\btveksam|\bförutsättning|\d ?(?:%|procent)",
    re.IGNORECASE,
)

Fulfilment = tuple[str | None, str | None, Sequence[Line]]


def fulfilment(sections: Sequence[Section]) -> Fulfilment:
    """What is said of a goal: `helt`, `delvis`, `ej`, and the words with their lines.

    Where sentences say different things, or no rule knows one, the first is None: the words are kept, and reported.
    """
    blocks = [block for number, section in enumerate(sections) for block in _blocks(section, is_goal=number == 0)]
    said = [one for text, lines in blocks for one in _said(text, lines)]
    meant = {_meant(text) for text, _ in said}
    text = " ".join(dict.fromkeys(text for text, _ in said))
    return meant.pop() if len(meant) == 1 else None, text or None, [line for _, lines in said for line in lines]


def _blocks(section: Section, *, is_goal: bool) -> Iterator[tuple[str, Sequence[Line]]]:
    """The paragraphs of a section, and its heading, which may be a short sentence, but for that of the goal itself."""
    if not is_goal:
        yield section.heading.text, section.heading.lines
    yield from ((paragraph.text, paragraph.lines) for paragraph in section.paragraphs)


def _said(text: str, lines: Sequence[Line]) -> Iterator[tuple[str, Sequence[Line]]]:
    """The sentences in a text that say whether its goal is met."""
    if _STATE.fullmatch(text) or (_LABELLED.fullmatch(text) and not _NO_STATEMENT.search(text)):
        yield text, lines
        return
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if (_SENTENCE.search(sentence) or _JUDGED.search(sentence)) and not _NO_STATEMENT.search(sentence):
            yield sentence, lines


def _meant(text: str) -> str | None:
    """What a sentence says; None where no rule knows its words."""
    if _OPEN.search(text) or not (_STATE.fullmatch(text) or _SENTENCE.search(text) or _ANY_MET.search(text)):
        return None
    if _PARTLY.search(text):
        return "delvis"
    return "ej" if _NOT.search(text) else "helt"
