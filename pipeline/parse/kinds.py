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
from pipeline.swedish import MONTHS, first_date, fold, is_date

# A title is printed on at most this many lines.
TITLE_LINES = 3
_YEAR = re.compile(r"\b(?P<year>20\d\d)\b")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b", re.IGNORECASE)
_PART = re.compile(r"\bdel (\d)\b", re.IGNORECASE)
# The last month of each tertial that is reported on: `Tertialrapport per den 30 april 2013`.
_LAST_MONTHS = {"april": "T1", "augusti": "T2"}
# How headers of columns say that they are of a tertial, in small letters without blanks.
TERTIAL_HEADERS = {
    "T1": ("t1", "tertial1", "januari-april", "jan-apr"),
    "T2": ("t2", "tertial2", "januari-augusti", "jan-aug"),
}
# Boards close their books after each tertial and at no other time in the year: a delårsrapport is a tertialrapport.
_REPORT = r"(?:tertial|delårs)(?:rapport|bokslut)(?:en)?"
# `Delårsrapport 1 januari–31 augusti` says a day.
_TERTIAL = re.compile(
    rf"\b(?:{_REPORT}|tertial|T)(?: nr\.?)? ?(?P<number>[12]|II?)\b(?! (?:{'|'.join(MONTHS)})\b)"
    r"|\b(?P<word>första|andra) tertial",
    re.IGNORECASE,
)
_TERTIALS = {"1": "T1", "i": "T1", "första": "T1", "2": "T2", "ii": "T2", "andra": "T2"}


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document: `name` is its `document_type`; `title` fits the beginning of its title.

    `period` tells from a title and its year for which part of the year it is, None for the whole. `needs` are tables of
    which it has rows in one at least: without any it is no document of the kind, whatever it calls itself. One that
    `follows_up` says what came of a plan: outcomes, forecasts, and whether goals are met. One that `is_periodic` comes
    several times a year, so that its title must say for which part of it. `issued` are the years in which it is issued,
    counted from its own; `not_asked` are rules (`pipeline.reconcile`) that compare what only a plan prints.
    """

    name: str
    title: re.Pattern[str]
    period: Callable[[str, int], str | None] = lambda title, year: None
    needs: tuple[str, ...] = ()
    follows_up: bool = False
    is_periodic: bool = False
    issued: tuple[int, ...] = ()
    not_asked: frozenset[str] = frozenset()


# A plan states a budget, what it asks for and what it will do; a report speaks of the same things as they have become.
OF_PLANS = frozenset(
    {
        "activity_year", "adjustment_count", "adjustment_count_missing", "adjustment_decisions", "adjustment_headline",
        "adjustment_items", "adjustment_total_prose", "budgeted_prose", "claim_amount", "claim_base_missing",
        "claim_level", "claim_percent", "decision_item", "decision_unexplained", "decision_without_item",
        "empty_heading", "future_date", "goal_numbering", "income_requirement", "investment_budget",
        "investment_machines", "investment_sum", "net_prose", "turnover_decision", "turnover_prose",
        "turnover_within_budget",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Titled:
    """A title on a cover: the kind of document it names, and its lines."""

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
    if found := _TERTIAL.search(title):
        return _TERTIALS[(found["number"] or found["word"]).lower()]
    named, day = _MONTH.findall(title), first_date(title)
    return _LAST_MONTHS.get(named[-1].lower() if named else MONTHS[day.month - 1] if day else "")


def _month(title: str, year: int) -> str | None:
    found, day = _MONTH.search(title), first_date(title)
    month = MONTHS.index(found[1].lower()) + 1 if found else day.month if day else None
    return f"{year}-{month:02}" if month else None


# What may come before the word for the kind: `Förslag till`, or the board in the genitive.
_BEFORE = (
    r"(?:(?:Ärende|Rubrik|Angående):? )?[\u201d\u201c\"]?(?:[Rr]evidera[dt] )?(?:[Ff]örslag till )?(?:reviderad )?"
    r"(?:(?:[^\W\d_][\w-]*[ -]){1,4}?(?:stadsdels)?nämnds |[^\W\d_]*[Nn]ämndens )?"
)
# Whose it is, and its year: `för Farsta stadsdelsnämnd avseende verksamhetsåret 2012`.
_OF_A_YEAR = r"(?: för(?: [^\d,]*nämnd(?:en)?)?)?(?: (?:för|avseende))?(?: år| verksamhetsåret)? ?20\d\d\b"
_PLAN = r"(?:[Vv]erksamhetsplan|VERKSAMHETSPLAN|VP)"
VERKSAMHETSPLAN = DocumentKind(
    "verksamhetsplan",
    re.compile(
        rf"{_BEFORE}(?:[Bb]udget och )?{_PLAN}(?: ?\(?VP\)?| med budget| (?:och|samt|&) budget| ?/ ?budget)?"
        rf"{_OF_A_YEAR}(?!-\d\d?-\d)"
    ),
    period=_part,
    needs=("goal", "budget_line", "indicator"),
    issued=(-1, 0),
)
# In this order: the first match decides the kind.
KINDS = (
    VERKSAMHETSPLAN,
    DocumentKind(
        "tertialrapport",
        re.compile(
            rf"{_BEFORE}(?:(?:Uppföljning av (?:budget|verksamhetsplan)|Budgetuppföljning|Verksamhetsuppföljning)\b.*)?"
            rf"\b(?:(?:Första |Andra )?{_REPORT}|Tertial ?[12]|T[12])\b",
            re.I,
        ),
        period=_tertial,
        follows_up=True,
        is_periodic=True,
        issued=(0,),
        not_asked=OF_PLANS,
    ),
    DocumentKind(
        "verksamhetsberättelse",
        re.compile(
            rf"{_BEFORE}(?:Verksamhetsberättelse\b|VB\b|Årsredovisning\b.*bokslut\b|Bokslut (?:och|med) "
            rf"(?:verksamhetsberättelse|årsredovisning)\b|(?:Årsredovisning|(?:Års)?bokslut){_OF_A_YEAR}(?!.*tertial))",
            re.I,
        ),
        follows_up=True,
        issued=(0, 1),
        not_asked=OF_PLANS,
    ),
    DocumentKind(
        "månadsrapport",
        re.compile(
            rf"{_BEFORE}(?:Uppföljning av budget\b.*)?(?:Ekonomisk )?(?:Månadsrapport|Månadsuppföljning)\b", re.I
        ),
        period=_month,
        follows_up=True,
        is_periodic=True,
        issued=(0, 1),
        not_asked=OF_PLANS,
    ),
    DocumentKind(
        "underlag_för_budget",
        re.compile(rf"{_BEFORE}(?:Underlag (?:för|till)(?: \w+)? (?:flerårs)?budget|Budgetunderlag)\b", re.I),
        issued=(-1, 0),
        not_asked=OF_PLANS,
    ),
)
# Any other tjänsteutlåtande of a board.
OTHER = DocumentKind("övrigt", re.compile(r"(?!)"), not_asked=OF_PLANS)
# Titles of documents that boards get but for which no kind is declared.
_OTHER_TITLES = re.compile(
    r"(?:Årsredovisning|(?:Del)?[Bb]okslut|Uppföljning av (?:budget|verksamhetsplan))\b.*\b20\d\d",
    re.IGNORECASE,
)

_ANOTHER = re.compile(
    r"verksamhetsberättelse|tertial|månadsrapport|bokslut|årsredovisning|delårsrapport|uppföljning|budgetunderlag"
    r"|underlag (?:för|till) budget",
    re.IGNORECASE,
)


def kind_named(name: str) -> DocumentKind:
    """The kind of a `document_type`."""
    return next(kind for kind in (*KINDS, OTHER) if kind.name == name)


def title_of(cover: Sequence[Line], subject: Line | None = None) -> Titled | None:
    """The title on a cover that names a kind: the one that begins on the line of the `subject`, else a plan's, which
    wins over others that the cover speaks of."""
    printed = [line for line in cover if fold(line.text)]
    found = [titled for number in range(len(printed)) if (titled := _titled(printed[number : number + TITLE_LINES]))]
    plans = (titled for titled in found if titled.kind is VERKSAMHETSPLAN)
    return next((titled for titled in found if titled.lines[0] is subject), next(plans, next(iter(found), None)))


def speaks_of_another(cover: Sequence[Line]) -> bool:
    """Whether a cover has a word for a kind other than a plan, but no title."""
    return any(_ANOTHER.search(fold(line.text)) for line in cover)


def other_title(cover: Sequence[Line]) -> str | None:
    """A title on a cover that names a document of no declared kind."""
    return next((text for line in cover if _OTHER_TITLES.match(text := fold(line.text))), None)


# A title that continues from the first line to the second has a title word on the first.
_STARTS_NO_TITLE = re.compile(
    r"(?!.*(?:plan|rapport|berättelse|bokslut|redovisning|budget|uppföljning|nämnds|nämndens|förslag)\b)", re.IGNORECASE
)
# What may follow the year in a plan's title.
_KNOWN_REST = re.compile(
    r"[\s,.:;()\u201d\"-]*(?:(?:(?:med|och|samt|inklusive|inkl\.?) "
    r"(?:inriktning|plan|budget|utblick|underlag|ansök|bilag|intern)\w*|för (?:år|perioden|20)|del|version|VP"
    r"|20\d\d)\b.*|(?:med|och|samt)|[-\u2013].*)?",
    re.IGNORECASE,
)


def unknown_rest(titled: str) -> str | None:
    """The words after the year in a plan's title, if no rule knows them: the plan may be a unit's."""
    match = VERKSAMHETSPLAN.title.match(titled)
    rest = titled[match.end() :] if match else ""
    return None if _KNOWN_REST.fullmatch(rest) else rest.strip()


def _titled(lines: Sequence[Line]) -> Titled | None:
    """The title that begins on the first of these lines; its year may be on the next ones."""
    first = fold(lines[0].text)
    texts = [fold(line.text) for line in lines if line.page == lines[0].page]
    longer = (" ".join(texts[:count]) for count in range(1, len(texts) + 1))
    kind = next((kind for text in longer for kind in KINDS if kind.title.match(text)), None)
    if kind is None or (_STARTS_NO_TITLE.match(first) and not kind.title.match(first)):
        return None
    held = [lines[0]]
    for above, line in pairwise(lines):
        if _YEAR.search(" ".join(fold(one.text) for one in held)) or above.page != line.page or is_date(line.text):
            break
        held.append(line)
    text = " ".join(fold(line.text) for line in held)
    year = _YEAR.search(text)
    if year is None:
        return None
    return Titled(kind, text, int(year["year"]), tuple(held))
