"""The headings that every verksamhetsplan has, and their place in the hierarchy (document.md, `From front to back`)."""

from __future__ import annotations

import re
from functools import lru_cache

# `Förvaltningens förslag till beslut` alone or below `Förslag till beslut`; `Stadsdelsnämndens beslut 6 februari 2014:`
# once it is taken (document.md, `The family, and other years`).
# Capitalised: `förvaltningens förslag.` may be the last line of a point.
DECISIONS = re.compile(
    r"(?:\d{1,2}\.? )?(?-i:(?=[A-ZÅÄÖ]))(?:"
    r"(?:(?:(?:Stadsdels)?förvaltningens|[\w-]*kontorets) )?"
    r"förslag till (?:nämnd|(?:[\w-]+ )?[\w-]*nämndens )?beslut(?: i [\w-]*nämnden)?"
    r"|Beslutsförslag|Förvaltningens förslag(?: till [\w-]*nämnden)?|Beslut"
    r"|(?:[\w-]+ ){0,3}[\w-]*nämnd(?:en)?s beslut(?:,?(?: den)? \d{1,2} \w+ \d{4}|,? \d{4}-\d{2}-\d{2})?"
    r"|[\w-]*nämnden (?:föreslås besluta(?: att)?|beslutar)(?: följande)?"
    r"|[\w-]*(?:förvaltningen|kontoret) föreslår att [\w-]*nämnden beslutar(?: följande| att)?)[:.]?",
    re.IGNORECASE,
)
_COUNCIL = r"(?:KF(?:[:\u2019']?s)?|Kommunfullmäktiges|Stadens)"
_AIM = rf"(?:{_COUNCIL} )?inriktningsmål"
_FIELD = rf"(?:{_COUNCIL} )?(?:mål för verksamhetsområdet?|verksamhetsområdesmål|områdesmål)"
# Words that introduce goals of any level; the number decides which.
_ANY_LEVEL = rf"(?:KF-mål|{_COUNCIL} mål)(?=\W+\d\.\d{{1,2}}\W+(?-i:[A-ZÅÄÖ]))"
_BOARD = r"(?:Nämndmål|Nämndens mål|Stadsdelsnämndens mål|Mål för nämnden)"
_PARTS = r"\s*(?:[:\u2013-]\s*)?"
GOAL = re.compile(
    # Until 2011 the first level was numbered twice: `KF:s INRIKTNINGSMÅL 1: 1. Stockholm …`.
    rf"(?P<words>{_AIM}(?:\s+\d+\s*:(?=\s*\d+\.))?|{_FIELD}|{_ANY_LEVEL}|{_BOARD})"
    rf"{_PARTS}(?P<code>\d+(?:\.\d+)*)\s*[.:]?\s*(?P<title>\D.*)",
    re.IGNORECASE,
)
# What heads a goal of the council, whether or not it is printed as one.
OF_COUNCIL = re.compile(
    rf"{_COUNCIL} (?:inriktningsmål|mål för verksamhetsområdet|verksamhetsområdesmål)\b.*", re.IGNORECASE
)
# What may head a goal, though no rule knows which: what a board or a unit undertakes, an aim of the council by its
# number alone (2015 to 2022).
LIKE_A_GOAL = re.compile(
    r"(?:(?:(?:Stadsdels)?[Nn]ämndens|[Ee]nhetens) å|Å)tagande(?:\s*:|\s+\d).*(?<!\.)"
    # `Verksamhetsmål: …`, `Prioriterat mål 1: …`, `Nämnd mål 1.1.1 …`
    r"|(?:[A-ZÅÄÖ][\w-]* )?[\w-]*(?:[Mm]ål(?:sättning)?|inriktning)(?: \d[\d.]*)?"
    r"(?:\s*:|(?<=\d\.\d)) *[A-ZÅÄÖ].*(?<!\.)"
    r"|\d\.? (?:Ett|En) (?:[\w-]+ ){0,5}(?:Stockholm|(?:stor)?stad)\b.*(?<!\.)"
)
# A goal of the board that has no number (2015 to 2017).
UNNUMBERED = re.compile(
    rf"(?:{_BOARD}\s*[:\u2013-]|NÄMNDMÅL|Nämndmål)\s*"
    r"(?P<title>(?-i:[\u201d\"\u00bb]?[A-ZÅÄÖ]|(?<=mål: )[a-zåäö]).*(?<!\.))",
    re.IGNORECASE,
)
# Its words are on the next line.
UNTITLED = re.compile(rf"{_BOARD}\s*:?", re.IGNORECASE)
# A goal by its number alone, as some plans print it.
NUMBER_ALONE = re.compile(r"(?P<code>\d(?:\.\d{1,2}){1,2})\.?\s+(?P<title>[A-ZÅÄÖ].*)")
# A chapter with only a number: a goal if there are goals below it.
CHAPTER = re.compile(r"(?P<code>\d)\.?\s+(?P<title>[A-ZÅÄÖ].*(?<![.:;!?]))")
RESULTS = re.compile(r"Förvänta(?:t|de) resultat(?:(?: för| under)?(?: år)? 20\d\d)?:?", re.IGNORECASE)
ATTACHMENTS = re.compile(r"Bilag(?:or|a):?", re.IGNORECASE)
DESCRIPTION = re.compile(r"Beskrivning:?", re.IGNORECASE)
ADJUSTMENTS = re.compile(r"Budgetjustering(?:ar)?", re.IGNORECASE)
INVESTMENTS = re.compile(r"Investeringar", re.IGNORECASE)
OPERATIONS = re.compile(r"Drift", re.IGNORECASE)
RESULT_UNITS = re.compile(r"Resultatenheter", re.IGNORECASE)
TURNOVER = re.compile(r"Omslutningsförändring(?:ar)?", re.IGNORECASE)

_KNOWN: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"{_AIM}{_PARTS}\d.*", re.IGNORECASE), 1),
    (re.compile(rf"(?:{_FIELD}|{_ANY_LEVEL}){_PARTS}\d.*", re.IGNORECASE), 2),
    (re.compile(rf"(?:(?i:Nämndmål)\s*:?|{_BOARD}\s*:)\s*\d.*"), 3),
    (UNNUMBERED, 3),
    (UNTITLED, 3),
    (DECISIONS, 1),
    (re.compile(r"Inledning|Redovisning av ekonomi|Systematiskt kvalitetsarbete|Övrigt"), 1),
    (re.compile(r"Bilag(?:or|a):?"), 1),
    (re.compile(r"Nämndens ekonomiska förutsättningar|Försäljning(?:ar)? av anläggningstillgångar"), 2),
    (re.compile(r"Verksamhetsprojekt(?: \(driftprojekt\))?|Medel för lokaländamål|Övriga ekonomiska redovisningar"), 2),
    (ADJUSTMENTS, 2),
    (INVESTMENTS, 2),
    (RESULT_UNITS, 2),
    (TURNOVER, 2),
    (RESULTS, 4),
    (DESCRIPTION, 4),
)


@lru_cache(maxsize=10_000)
def known_level(text: str) -> int | None:
    """The level of a heading that is known by its words, from 1 (chapter) to 5; None for any other text.

    A line that begins with a small letter goes on a sentence, whatever it says (`enligt` / `förvaltningens förslag.`).
    """
    if text[:1].islower():
        return None
    return next((level for pattern, level in _KNOWN if pattern.fullmatch(text)), None)


_TOTAL = re.compile(r"(?:summa|total)", re.IGNORECASE)


def is_total(label: str) -> bool:
    """Whether it is the label of a row of sums."""
    return bool(_TOTAL.match(label))


_AMOUNT_HEADLINE = re.compile(r"[A-ZÅÄÖ].{2,80} \(\d[\d ]*(?:,\d+)? (?:mnkr|tkr)\)")


def ends_table(text: str) -> bool:
    """Is the line a headline that no table goes on with: a known one, or a category with its sum in brackets?"""
    return text[:1].isupper() and (known_level(text) is not None or bool(_AMOUNT_HEADLINE.fullmatch(text)))
