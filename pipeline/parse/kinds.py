"""The kinds of documents that boards get in the one form of a tjänsteutlåtande, each declared once (document.md, `The
family, and other years`): by which title it is known, for which part of a year it is, and what it must hold.

All share cover, decisions, signature, headed prose and tables, which are read alike wherever they stand. Only plans are
compared from year to year: views and matching ask the view `plan`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.document import Line
from pipeline.swedish import MONTHS, fold

# A title is printed on at most this many lines.
TITLE_LINES = 3
_YEAR = re.compile(r"\b(?P<year>20\d\d)\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_PART = re.compile(r"\bdel (\d)\b", re.IGNORECASE)
_TERTIAL = re.compile(r"\b(?:tertial(?:rapport)?|T) ?([12])\b", re.IGNORECASE)


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: `name` is its `document_type`; `title` fits the beginning of its title.

    `period` tells from a title and its year for which part of the year it is, None for the whole. `needs` are tables of
    which it has rows in one at least: without any it is no document of the kind, whatever it calls itself. One that
    `follows_up` says what came of a plan: outcomes, forecasts, and whether goals are met.
    """

    name: str
    title: re.Pattern[str]
    period: Callable[[str, int], str | None] = lambda title, year: None
    needs: tuple[str, ...] = ()
    follows_up: bool = False


@dataclass(frozen=True)
class Titled:
    """A title on a cover: what kind of document it names, and its lines."""

    kind: DocumentKind
    text: str
    year: int
    lines: tuple[Line, ...]

    @property
    def period(self) -> str | None:
        return self.kind.period(self.text, self.year)


def _part(title: str, year: int) -> str | None:
    found = _PART.search(title)
    return f"del {found[1]}" if found else None


def _tertial(title: str, year: int) -> str | None:
    found = _TERTIAL.search(title)
    return f"T{found[1]}" if found else None


def _month(title: str, year: int) -> str | None:
    found = _MONTH.search(title)
    return f"{year}-{MONTHS.index(found[1].lower()) + 1:02}" if found else None


VERKSAMHETSPLAN = DocumentKind(
    "verksamhetsplan",
    re.compile(r"(?:[Ff]örslag till )?[Vv]erksamhetsplan(?: VP| med budget| och budget)?(?: för)?(?: år)? ?20\d\d\b"),
    period=_part,
    needs=("goal", "budget_line", "indicator"),
)
# In this order: the first that fits names the kind.
KINDS = (
    VERKSAMHETSPLAN,
    DocumentKind(
        "tertialrapport",
        re.compile(r"(?:(?:Uppföljning av budget|Delårsrapport)\b.*)?\b(?:Tertialrapport|Tertial ?[12]|T[12])\b", re.I),
        period=_tertial,
        follows_up=True,
    ),
    DocumentKind(
        "verksamhetsberättelse",
        re.compile(r"Verksamhetsberättelse\b|Årsredovisning\b.*bokslut\b", re.I),
        follows_up=True,
    ),
    DocumentKind("månadsrapport", re.compile(r"Månadsrapport\b", re.I), period=_month, follows_up=True),
    DocumentKind("underlag_för_budget", re.compile(r"Underlag (?:för|till) budget\b", re.I)),
)
# Any other tjänsteutlåtande of a board.
OTHER = DocumentKind("övrigt", re.compile(r"(?!)"))
# Titles of documents that boards get and no kind is declared for.
_OTHER_TITLES = re.compile(
    r"(?:Delårsrapport|Årsredovisning|(?:Del)?[Bb]okslut|Uppföljning av (?:budget|verksamhetsplan))\b.*\b20\d\d",
    re.IGNORECASE,
)


def title_of(cover: Sequence[Line]) -> Titled | None:
    """The title on a cover that names a kind; a plan's wins over others that the cover speaks of."""
    found = [titled for number in range(len(cover)) if (titled := _titled(cover[number : number + TITLE_LINES]))]
    return next((titled for titled in found if titled.kind is VERKSAMHETSPLAN), next(iter(found), None))


def other_title(cover: Sequence[Line]) -> str | None:
    """A title on a cover that names a document of no declared kind."""
    return next((text for line in cover if _OTHER_TITLES.match(text := fold(line.text))), None)


def _titled(lines: Sequence[Line]) -> Titled | None:
    """The title that begins on the first of these lines; its year may stand on the next ones."""
    first = fold(lines[0].text)
    kind = next((kind for kind in KINDS if kind.title.match(first)), None)
    if kind is None:
        return None
    held = [lines[0]]
    for above, line in pairwise(lines):
        if _YEAR.search(" ".join(fold(one.text) for one in held)) or above.page != line.page:
            break
        held.append(line)
    text = " ".join(fold(line.text) for line in held)
    year = _YEAR.search(text)
    if year is None:
        return None
    return Titled(kind, text, int(year["year"]), tuple(held))
