"""Which board a document belongs to: the one that the cover names, or the text if there is no cover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.boards import area_names, board_key, board_names, named_alone, specialist_board, unregistered_board
from pipeline.document import Line
from pipeline.parse.plan import Found, Plan
from pipeline.parse.words import DECISIONS
from pipeline.refusal import Reason, Refused
from pipeline.swedish import fold

# The organisation in the letterhead: alone, before a board or office, or after the word for the document.
_HEAD = r"(?:(?:Tjänsteutlåtande|TJÄNSTEUTLÅTANDE) )?"
_OFFICE = r"(?: [\w -]*(?:nämnd|nämnden|styrelsen?|förvaltning|förvaltningen|kontoret))?"
TOWN = re.compile(rf"{_HEAD}(?P<name>[A-ZÅÄÖ]\w+) (?:[Ss]tad|STAD|[Kk]ommun|KOMMUN){_OFFICE}(?:, .*)?")
REGION = re.compile(
    rf"{_HEAD}(?:(?:Region|REGION|Landstinget) \w+|[A-ZÅÄÖ]\w+ (?:läns )?(?:landsting|region)){_OFFICE}", re.IGNORECASE
)
ADDRESSED = re.compile(r"Till:?", re.IGNORECASE)
_ADDRESSED_INLINE = re.compile(r"Till:? (?P<whom>[A-ZÅÄÖ].*)")
# The day of the meeting behind the board: `Trafiknämnden 2013-12-12`, `Farsta stadsdelsnämnd den 18 december 2014`.
_DAY = re.compile(r",?(?: sammanträde)?(?: den)? \d.*$", re.IGNORECASE)
_OF_COVER = re.compile(r"\b(?:D ?nr|Diarienummer|Handläggare)\b|^(?:den )?\d{4}-\d\d-\d\d$", re.IGNORECASE)
# The addressee in a title: `Verksamhetsplan 2019 för Äldrenämnden`, `Tertialrapport 1 för Farsta stadsdelsnämnd 2014`.
_FOR = re.compile(r"\bför (?P<whom>(?:[A-ZÅÄÖ]|avdelning|enhet|förskol|grundskol|hemtjänst)[^\d,]*[^\d\W])")


def board_of(plan: Plan, title: str | None) -> Found:
    """The board of a document, as printed.

    It is the one that the document is addressed to, or else the one that its cover names most often; of a document
    without a cover, the one that its text does.
    Raises Refused: `not_a_tjänsteutlåtande` if no board is named, `board_unclear` if two may be meant.
    """
    _refuse_of_no_board(plan.cover)
    _refuse_two_boards(plan.cover, title)
    decided = [line for section in plan.sections if DECISIONS.fullmatch(section.heading.text) for line in section.lines]
    found = _addressee(plan.cover) or _of_cover(plan.cover) or _most_named(decided, "nämnd")
    if found is None and not _has_cover(plan.cover):
        found = _most_named(plan.text_lines, "nämnd") or _most_named(plan.text_lines, "förvaltning")
        found = found or next(
            (Found(name, line) for line in plan.text_lines for name in area_names(fold(line.text))), None
        )
    if found is None:
        raise Refused(Reason.NOT_A_TJANSTEUTLATANDE, "the document names no board")
    return found


def _has_cover(cover: Sequence[Line]) -> bool:
    """Whether the lines outside the text form a cover: an addressee, a case number or a date."""
    return any(addressees(cover)) or any(_OF_COVER.search(fold(line.text)) for line in cover)


def is_of_no_board(title: str) -> bool:
    """Whether a title is for something other than a board: a unit (`Verksamhetsplan 2018 för Hemtjänst Nordväst`)."""
    match = _FOR.search(title)
    if match is None:
        return False
    return not ("nämnd" in match["whom"].lower() or names_board(match["whom"]) or area_names(match["whom"]))


def names_board(text: str) -> bool:
    return any(board_names(text, body) for body in ("nämnd", "förvaltning")) or bool(specialist_board(text))


def addressees(cover: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """The addressee on the cover: the text on the line after `Till`, or on the same line, without the date."""
    printed = [line for line in cover if fold(line.text)]
    for line, following in pairwise(printed):
        if ADDRESSED.fullmatch(fold(line.text)):
            yield _DAY.sub("", fold(following.text)), following
    for line in printed:
        match = _ADDRESSED_INLINE.fullmatch(_DAY.sub("", fold(line.text)))
        if match and named_alone(match["whom"]):
            yield match["whom"], line


def _addressee(cover: Sequence[Line]) -> Found | None:
    """The board that the cover is addressed to; None if it is only `Stadsdelsnämnden`."""
    for text, line in addressees(cover):
        names = [*board_names(text), specialist_board(text), unregistered_board(text)]
        if name := next(filter(None, names), None):
            return Found(name, line)
    return None


def _of_cover(cover: Sequence[Line]) -> Found | None:
    alone = [Found(name, line) for line in cover if (name := specialist_board(fold(line.text)))]
    districts = _most_named(cover, "nämnd")
    return districts or (alone[0] if alone else _most_named(cover, "förvaltning"))


def _most_named(lines: Sequence[Line], body: str) -> Found | None:
    """The board that lines name most often. Raises Refused if two are named equally often."""
    named = [
        Found(name, line)
        for above, line in zip((None, *lines), lines, strict=False)
        for name in _board_names(above, line, body)
    ]
    counted = Counter(board_key(found.value) for found in named).most_common(2)
    if len(counted) == 2 and counted[0][1] == counted[1][1]:
        raise Refused(Reason.BOARD_UNCLEAR, f"it names {' and '.join(key for key, _ in counted)} equally often")
    return next((found for found in named if board_key(found.value) == counted[0][0]), None)


def _board_names(above: Line | None, line: Line, body: str) -> list[str]:
    """The boards that a line names; the first name may begin on the line above (`Hässelby-` / `Vällingby`)."""
    names = board_names(fold(line.text), body)
    begun = fold(above.text).rpartition(" ")[2] if above else ""
    whole = board_names(f"{begun} {fold(line.text)}", body) if names and begun else []
    return whole if len(whole) == len(names) else names


def _refuse_of_no_board(cover: Sequence[Line]) -> None:
    """Refuses other documents of the same form: a unit's plan, addressed to the unit, and papers of other towns."""
    for line in cover:
        town, region = (pattern.fullmatch(fold(line.text)) for pattern in (TOWN, REGION))
        if region or (town and not town["name"].lower().startswith("stockholm")):
            raise Refused(Reason.NOT_A_TJANSTEUTLATANDE, f"it comes from ”{fold(line.text)}”")
    for addressed, _ in addressees(cover):
        if "nämnd" not in addressed.lower() and not names_board(addressed):
            raise Refused(
                Reason.NOT_A_TJANSTEUTLATANDE, f"it is addressed to ”{addressed}”, which is not a board of the city"
            )


def _refuse_two_boards(cover: Sequence[Line], title: str | None) -> None:
    """Lines of the cover that are a board's name and nothing else, whom it is addressed to, and whom its title is for
    must mean one board."""
    texts = [fold(line.text) for line in cover] + [text for text, _ in addressees(cover)]
    whom = _FOR.search(title or "")
    names = [name for text in (*texts, whom["whom"] if whom else "") if (name := named_alone(text))]
    keys = dict.fromkeys(board_key(name) for name in names)
    if len(keys) > 1:
        raise Refused(Reason.BOARD_UNCLEAR, f"its cover names {' and '.join(keys)}")
