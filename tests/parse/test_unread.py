"""What no rule reads in a text file, under a goal or below the decisions is reported, and nothing of it is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.parse import parse
from pipeline.read import read_bytes
from pipeline.record import Extraction
from tests.parse.test_follow_up import TEXT
from tests.support.family import PLAN, USUAL, read, rows
from tests.support.print_pdf import print_pdf


def told(made: Extraction) -> list[str]:
    return [str(message) for (message,) in rows(made, "finding", "message")]


def follow_up(
    goal: str = "", header: str = "Indikator Årsmål Period", body: str = "Andel badande 9 % År"
) -> Extraction:
    """A report with a goal of the board, then its indicators."""
    printed = TEXT.format(header=f"Nämndmål: 1.1.1 Bad är öppna\n\n{goal}\n\n{header}", rows=body)
    return parse(read_bytes(printed.encode(), "t2.txt"))


@pytest.mark.parametrize(
    ("row", "fewer"),
    [
        ("Andel badande 80 % 85 % År", False),
        ("Andel badande i.u. 85 % År", True),
        ("Andel badande ja 85 % År", True),
        ("Andel badande 85 % År", True),
        ("Andel badande År", True),
    ],
)
def test_a_row_of_a_text_file_with_fewer_targets_than_columns_is_told(row: str, fewer: bool) -> None:
    made = read(goal="", rows=row)
    assert any(one.startswith("Raden har färre värden än tabellen har kolumner") for one in told(made)) is fewer


@pytest.mark.parametrize("name", ["Andel badande ca", "Andel badande 70 -", "Andel badande Minska med", "Nöjda Index"])
def test_a_name_that_ends_in_a_word_of_its_target_is_told(name: str) -> None:
    (one,) = told(read(goal="", rows=f"{name} 80 % 85 % År"))
    assert one.startswith("Namnet kan rymma årsmål")


def test_kf_sets_no_target_under_a_goal_of_the_board() -> None:
    assert not told(read(rows="Andel badande 90 % År"))
    (one,) = told(read(rows="Andel badande 90 % 85 % År\nAndel simmande 80 % År"))
    assert one.endswith("”Andel simmande”")


@pytest.mark.parametrize(
    ("below", "message"),
    [
        ("Antal bad\n\nÅr", "Raden kan vara slutet på en indikators rad: ”År”."),
        ("Antal bad\n\nTertial 2", "Raden kan vara slutet på en indikators rad: ”Tertial 2”."),
        ("Budget\n\nFörskola\n\n436,9 430,1", "En rad kan vara ur en tabell som inte är läst: ”436,9 430,1”."),
        (
            "Nämndens aktiviteter Startdatum Slutdatum\n\nBygga",
            "Raden kan vara rubrikerna i en tabell som inte är läst: ”Nämndens aktiviteter Startdatum Slutdatum”.",
        ),
        (
            "Aktivitet Startdatum Slutdatum\n\nBada 2015-01-01 2015-12-31\n\nBygga\n\n2015-03-01",
            "Raden kan vara en aktivitet med ett datum: ”2015-03-01”.",
        ),
    ],
)
def test_the_rest_of_a_row_that_was_taken_for_text_is_told(below: str, message: str) -> None:
    assert message in told(read(rows=f"Andel simkunniga 90 % 85 % År\n\n{below}"))


@pytest.mark.parametrize(
    "above",
    [
        "Bygga rutschkana 2015-03-01 löpande",
        "Bygga rutschkana mars 2015 juni 2015",
        "Bygga rutschkana",
        "Bygga rutschkana 2015 2016",
    ],
)
def test_an_activity_that_holds_the_one_above_is_told(above: str) -> None:
    made = read(
        rows=f"Andel badande 9 % År\n\nAktivitet Startdatum Slutdatum\n{above}\nSimskola i juli 2015-01-01 2015-12-31"
    )
    assert any(one.startswith("Namnet kan rymma flera rader") for one in told(made))


def test_a_name_that_a_narrow_column_breaks_is_one() -> None:
    table = "Aktivitet Startdatum Slutdatum\nBygga en ny rutschkana i parken vid\nFarsta 2015-01-01 2015-12-31"
    made = read(rows=f"Andel badande 9 % År\n\n{table}")
    assert rows(made, "activity", "name") == [("Bygga en ny rutschkana i parken vid Farsta",)]
    assert not told(made)


@pytest.mark.parametrize(
    ("printed", "met"),
    [
        ("Nämnden når målet.", "helt"),
        ("Målet infriades inte.", "ej"),
        ("Målet uppfylldes delvis.", "delvis"),
        ("Måluppfyllelse: Röd", None),
        ("Status: Ej påbörjat", None),
        ("Målet är på god väg att uppfyllas.", None),
        ("Målet uppfylldes till 80 procent.", None),
        ("Målet bedöms vara inom räckhåll.", None),
        ("Målet kunde inte mätas.", None),
        ("Gul", None),
    ],
)
def test_what_no_rule_knows_of_a_goal_is_kept_in_its_words_and_told(printed: str, met: str | None) -> None:
    made = follow_up(printed)
    assert rows(made, "goal", "fulfilment", "fulfilment_text")[-1] == (met, printed)
    assert [printed in one for one in told(made)] == ([True] if met is None else [])


@pytest.mark.parametrize(
    "title",
    ["administrativ chef", "stadsbibliotekarie", "tf. rektor", "planerare", "förvaltningschef/stadsdelsdirektör"],
)
def test_titles_of_those_who_sign(title: str) -> None:
    printed = PLAN.format_map(USUAL).replace("stadsdelsdirektör", title)
    assert rows(parse(read_bytes(printed.encode(), "plan.txt")), "signature", "name", "title") == [("Eva Ek", title)]


def test_a_remark_behind_a_name_is_none_of_it() -> None:
    printed = PLAN.format_map(USUAL).replace("Eva Ek", "Eva Ek (signerat)")
    assert rows(parse(read_bytes(printed.encode(), "plan.txt")), "signature", "name") == [("Eva Ek",)]


def test_points_without_a_stop_below_each_other_are_points() -> None:
    made = read(points="1 Nämnden fastställer planen.\n2 Nämnden begär ca.\n3 mnkr till bad.\n3 Punkten justeras nu.")
    assert rows(made, "decision", "number", "text") == [
        (1, "Nämnden fastställer planen."),
        (2, "Nämnden begär ca. 3 mnkr till bad."),
        (3, "Punkten justeras nu."),
    ]


@pytest.mark.parametrize(
    ("signed", "named"),
    [
        ("Eva Ek\nborgmästare", "”Eva Ek” och ”borgmästare”"),
        ("Eva Ek, borgmästare", "”Eva Ek, borgmästare”"),
        ("Eva Ek\nstadsdelsdirektör\n\nBo Alm, borgmästare", "”Bo Alm, borgmästare”"),
    ],
)
def test_a_signature_with_an_unknown_title_is_told(signed: str, named: str) -> None:
    printed = PLAN.format_map(USUAL).replace("Eva Ek\nstadsdelsdirektör", signed)
    assert f"{named} kan vara en underskrift: den är inte lagrad som en." in told(
        parse(read_bytes(printed.encode(), "plan.txt"))
    )


@pytest.mark.parametrize(
    ("header", "stored"),
    [
        ("Utfall tertial 2|Årsmål|KF:s mål", ("82 %", "90 %", "85 %")),
        ("Utfall T2|Nämndens mål|KF:s mål", ("82 %", "90 %", "85 %")),
        ("Utfall tertial 1|Årsmål|KF:s mål", (None, "90 %", "85 %")),
    ],
)
def test_other_words_for_targets_and_the_report_s_own_time(header: str, stored: tuple[str | None, ...]) -> None:
    made = follow_up("", f"Indikator {header.replace('|', ' ')} Period", "Andel badande 82 % 90 % 85 % År")
    assert rows(made, "indicator", "outcome_text", "target_text", "kf_target_text") == [stored]
    assert [one.partition(" under ")[0] for one in told(made)] == ([] if stored[0] else ["Okänd kolumn"])


FOLLOWED = """Farsta stadsdelsnämnd

Verksamhetsberättelse 2015

# Budget

Belopp i mnkr

|Verksamhetsområde|{header}
|Förskola|{first}
|Summa|{total}
"""
BASES = {"Budget": "verksamhetsplan", "Utfall": "utfall", "Prognos": "prognos_utfall"}


@pytest.mark.parametrize("ruled", [None, True, False])
@pytest.mark.parametrize("header", ["Budget|Utfall|Avvikelse", "Budget|Utfall|Prognos|Avvikelse"])
def test_a_budget_that_is_followed_up_is_stored(header: str, ruled: bool | None) -> None:
    columns = header.split("|")
    cells = {"Förskola": ("436,9", "430,1", "435,0", "1,9"), "Summa": ("1 238,2", "1 230,1", "1 240,3", "-2,1")}
    first, total = ("|".join(row[: len(columns)]) for row in cells.values())
    printed = FOLLOWED.format(header=header, first=first, total=total)
    plain = printed.replace("# ", "").replace("\n|", "\n").replace("|", " ").encode()
    made = parse(
        read_bytes(plain, "vb.txt") if ruled is None else read_bytes(print_pdf(printed, ruled=ruled), "vb.pdf")
    )
    assert rows(made, "budget_line", "label", "basis", "fiscal_year", "amount_mnkr") == [
        (label, BASES[column], 2015, Decimal(amount.replace(" ", "").replace(",", ".")))
        for label, row in cells.items()
        for column, amount in zip(columns, row, strict=False)
        if column in BASES
    ]
    (unknown,) = (one for one in told(made) if one.startswith("Okänd kolumn"))
    assert unknown.endswith("”Avvikelse”")
