"""Sentences of prose that state a change in figures → table `claim`.

`Nettobudget för äldreomsorgen uppgår till 801,3 mnkr vilket är en ökning med 5,2 procentenheter, motsvarande 39,8 mnkr`
is one claim: a subject, the level it reaches, a direction, a percentage and an amount. A sentence with two changes
makes two claims. Where it is not sure whose change it is, the subject stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.record import Record, Source, Value
from pipeline.swedish import amounts, fold, in_mnkr, number

_ABOUT = r"(?:(?:cirka|ca|drygt|knappt|nästan|totalt|netto) )*"
_MONEY = r"miljoner kronor|miljoner kr|miljarder kronor|mnkr|mkr|mdkr|tkr|kronor|kr"
_FIGURE = rf"\d[\d ]*(?:,\d+)? ?(?:procentenhet(?:er)?\b|procent\b|%|(?:{_MONEY})\b)"
_ALSO = r",? \(?(?:motsvarande|vilket motsvarar|som motsvarar|det vill säga|dvs\.?|eller) "
_NOUN = r"(?:ökning|minskning|höjning|sänkning)(?:en)?(?: av \w+)? (?:med|om|på|uppgår till|motsvarande)"
_VERB = (
    r"(?:(?:ut)?öka(?:t|r|s|de|des|ts)?|höj(?:t|er|s|de|des|ts)|(?:räknats|räknas) upp|uppräkna(?:t|d|s|de)"
    r"|minska(?:t|r|s|de|des|ts)?|sänk(?:t|er|s|te|tes|ts)) med"
)
_CHANGE = re.compile(
    rf"\b(?:(?P<noun>{_NOUN})|(?P<verb>{_VERB})) {_ABOUT}(?P<figure>{_FIGURE})"
    rf"(?:{_ALSO}{_ABOUT}(?P<second>{_FIGURE}))?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"(.*?) ?(procentenhet(?:er)?|procent|%)", re.IGNORECASE)
_DOWN = re.compile(r"minsk|sänk", re.IGNORECASE)
_LEVEL = re.compile(
    r"^(?P<subject>[^\d;:]{3,120}?) (?:uppgår|uppgick|beräknas|beräknas uppgå|budgeteras) till "
    rf"{_ABOUT}(?P<amount>{_FIGURE})",
    re.IGNORECASE,
)
# What may come between a subject and the verb of its change: `Nämndens driftbudget har ökat med`.
_VERB_SUBJECT = re.compile(
    r"^(?P<subject>[^\d;:,]{3,120}?)(?: (?:har|hade|är|kommer att|beräknas|ska|bedöms|förväntas|väntas))?$",
    re.IGNORECASE,
)
# Another clause before the verb: then the sentence's first words need not be the subject of the change.
_CLAUSE = re.compile(
    r"\b(?:som|att|vilket|men|medan|när|då|eftersom|om|har|är|beror|uppgår|minskar|ökar)\b", re.IGNORECASE
)
_BASE = re.compile(
    r"\b(?:jämför(?:t|else)?|i förhållande|i relation) (?:med|till) "
    r"(?P<base>.+?)(?= är det\b| en (?:ökning|minskning)\b| beror\b| och\b|[,.;)]|$)",
    re.IGNORECASE,
)
# `Vilket är en ökning`, `är det en ökning`, `Ökningen om`: the change of what the sentence before has named.
_ANAPHOR = re.compile(r"^(?:vilket|detta|det) (?:är|motsvarar|innebär)\b|\bär det en\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\bbl\.a\.)(?<!\bt\.ex\.)(?<!\bca\.)(?<!\binkl\.)\s+(?=[A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True)
class _Level:
    """The level that a sentence states for something; `end` is where in the sentence the statement ends."""

    subject: str
    amount: Decimal | None
    end: int


def claims(paragraphs: Iterable[tuple[str, str, tuple[Source, ...]]]) -> list[Record]:
    """One record for each change in percent or money that the prose states, in the order of the text.

    A paragraph is (path of its section, its text, where it is printed). `direction` is `ökning` or `minskning`,
    `level_mnkr` what the subject amounts to after the change, `percent_unit_text` the word printed for percent,
    `base_text` what the change is measured against, as printed. A claim whose subject stands in the sentence before
    has both sentences as its text.
    """
    records: list[Record] = []
    for path, text, sources in paragraphs:
        for values in _paragraph_claims(fold(text)) if _DIGIT.search(text) else ():
            row: dict[str, Value] = {"ordinal": len(records) + 1, "section_path": path, **values}
            printed = [column for column, value in values.items() if value is not None]
            records.append(Record("claim", row, {column: sources for column in printed if sources}))
    return records


def _paragraph_claims(text: str) -> Iterator[dict[str, Value]]:
    before = ""
    for sentence in _SENTENCE.split(text):
        end = 0
        for change in _CHANGE.finditer(sentence):
            base, end = _base(sentence, end, change)
            level, carried = _level_of(sentence, change, before)
            yield {
                "text": f"{before} {sentence}" if carried else sentence,
                "subject": level.subject if level else _verb_subject(sentence, change),
                "direction": "minskning" if _DOWN.search(change["noun"] or change["verb"]) else "ökning",
                **_figures(change),
                "level_mnkr": level.amount if level else None,
                "base_text": base,
            }
        before = sentence


def _figures(change: re.Match[str]) -> dict[str, Value]:
    """The percentage with its word, and the amount, in whichever order they are printed."""
    values: dict[str, Value] = {"percent": None, "percent_unit_text": None, "amount_mnkr": None}
    for figure in (change["figure"], change["second"]):
        percent = _PERCENT.fullmatch(figure or "")
        if percent:
            values["percent"], values["percent_unit_text"] = number(percent[1]), percent[2]
        elif figure:
            values["amount_mnkr"] = _money(figure)
    return values


def _money(figure: str) -> Decimal | None:
    found = amounts(figure)
    return in_mnkr(found[0]) if found else None


def _level(sentence: str) -> _Level | None:
    """What the sentence says that its subject amounts to; None where it names two levels, or none."""
    match = _LEVEL.match(sentence)
    if not match or len(re.findall(r"\buppgår\b.*?\btill\b", sentence[: match.end()])) > 1:
        return None
    return _Level(match["subject"], _money(match["amount"]), match.end())


def _level_of(sentence: str, change: re.Match[str], before: str) -> tuple[_Level | None, bool]:
    """The level that a change has led to, and whether the sentence before names it.

    Sure is `X uppgår till … vilket är en ökning med …` in one sentence, and a sentence that takes the one before up
    (`Vilket är …`, `Ökningen om …`) without turning to another thing (`och avser …`).
    """
    definite = bool(change["noun"]) and bool(re.match(r"\w+en\b", change["noun"], re.IGNORECASE))
    own = _level(sentence)
    if own and change["noun"] and not definite and own.end <= change.start():
        between = sentence[own.end : change.start()]
        sure = not re.search(r"\bvarav\b|\buppgår\b|\bavser\b|[.;]", between)
        return (own, False) if sure else (None, False)
    takes_up = change.start() == 0 if definite else bool(_ANAPHOR.search(sentence)) and bool(change["noun"])
    if takes_up and not own and not re.search(r"\bavser\b", sentence) and (level := _level(before)):
        return level, True
    return None, False


def _verb_subject(sentence: str, change: re.Match[str]) -> str | None:
    """The subject of a verb of change: the words before it, where they are one plain phrase."""
    match = _VERB_SUBJECT.match(sentence[: change.start()].rstrip()) if change["verb"] else None
    return match["subject"] if match and not _CLAUSE.search(match["subject"]) else None


def _base(sentence: str, start: int, change: re.Match[str]) -> tuple[str | None, int]:
    """What a change is measured against (before it, else after it up to the next change), and where reading goes on."""
    following = _CHANGE.search(sentence, change.end())
    stop = following.start() if following else len(sentence)
    for begin, end in ((start, change.start()), (change.end(), stop)):
        match = _BASE.search(sentence, begin)
        if match and match.start() < end:
            return match["base"], max(match.end(), change.end())
    return None, change.end()
