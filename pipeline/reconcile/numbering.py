"""Rules on numbers and names that must be whole and single: decisions, goals, what hangs on goals."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from pipeline.reconcile.rule import Finding, Row, Tables, on_page, rule

ON_GOALS = {"indicator": "Indikatorn", "activity": "Aktiviteten", "expected_result": "Det förväntade resultatet"}
COUNTED = re.compile(r"(?:st|stycken|antal|personer|barn)\b")
PERCENT = re.compile(r"%|procent\b")
SHARE = re.compile(r"andel(?:en|ar)?\b", re.IGNORECASE)
NUMBER = re.compile(r"antal(?:et)?\b", re.IGNORECASE)
# What a share cannot be in; `dagar av 100` and other words may be.
MEASURE = re.compile(r"antal|[kmgt]?wh|[kmt]?kr|kronor|m(?:nkr|sek)|[kmg]?g|kilo|ton|m[23²³]?|km|liter|timmar|minuter")


@rule("decision_numbering", "error")
def decision_numbering(tables: Tables) -> Iterator[Finding]:
    """Besluten är numrerade i följd.

    Jämför: Beslutspunkternas nummer mot följden 1, 2, 3 … i tryckt ordning.
    Exempel: Punkt 4 följs av punkt 6.
    """
    last = 0
    for row in tables.get("decision", []):
        number = int(row["number"])
        if number != last + 1:
            yield Finding(
                f"Beslutspunkterna är inte numrerade i följd: efter {last} kommer {number} "
                f"({on_page(row.get('page'))}).",
                row.get("page"),
            )
        last = number


@rule("goal_numbering", "error")
def goal_numbering(tables: Tables) -> Iterator[Finding]:
    """Målen är numrerade i följd.

    Jämför: Numren på målen under ett mål mot följden från 1.
    Exempel: 1.1 följs av 1.3.
    """
    children: dict[str, list[Row]] = defaultdict(list)
    for row in tables.get("goal", []):
        children[str(row["goal_code"]).rpartition(".")[0]].append(row)
    for parent, rows in children.items():
        last = 0
        for row in rows:
            # Goals that have no number are counted by Tjut itself (`1.1.n1`).
            number = int(str(row["goal_code"]).rpartition(".")[2].removeprefix("n"))
            if number != last + 1:
                before = f"{parent}.{last}".lstrip(".") if last else f"början av {parent or 'målträdet'}"
                yield Finding(
                    f"Målen är inte numrerade i följd: efter {before} kommer {row['goal_code']} "
                    f"({on_page(row.get('page'))}).",
                    row.get("page"),
                )
            last = number


@rule("goal_code_exists", "error")
def goal_code_exists(tables: Tables) -> Iterator[Finding]:
    """Ett mål som det hänvisas till finns.

    Jämför: Målets överordnade, och målnumret för varje indikator, aktivitet och förväntat resultat, mot planens
    mål.
    Exempel: En indikator står under 2.4, men planen har inget mål 2.4.
    """
    known = {row["goal_code"] for row in tables.get("goal", [])}
    for row in tables.get("goal", []):
        if row["parent_code"] is not None and row["parent_code"] not in known:
            yield Finding(
                f"Målet {row['goal_code']} ({on_page(row.get('page'))}) hör till {row['parent_code']}, som inte finns.",
                row.get("page"),
            )
    for table, word in ON_GOALS.items():
        for row in tables.get(table, []):
            if row["goal_code"] not in known:
                yield Finding(
                    f"{word} ”{_name(row)}” ({on_page(row.get('page'))}) hör till mål {row['goal_code']}, "
                    "som inte finns.",
                    row.get("page"),
                )


@rule("doubled_goal_row", "warning")
def doubled_goal_row(tables: Tables) -> Iterator[Finding]:
    """Samma rad två gånger.

    Jämför: Indikatorer, aktiviteter och förväntade resultat under samma mål med varandra; resultatenheter i samma
    område.
    Exempel: ”Andel nöjda elever” står två gånger under 1.1.
    """
    for table, word in ON_GOALS.items():
        yield from _doubled(tables.get(table, []), "goal_code", word, "under mål")
    yield from _doubled(tables.get("result_unit", []), "area", "Resultatenheten", "under")


def _doubled(rows: list[Row], within: str, word: str, under: str) -> Iterator[Finding]:
    seen: dict[tuple[object, str], list[Row]] = defaultdict(list)
    for row in rows:
        seen[(row[within], _name(row).casefold())].append(row)
    for (place, _), same in seen.items():
        if len(same) > 1:
            pages = " och ".join(dict.fromkeys(on_page(row.get("page")) for row in same))
            yield Finding(
                f"{word} ”{_name(same[0])}” står {len(same)} gånger {under} {place} ({pages}).", same[1].get("page")
            )


@rule("doubled_decision", "warning")
def doubled_decision(tables: Tables) -> Iterator[Finding]:
    """Två beslut lyder lika.

    Jämför: Beslutspunkternas ord med varandra.
    Exempel: Besluten 5 och 9 lyder lika.
    """
    rows = tables.get("decision", [])
    counts = Counter(str(row["text"] or "").casefold() for row in rows)
    for text, count in counts.items():
        if count > 1 and text:
            same = [row for row in rows if str(row["text"] or "").casefold() == text]
            numbers = " och ".join(str(row["number"]) for row in same)
            yield Finding(
                f"Besluten {numbers} lyder lika ({on_page(same[0].get('page'))}): ”{same[0]['text']}”.",
                same[1].get("page"),
            )


@rule("indicator_targets", "warning")
def indicator_targets(tables: Tables) -> Iterator[Finding]:
    """KF:s årsmål är detsamma överallt.

    Jämför: Kommunfullmäktiges årsmål för en indikator som står på flera ställen. Nämndens eget får skilja sig; en
    varning, för ett namn kan stå för flera grupper.
    Exempel: KF:s årsmål är 80 % under 1.1 och 82 % under 1.3.
    """
    seen: dict[str, Row] = {}
    for row in tables.get("indicator", []):
        if row.get("kf_target_text"):
            name = str(row["name"]).casefold()
            first = seen.setdefault(name, row)
            one, other = _target(first), _target(row)
            if one != other:
                yield Finding(
                    f"Indikatorn ”{row['name']}” har KF:s årsmål ”{first['kf_target_text']}” "
                    f"({on_page(first.get('page'))}) och ”{row['kf_target_text']}” ({on_page(row.get('page'))}).",
                    row.get("page"),
                )


@rule("target_units", "warning")
def target_units(tables: Tables) -> Iterator[Finding]:
    """Ett årsmåls enhet.

    Jämför: Enheten i nämndens årsmål med den i KF:s, och båda med indikatorns namn: en andel är ingen mängd, och ett
    antal är inga procent. Olika ord för ett antal (st, personer, barn) är samma enhet.
    Exempel: ”Andel förnybar energi” har årsmålet 25 633 kWh.
    """
    for row in tables.get("indicator", []):
        units = {prefix: row.get(f"{prefix}target_unit") for prefix in ("", "kf_")}
        own, council = (_unit(unit) for unit in units.values())
        if own and council and own != council:
            yield Finding(
                f"Indikatorn ”{row['name']}” har årsmålet ”{row['target_text']}” och KF:s årsmål "
                f"”{row['kf_target_text']}”: olika enheter ({on_page(row.get('page'))}).",
                row.get("page"),
            )
        for prefix, unit in units.items():
            if unit and _contradicts(str(row["name"]), _unit(unit)):
                yield Finding(
                    f"Indikatorn ”{row['name']}” har årsmålet ”{row[f'{prefix}target_text']}”: enheten säger emot "
                    f"namnet ({on_page(row.get('page'))}).",
                    row.get("page"),
                )


def _unit(printed: str | None) -> str | None:
    """Units under one name: `st` and `personer` both count, `procent` is %."""
    if not printed:
        return None
    word = printed.casefold()
    return "antal" if COUNTED.match(word) else "%" if PERCENT.match(word) else word


def _contradicts(name: str, unit: str | None) -> bool:
    """Is a share stated in a measure (kWh, kr …), or a number of things in percent?"""
    return bool(SHARE.match(name) and MEASURE.fullmatch(unit or "")) or bool(NUMBER.match(name) and unit == "%")


def _target(row: Row) -> str:
    return str(row["kf_target_text"]).replace(" ", "")


def _name(row: Row) -> str:
    return str(row.get("name") or row.get("text") or "")
