"""Swedish numbers, amounts, dates and targets: what is printed is read, the rest is never another number."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.swedish import (
    Amount,
    Target,
    all_amounts,
    amounts,
    first_date,
    fold,
    in_mnkr,
    in_sek,
    months,
    number,
    target,
    unread_money,
)

BLANKS = [" ", "\u00a0", "\u2009", "\u202f", "\u2007"]
MINUSES = ["-", "\u2212", "\u2013"]
printed_numbers = st.integers(0, 3).flatmap(lambda places: st.decimals(-(10**12), 10**12, places=places))


def as_printed(value: Decimal, blank: str, minus: str, after_minus: str = "") -> str:
    """A number as a Swedish typesetter prints it, with every decimal the value has."""
    whole, _, decimals = f"{abs(value):,f}".partition(".")
    text = whole.replace(",", blank) + ("," + decimals if decimals else "")
    return minus + after_minus + text if value < 0 else text


class TestFold:
    @pytest.mark.parametrize(
        ("printed", "folded"),
        [
            ("o\ufb03ciell \ufb01l", "officiell fil"),
            ("2\u00a0751,0\u2009mnkr\u202f", "2 751,0 mnkr"),
            ("verk\u00adsam\u200bhet", "verksamhet"),
            ("\u2212291,4", "-291,4"),
            ("a\u030angest  \n o\u0308ver", "ångest över"),
            ("2025\u20132026 *Prognos ½ m²", "2025\u20132026 *Prognos ½ m²"),
        ],
    )
    def test_folds_typography_and_nothing_else(self, printed: str, folded: str) -> None:
        assert fold(printed) == folded

    @given(st.text())
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text(st.characters(codec="latin-1", exclude_characters="\u00ad")))
    def test_letters_stay_as_printed(self, text: str) -> None:
        assert "".join(fold(text).split()) == "".join(unicodedata.normalize("NFC", text).split())


class TestNumber:
    @given(printed_numbers, st.sampled_from(BLANKS), st.sampled_from(MINUSES), st.sampled_from(["", *BLANKS]))
    def test_what_is_printed_is_read_with_its_precision(
        self, value: Decimal, blank: str, minus: str, after_minus: str
    ) -> None:
        read = number(as_printed(value, blank, minus, after_minus))
        assert read == value
        assert read is not None and read.as_tuple().exponent == value.as_tuple().exponent

    @pytest.mark.parametrize(
        ("text", "value"),
        [("22", "22"), ("22,0", "22.0"), ("2751", "2751"), ("-0,0", "0.0"), ("0", "0"), (" 36,05 ", "36.05")],
    )
    def test_examples(self, text: str, value: str) -> None:
        assert str(number(text)) == value

    @pytest.mark.parametrize(
        "text",
        ["", "-", "1.1", "3-5", "12 34", "1 2345", "1234 567", "0 123", "007", ",5", "5,", "1,2,3", "--5", "5 %", "½",
         "1e3", "NaN", "²", "\u0663", "1 238 000 kr", "2026-01-01"],
    )  # fmt: skip
    def test_anything_else_is_no_number(self, text: str) -> None:
        assert number(text) is None

    @given(st.text(st.sampled_from("0123456789,.- \u2212\u2013")))
    def test_never_a_silently_different_number(self, text: str) -> None:
        value = number(text)
        if value is not None:
            kept = [character for character in text if character.isdigit() or character == ","]
            assert "".join(kept) == f"{value.copy_abs():f}".replace(".", ",")
            assert (value < 0) <= any(minus in text for minus in MINUSES)


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("ansöker om 0,2 mnkr för DNA-analys", "0.2", "mnkr"),
            ("avseende kompetensutveckling 30 960 kr.", "30960", "kr"),
            ("uppgår till netto 2 459,6 miljoner kronor för år 2026", "2459.6", "miljoner kronor"),
            ("under 2026 1 238 000 kr", "1238000", "kr"),
            ("år 2026 238 000 kr", "238000", "kr"),
            ("under 2025 4 mnkr", "4", "mnkr"),
            ("2026 2,5 mnkr", "2.5", "mnkr"),
            ("cirka 2\u00a0026\u00a0500 kronor", "2026500", "kronor"),
            ("avvikelse \u221214,1 Mnkr", "-14.1", "mnkr"),
            ("Nycklade medel – 14,1mnkr", "14.1", "mnkr"),
            ("1,2 mdkr", "1.2", "mdkr"),
        ],
    )
    def test_an_amount_in_a_sentence(self, text: str, value: str, unit: str) -> None:
        (amount,) = amounts(text)
        assert (str(amount.value), amount.unit) == (value, unit)
        assert fold(text)[amount.start : amount.end].lower().endswith(unit)

    def test_several_in_order(self) -> None:
        assert [amount.value for amount in amounts("De 36,8 mnkr och 4 mnkr, 10 tkr")] == [
            Decimal("36.8"), Decimal(4), Decimal(10)
        ]  # fmt: skip

    @pytest.mark.parametrize(
        "text",
        ["2026 enligt", "3-5 mnkr", "3\u20135 mnkr", "4 \u2013 5 mnkr", "12 34 kr", "1 2345 kr", "1.5.2 mnkr",
         "1,2,3 mnkr", "0 123 kr", "5 kronologiska", "mnkr", "10 -5 kr", "881 hushåll"],
    )  # fmt: skip
    def test_what_may_be_part_of_another_number_is_left_out(self, text: str) -> None:
        assert amounts(text) == []

    @given(
        st.integers(1900, 2099),
        printed_numbers.filter(lambda value: value >= 0),
        st.sampled_from(BLANKS),
        st.sampled_from(["mnkr", "tkr", "kr", "kronor", "miljoner kronor", "mdkr"]),
    )
    def test_a_year_before_an_amount_never_merges_with_it(
        self, year: int, value: Decimal, blank: str, unit: str
    ) -> None:
        (amount,) = amounts(f"under {year} {as_printed(value, blank, '-')} {unit} och {year}")
        assert (amount.value, amount.unit) == (value, unit)

    @pytest.mark.parametrize(
        ("unit", "value", "sek", "mnkr"),
        [
            ("mnkr", "0.2", "200000", "0.2"),
            ("kr", "30960", "30960", "0.03096"),
            ("tkr", "1.5", "1500", "0.0015"),
            ("mdkr", "2.4596", "2459600000", "2459.6"),
            ("miljoner kronor", "22.0", "22000000", "22.0"),
        ],
    )
    def test_conversions_are_exact(self, unit: str, value: str, sek: str, mnkr: str) -> None:
        amount = Amount(Decimal(value), unit, 0, 0)
        assert in_sek(amount) == Decimal(sek)
        assert in_mnkr(amount) == Decimal(mnkr)


class TestMoneyThatIsNotRead:
    @pytest.mark.parametrize(
        ("text", "unread"),
        [
            ("om 2,5-3 mnkr", ["2,5-3 mnkr"]),
            ("om två miljoner kronor", ["två miljoner kronor"]),
            ("om SEK 500 000", ["SEK 500 000"]),
            ("om 500 000 för parken", ["om 500 000"]),
            ("om 1,5 respektive 2,4 mnkr, och 500 000:-", []),
            ("för 1 500 platser, i mnkr, sedan kronor föll", []),
        ],
    )
    def test_is_named(self, text: str, unread: list[str]) -> None:
        assert unread_money(text, all_amounts(text)) == unread


FORMS_OF_A_DATE = (
    "2014-12-4", "2014.12.04", "2014/12/04", "20141204", "2014\u201312\u201304", "04.12.2014", "4-12-2014", "4/12 2014",
    "4 dec. 2014", "4 dec 2014", "den 4:e december 2014", "4 DECEMBER, 2014",
)  # fmt: skip


class TestDates:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2025-12-18", datetime.date(2025, 12, 18)),
            ("Vällingby den 18 december 2025, se 2026-01-01", datetime.date(2025, 12, 18)),
            ("per den 31 mars 2025.", datetime.date(2025, 3, 31)),
            *((form, datetime.date(2014, 12, 4)) for form in FORMS_OF_A_DATE),
            ("4/12/2014", None),
            ("14-12-04", None),
            ("2014-12-1.1", None),
            ("2025-02-30", None),
            ("31 februari 2026", None),
            ("oktober 2026", None),
            ("12025-12-18", None),
            ("", None),
        ],
    )
    def test_the_first_date(self, text: str, expected: datetime.date | None) -> None:
        assert first_date(text) == expected

    @given(st.dates())
    def test_a_printed_date_is_read(self, day: datetime.date) -> None:
        assert first_date(f"från {day.isoformat()} och") == day

    def test_months_with_their_year(self) -> None:
        text = "till och med oktober 2025 på 879 hushåll (901 Oktober\u00a02026), i mars och april 20261"
        assert months(text) == [datetime.date(2025, 10, 1), datetime.date(2026, 10, 1)]


TARGETS = {
    **dict.fromkeys(("82*", "82[1]", "82 a)", "82a)", "82#", "82\u00b9\u207e"), ("value", "82", None)),
    **dict.fromkeys(("90 % 1)", "90 %1)", "90 % (1)", "90 %\u00b9\u207e", "90 %a)"), ("value", "90", "%")),
    "70 %": ("value", "70", "%"),
    "90%": ("value", "90", "%"),
    "0  st": ("value", "0", "st"),
    "15 000  st": ("value", "15000", "st"),
    "15.000 st": ("value", "15000", "st"),
    **dict.fromkeys(("82 tusen", "82 tusental"), ("value", "82000", None)),
    "1,5 tusen st": ("value", "1500.0", "st"),
    **dict.fromkeys(("1,2 miljoner besök", "1,2 milj. besök"), ("value", "1200000.0", "besök")),
    "2 miljarder kronor": ("value", "2000000000", "kronor"),
    "1,2 mdkr": ("value", "1.2", "mdkr"),
    "82 h": ("value", "82", "h"),
    "5 i veckan": ("value", "5", "i veckan"),
    "1,5 kg CO2e per kg": ("value", "1.5", "kg CO2e per kg"),
    "82 miljöbilar": ("value", "82", "miljöbilar"),
    "6.5 %": ("value", "6.5", "%"),
    "+/-1 %": ("tolerance", "1", "%"),
    "+/- 1 %": ("tolerance", "1", "%"),
    "±1 %": ("tolerance", "1", "%"),
    "Max 10 personer": ("maximum", "10", "personer"),
    "Högst 5 %": ("maximum", "5", "%"),
    "≤ 5 %": ("maximum", "5", "%"),
    "Minst 80 %": ("value", "80", "%"),
    "≥ 80 %": ("value", "80", "%"),
    "1,5 kg CO2 per kg livsmedel": ("value", "1.5", "kg CO2 per kg livsmedel"),
    "5 st per 1 000 invånare": ("value", "5", "st per 1 000 invånare"),
    "1 675 GWh": ("value", "1675", "GWh"),
    "36,05  ton": ("value", "36.05", "ton"),
    "0,07  %": ("value", "0.07", "%"),
    "4,5  st": ("value", "4.5", "st"),
    "-5 %": ("value", "-5", "%"),
    "90": ("value", "90", None),
    "Ökning": ("increase", None, None),
    "Öka": ("increase", None, None),
    "ökar": ("increase", None, None),
    "fler än 80 %": ("value", "80", "%"),
    "färre än 5 %": ("maximum", "5", "%"),
    "Minskning": ("decrease", None, None),
    "ska minska": ("decrease", None, None),
    "Tas fram av nämnd": ("set_by_board", None, None),
    "Tas fram av nämnd/styrelse": ("set_by_board", None, None),
    "Tas fram av nämnd/ styrelse": ("set_by_board", None, None),
}


class TestTarget:
    @pytest.mark.parametrize("text", TARGETS)
    def test_as_meant(self, text: str) -> None:
        kind, value, unit = TARGETS[text]
        read = target(text)
        assert (read.kind, None if read.value is None else str(read.value), read.unit) == (kind, value, unit)

    @pytest.mark.parametrize(
        "text",
        ["", " ", "banan", "minst", "2026-10-01", "80-90 %", "80\u201390 %", "100 % 90 %", "10 st 5", "1.1.2",
         "12 34 %", "+5 %", "max max 5", "5 % (2025: 4 %)", "Öka 5", "82 (1)", "821)", "90 %§", "82a", "82 a",
         "82k", "82M", "8,2E1", "2½", "2 ½ dag"],
    )  # fmt: skip
    def test_not_understood_is_none(self, text: str) -> None:
        assert target(text) == Target(None, None, None)

    @given(
        printed_numbers.filter(lambda value: value >= 0),
        st.sampled_from(BLANKS),
        st.sampled_from(["%", "st", "GWh", "kg CO2 per kg livsmedel"]),
        st.sampled_from([("", "value"), ("Max ", "maximum"), ("+/-", "tolerance"), ("Minst ", "value")]),
        st.sampled_from(["", " ", "\u00a0", "  "]),
    )
    def test_every_printed_target_is_read(
        self, value: Decimal, blank: str, unit: str, before: tuple[str, str], gap: str
    ) -> None:
        word, kind = before
        assume(unit != "st" or value.as_tuple().exponent != -3)  # `1,000 st` may be a thousand
        assert target(word + as_printed(value, blank, "-") + gap + unit) == Target(kind, value, unit)  # type: ignore[arg-type]

    @given(st.text())
    def test_junk_raises_nothing(self, text: str) -> None:
        read = target(text)
        assert read.value is None or read.kind in ("value", "maximum", "tolerance")
