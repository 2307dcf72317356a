"""Rules on the text itself: headings without content, unfinished sentences, decisions without explanation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.reconcile.equation import swedish
from pipeline.reconcile.rule import Finding, Row, Tables, on_page, rule

# No Swedish sentence ends with these.
_UNFINISHED = re.compile(r"(?:^|\s)(?:och|samt|eller|att|som|en|ett)$")
# Headings whose content is a table, a list, or part of the goal tree.
_TABLE_HEADINGS = re.compile(r"omslutningsförändring|budgetjustering|resultatenhet|förslag till beslut", re.IGNORECASE)
_GOAL = re.compile(r"^(?:kf:?s |nämndmål|förvänta|beskrivning)", re.IGNORECASE)
_SKILLS = re.compile(r"kompetensutvecklingsmedel|medel för kompetensutveckling", re.IGNORECASE)


@rule("empty_heading", "note")
def empty_heading(tables: Tables) -> Iterator[Finding]:
    """En rubrik utan text.

    Jämför: Rubrikerna i ekonomikapitlet (nivå 2) som varken har text, tabell eller rubriker under sig.
    Exempel: Under ”Internkontroll” står ingenting.
    """
    titles = {str(row["table_title"]) for row in tables.get("budget_line", [])}
    sections = tables.get("section", [])
    paths = {str(row["path"] or "") for row in sections}
    for row in sections:
        heading, path = str(row["heading"] or ""), str(row["path"] or "")
        if row["level"] != 2 or row["text"] or not path.casefold().startswith("redovisning av ekonomi"):
            continue
        holds = heading in titles or _TABLE_HEADINGS.search(heading) or _GOAL.match(heading)
        if not (holds or any(other.startswith(f"{path} / ") for other in paths)):
            page = row.get("page_first") or row.get("page")
            yield Finding(f"Rubriken ”{heading}” ({on_page(page)}) har inget innehåll.", page)


@rule("broken_sentence", "note")
def broken_sentence(tables: Tables) -> Iterator[Finding]:
    """En mening som bryts av.

    Jämför: Stycken som slutar med ett ord som ingen svensk mening slutar med. Ett stycke som fortsätter i nästa är
    helt.
    Exempel: Stycket slutar ”… i samverkan med och”.
    """
    for row in tables.get("section", []):
        paragraphs = str(row["text"] or "").split("\n")
        for paragraph, after in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
            goes_on = after.startswith("•") or after[:1].islower() or paragraph.startswith("•")
            if _UNFINISHED.search(paragraph.rstrip()) and len(paragraph.split()) > 3 and not goes_on:
                yield _broken(row, paragraph)


def _broken(row: Row, paragraph: str) -> Finding:
    page = row.get("page_last") or row.get("page_first") or row.get("page")
    end = " ".join(paragraph.split()[-4:])
    return Finding(f"Stycket under ”{row['heading']}” ({on_page(page)}) bryts av mitt i meningen: ”… {end}”.", page)


@rule("decision_unexplained", "note")
def decision_unexplained(tables: Tables) -> Iterator[Finding]:
    """Beslut som texten inte nämner.

    Jämför: Beslut som ansöker om kompetensutvecklingsmedel mot planens text, som inte nämner sådana medel.
    Exempel: Beslut 12 ansöker om 0,5 mnkr, texten säger inget om dem.
    """
    asked = [row for row in tables.get("decision", []) if row["action"] == "ansöker_kompetensutvecklingsmedel"]
    texts = [
        str(row["text"] or "") + str(row["heading"] or "")
        for row in tables.get("section", [])
        if not str(row["path"] or "").casefold().startswith("förslag till beslut")
    ]
    if not asked or not texts or any(_SKILLS.search(text) for text in texts):
        return
    total = sum((row["amount_sek"] or Decimal(0) for row in asked), Decimal(0))
    numbers = f"{asked[0]['number']}–{asked[-1]['number']}" if len(asked) > 1 else str(asked[0]["number"])
    page = asked[0].get("page")
    yield Finding(
        f"Besluten {numbers} ({on_page(page)}) ansöker om kompetensutvecklingsmedel, tillsammans {swedish(total)} kr; "
        "inget avsnitt, ingen tabell och inget stycke i planen handlar om dem.",
        page,
        actual=total,
    )
