"""Rules on dates: activities inside the plan's year, nothing observed in the future, the plan issued when it can be."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from pipeline.parse.kinds import VERKSAMHETSPLAN
from pipeline.reconcile.rule import Finding, Tables, kind_of, on_page, plan_year, rule
from pipeline.swedish import MONTHS, months

_MONTH = rf"(?:{'|'.join(MONTHS)}) \d{{4}}"
# A number counted at a time: `(901 oktober 2025)`, `2 243 som var per den 31 mars 2025`.
_OBSERVED = re.compile(
    rf"\(\d[\d ]* (?:i |per )?(?P<bracket>{_MONTH})\)|\bvar per (?:den )?(?:\d{{1,2}} )?(?P<counted>{_MONTH})",
    re.IGNORECASE,
)


@rule("activity_dates", "error")
def activity_dates(tables: Tables) -> Iterator[Finding]:
    """En aktivitet slutar efter att den börjat.

    Jämför: En aktivitets sista dag mot dess första.
    Exempel: Aktiviteten börjar 2026-06-01 och slutar 2026-03-31.
    """
    for row in tables.get("activity", []):
        starts, ends = row["starts_on"], row["ends_on"]
        if starts and ends and ends < starts:
            yield Finding(
                f"Aktiviteten ”{row['name']}” ({on_page(row.get('page'))}) slutar {ends} men börjar {starts}.",
                row.get("page"),
            )


@rule("activity_year", "warning")
def activity_year(tables: Tables) -> Iterator[Finding]:
    """En aktivitet pågår under planens år.

    Jämför: En aktivitets tid mot planens år; en som också går vidare efter året är en upplysning.
    Exempel: Aktiviteten i planen för 2026 slutar 2025-12-31.
    """
    year = plan_year(tables)
    for row in tables.get("activity", []):
        starts, ends = row["starts_on"], row["ends_on"]
        if not (year and starts and ends) or ends < starts or (starts.year == ends.year == year):
            continue
        outside = starts.year > year or ends.year < year
        yield Finding(
            f"Aktiviteten ”{row['name']}” ({on_page(row.get('page'))}) pågår {starts}–{ends}, "
            f"{'helt' if outside else 'delvis'} utanför planens år {year}.",
            row.get("page"),
            severity="warning" if outside else "note",
        )


@rule("future_date", "warning")
def future_date(tables: Tables) -> Iterator[Finding]:
    """En uppgift från framtiden.

    Jämför: Månaden som ett tal sägs vara räknat mot dagen då dokumentet är daterat; saknas den, mot början av
    planens år.
    Exempel: ”I november 2025” i en plan från oktober 2025.
    """
    drawn_up = _drawn_up(tables)
    for section in tables.get("section", []):
        for match in _OBSERVED.finditer(str(section["text"] or "")):
            month = next(iter(months(match["bracket"] or match["counted"])), None)
            if drawn_up and month and month > drawn_up:
                page = section.get("page_first") or section.get("page")
                yield Finding(
                    f"”{match[0]}” under ”{section['heading']}” ({on_page(page)}) är en uppgift från framtiden: "
                    f"planen är upprättad {_until(drawn_up, tables)}.",
                    page,
                )


def _drawn_up(tables: Tables) -> datetime.date | None:
    issued = _issued_on(tables)
    year = plan_year(tables)
    return issued or (datetime.date(year - 1, 12, 31) if year else None)


def _until(drawn_up: datetime.date, tables: Tables) -> str:
    return str(drawn_up) if _issued_on(tables) else f"senast {drawn_up}"


def _issued_on(tables: Tables) -> datetime.date | None:
    return next((row["issued_on"] for row in tables.get("document", []) if row.get("issued_on")), None)


@rule("issue_year", "warning")
def issue_year(tables: Tables) -> Iterator[Finding]:
    """Dokumentets datum och år.

    Jämför: Datumet på omslaget mot åren då ett dokument av slaget upprättas: en plan året före sitt eget eller
    under det, en tertialrapport under sitt år, en verksamhetsberättelse året efter.
    Exempel: En plan för 2026 är daterad 2023.
    """
    issued, year, kind = _issued_on(tables), plan_year(tables), kind_of(tables)
    if issued and year and kind.issued and issued.year - year not in kind.issued:
        page = next(iter(tables["document"])).get("page")
        what = "Planen" if kind is VERKSAMHETSPLAN else f"Dokumentet ({kind.name.replace('_', ' ')})"
        yield Finding(f"{what} för {year} är daterad {issued} ({on_page(page)}).", page)


@rule("year_stated", "warning")
def year_stated(tables: Tables) -> Iterator[Finding]:
    """Beslutens år mot omslagets.

    Jämför: Året i besluten mot året som omslaget anger.
    Exempel: ”Fastställer verksamhetsplan för 2016” i en plan för 2015.
    """
    year, word = plan_year(tables), kind_of(tables).name.replace("_", " ")
    stated = re.compile(rf"\b{word}(?:en)?(?: och budget| med budget| VP)?(?: \d)?(?: för)?(?: år)? (20\d\d)\b", re.I)
    for row in tables.get("decision", []):
        years = {int(one) for one in stated.findall(str(row["text"] or ""))}
        if year and years and year not in years:
            named = ", ".join(map(str, sorted(years)))
            page = on_page(row.get("page"))
            yield Finding(
                f"Beslutspunkt {row['number']} ({page}) gäller {word} för {named}, omslaget {year}.", row.get("page")
            )
