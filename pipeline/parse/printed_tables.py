"""The tables that a verksamhetsplan prints, each declared once (document.md, `From front to back`).

A declaration gives the words by which a table and its columns are recognised, the kind of cell in each column, and what
is stored from it. Finding and reading tables, findings on uninterpreted content, the account, the second reader, the
rules on citation and placement and the certificate follow from it. For a new column: its contract, and one
`PrintedColumn` here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from pipeline.parse.notation import AMOUNT, MONTH, PERIODICITY, YEAR
from pipeline.parse.plain_rows import activity_cells, amount_cells, indicator_cells
from pipeline.tables.pattern import TablePattern


class CellKind(Enum):
    """The content of a cell."""

    LABEL = auto()  # the name of its row, whole
    COUNTED_LABEL = auto()  # the name of its row, and a number in brackets after it
    WORDS = auto()  # words, whole
    TARGET = auto()  # a value to be reached, with or without a number
    DATE = auto()
    AMOUNT = auto()  # a sum of money


@dataclass(frozen=True)
class PrintedColumn:
    """A column of a printed table.

    `kind` is what its cells hold, `becomes` the columns of the public table that are stored from one cell: its text or
    figure first; of a target its text, kind, value and unit; of a counted label the name and the number.
    `header` fits the beginning of its header's text without spaces, in small letters. `begins` fits a header word by
    which the whole table is known, `words` are all words that its header may hold; `plain` fits its header's beginning
    in a text file. A column without `begins` may be missing.
    """

    name: str
    kind: CellKind
    becomes: tuple[str, ...]
    header: re.Pattern[str]
    begins: re.Pattern[str] | None = None
    words: tuple[str, ...] = ()
    plain: str | None = None

    @property
    def text(self) -> str | None:
        """The stored column that holds the cell's words, all of them but a counted label's number."""
        return None if self.kind in (CellKind.DATE, CellKind.AMOUNT) else self.becomes[0]

    @property
    def number_in_words(self) -> str | None:
        """The stored column for a number that is printed among words."""
        place = {CellKind.TARGET: 2, CellKind.COUNTED_LABEL: 1}.get(self.kind)
        return None if place is None else self.becomes[place]


@dataclass(frozen=True)
class PrintedTable:
    """A printed table: the public `table` its rows become, and its columns, the label of the rows first.

    `within` is the stored column that tells one printed table from another, `row` the one that numbers its rows.
    `headings` are stored columns that hold the words of headers and headings. Where `a_record_each` a record is a
    cell and not a row; then the second column stands for all columns after the label.
    """

    table: str
    columns: tuple[PrintedColumn, ...]
    within: str | None = None
    row: str = "ordinal"
    headings: tuple[str, ...] = ()
    a_record_each: bool = False

    @property
    def label(self) -> str:
        """The stored column with the name of a row."""
        return self.columns[0].becomes[0]

    @property
    def cells(self) -> tuple[PrintedColumn, ...]:
        """The columns after the label."""
        return self.columns[1:]

    @cached_property
    def by_header(self) -> dict[str, re.Pattern[str]]:
        """How the header of each column begins."""
        return {column.name: column.header for column in self.columns}

    def pattern(
        self,
        kind: str,
        anchor: re.Pattern[str],
        plain_cells: Callable[[Sequence[str], int], list[str] | None],
        *,
        other_words: tuple[str, ...] = (),
        opening: str = r"(?!)",
        own_row: str = r"(?!)",
        anchor_anywhere: bool = False,
        figures: bool = False,
        commented: bool = False,
    ) -> TablePattern:
        """How the table is found in print. `other_words` stand in headers of columns that nothing is stored from;
        `opening` fits words that another one follows."""
        return TablePattern(
            kind=kind,
            header=tuple(column.begins for column in self.columns if column.begins),
            words=(*(word for column in self.columns for word in column.words), *other_words),
            anchor=anchor,
            opening=re.compile(opening, re.IGNORECASE),
            anchor_anywhere=anchor_anywhere,
            figures=figures,
            commented=commented,
            own_row=re.compile(own_row, re.IGNORECASE),
            plain_columns=re.compile(
                rf"(?:(?<=\s)|^)(?:{'|'.join(column.plain for column in self.columns if column.plain)})"
            ),
            plain_cells=plain_cells,
        )


def _stated(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{part}" for part in ("text", "kind", "value", "unit"))


# A value of another year or tertial, or of a part of those who are counted, is none of the row's. The document's
# own year is taken out of its headers before.
_NO_PART = (
    r"(?!.*(?:(?:19|20)\d\d|t(?:ertial)?[123]|(?:jan|maj|sep)[a-z]*[-\u2013]"
    r"|föregående|förra|fjol|kvinn|män|flick|pojk))"
)
_OUTCOME = r"(?:periodens|årets)?utfall"
# The unit of all values of a column: `Årsmål (%)`.
_HEADED_UNIT = r"\((?:%|procent|st|antal|kr|tkr|mnkr|ton|[kMG]Wh)\)"


INDICATORS = PrintedTable(
    table="indicator",
    within="goal_code",
    columns=(
        PrintedColumn(
            "name",
            CellKind.LABEL,
            ("name",),
            header=re.compile(r"indikator"),
            begins=re.compile(r"Indikat[a-z]*$"),
            words=(r"Indikator(?:er)?",),
        ),
        PrintedColumn(
            "target",
            CellKind.TARGET,
            _stated("target_"),
            header=re.compile(rf"(?:(?:nämndens)?årsmål|nämndensmål){_NO_PART}"),
            begins=re.compile(r"(?:Årsm[a-zå]*|Nämndens)$"),
            words=("Nämndens", "årsmål", "år", YEAR, _HEADED_UNIT),
            plain="(?:Nämndens (?:års)?|Års)mål",
        ),
        PrintedColumn(
            "kf_target",
            CellKind.TARGET,
            _stated("kf_target_"),
            header=re.compile(rf"(?:kf:?s?|kommunfullmäktiges)(?:års)?mål{_NO_PART}"),
            words=("KF:?s", "KF", "Kommunfullmäktiges", "mål"),
            plain=r"(?:KF:?s|Kommunfullmäktiges) (?:års)?mål",
        ),
        PrintedColumn(
            "outcome",
            CellKind.TARGET,
            _stated("outcome_"),
            header=re.compile(rf"{_OUTCOME}{_NO_PART}"),
            words=("Utfall", "Årets"),
            plain="(?:(?:Periodens|Årets) u|U)tfall",
        ),
        PrintedColumn(
            "outcome_women",
            CellKind.TARGET,
            _stated("outcome_women_"),
            header=re.compile(rf"{_OUTCOME}(?:varav)?(?:kvinnor(?:/flickor)?|flickor)$"),
            words=("varav", r"kvinnor(?:/flickor)?", "flickor"),
            plain="[Vv]arav (?:kvinnor|flickor)",
        ),
        PrintedColumn(
            "outcome_men",
            CellKind.TARGET,
            _stated("outcome_men_"),
            header=re.compile(rf"{_OUTCOME}(?:varav)?(?:män(?:/pojkar)?|pojkar)$"),
            words=(r"män(?:/pojkar)?", "pojkar"),
            plain="[Vv]arav (?:män|pojkar)",
        ),
        PrintedColumn(
            "forecast",
            CellKind.TARGET,
            _stated("forecast_"),
            header=re.compile(rf"(?:helårs)?prognos{_NO_PART}"),
            words=("Prognos", "helår", "Helårsprognos"),
            plain="(?:Helårsp|P)rognos",
        ),
        PrintedColumn(
            "fulfilment",
            CellKind.WORDS,
            ("fulfilment_text",),
            header=re.compile(r"(?:mål)?uppfyllelse"),
            words=("Måluppfyllelse",),
            plain="Måluppfyllelse",
        ),
        PrintedColumn(
            "periodicity",
            CellKind.WORDS,
            ("periodicity",),
            header=re.compile(r"period(?!ens)"),
            begins=re.compile(r"Period(?!ens)[a-z]*$"),
            words=(r"Period\w*",),
            plain=r"Period(?:icitet)?(?= |$)",
        ),
    ),
)
ACTIVITIES = PrintedTable(
    table="activity",
    within="goal_code",
    columns=(
        PrintedColumn(
            "name",
            CellKind.LABEL,
            ("name",),
            header=re.compile(r"aktivitet"),
            begins=re.compile(r"Aktivit[a-z]*$"),
            words=(r"Aktivitet(?:er)?",),
        ),
        PrintedColumn(
            "starts_on",
            CellKind.DATE,
            ("starts_on",),
            header=re.compile(r"start"),
            begins=re.compile(r"Startd[a-z]*$"),
            words=(r"Start\w*", "datum"),
            plain="Startdatum",
        ),
        PrintedColumn(
            "ends_on",
            CellKind.DATE,
            ("ends_on",),
            header=re.compile(r"slut"),
            begins=re.compile(r"Slutd[a-z]*$"),
            words=(r"Slut\w*",),
            plain="Slutdatum",
        ),
    ),
)
_LABEL = PrintedColumn("label", CellKind.LABEL, ("label",), header=re.compile(r""))
_AMOUNT_WORDS = (
    "Budget", YEAR, r"\(?(?:mnkr|tkr|kr|mkr)\)?", r"Prognos\w*", "slutlig", r"justera\w*", r"\*?budget\w*", "utfall",
    "bokslut", MONTH, "ökade", r"kostnader/(?:intäkter)?", "för", r"T[123]", "avvikelse", "förändring", "helår", r"\*+",
    "verksamhetsområde", "perioden", "tertial[123]?", r"KF:?s", "förslag", r"\([-+\u2013\u2212]\)",
)  # fmt: skip
_ANY_YEAR = rf"(?:{YEAR}|['\u2019-]?\d\d\b)"
# How the columns of amounts begin in a text file. `VP 2027 Netto` is one column, `Netto prognos 2026` another.
_PLAIN_AMOUNTS = (
    rf"(?<!VP \d\d\d\d )(?<!VP \d\d )(?:Kostnader|Intäkter(?= |$))|VP(?= {_ANY_YEAR})"
    rf"|(?<!VP \d\d\d\d )(?<!VP \d\d )(?<!budget \d\d\d\d )\*?Netto(?= [Bb]udget| [Pp]rognos| [Uu]tfall)"
    rf"|Prognos|Bokslut|\*?Budget(?= {_ANY_YEAR}$)|(?<=Intäkter )Netto|(?<=Intäkter \d\d\d\d )Netto"
    rf"|(?<=Intäkter \([+-]\) )Netto|(?<=Netto )Budget(?= {_ANY_YEAR})|(?<!Netto )Utfall(?= {YEAR}$)"
)
TURNOVER = PrintedTable(
    table="turnover_change",
    columns=(
        _LABEL,
        PrintedColumn(
            "costs_mnkr",
            CellKind.AMOUNT,
            ("costs_mnkr",),
            header=re.compile(r"kostnader(?!/)"),
            begins=re.compile(r"Kostn[a-z]*$"),
            words=(r"Kostnad\w*",),
            plain=_PLAIN_AMOUNTS,
        ),
        PrintedColumn(
            "income_mnkr",
            CellKind.AMOUNT,
            ("income_mnkr",),
            header=re.compile(r"intäkter"),
            begins=re.compile(r"Intäk[a-z]*$"),
            words=(r"Intäkt\w*",),
        ),
        PrintedColumn(
            "net_mnkr",
            CellKind.AMOUNT,
            ("net_mnkr",),
            header=re.compile(r"netto"),
            begins=re.compile(r"(?:VP|\*?Netto?)$"),
            words=(r"\*{0,3}Netto\w*\*?", "VP"),
        ),
    ),
)
# The words of a column's header together decide its meaning (`pipeline.parse.budget.budget_columns`).
BUDGET = PrintedTable(
    table="budget_line",
    within="table_ordinal",
    row="row_ordinal",
    headings=("column_text", "table_title"),
    a_record_each=True,
    columns=(_LABEL, PrintedColumn("amount_mnkr", CellKind.AMOUNT, ("amount_mnkr",), header=re.compile(r"(?!)"))),
)
APPLICATIONS = PrintedTable(
    table="budget_adjustment",
    within="budget_kind",
    columns=(
        PrintedColumn(
            "category",
            CellKind.COUNTED_LABEL,
            ("category", "application_count"),
            header=re.compile(r"beskrivning"),
            begins=re.compile(r"Beskriv[a-z]*$"),
            words=(
                "Beskrivning", "av", "vilken", "BJ", r"budgetjustering\w*", "som", "avses", "samt", "inom", r"parentes",
                "antalet", "antal", r"ansök\w*",
            ),
        ),
        # If there are several columns of amounts, `pipeline.parse.adjustments.amount_column` chooses.
        PrintedColumn(
            "amount_mnkr",
            CellKind.AMOUNT,
            ("amount_mnkr",),
            header=re.compile(r"(?!)"),
            begins=re.compile(r"\(?(?:[Mm]n?kr|[TtKk]kr|[Kk]r|[Kk]ronor|[MTK]?SEK|Belopp)\)?$"),
            words=(r"\(?(?:mn?kr|[tk]?kr|kronor|[mtk]?sek|belopp)\)?",),
            plain=r"(?:Mnkr|Tkr)$",
        ),
    ),
)  # fmt: skip
PRINTED_TABLES = (INDICATORS, ACTIVITIES, BUDGET, TURNOVER, APPLICATIONS)

# All tables of amounts share this header; `pipeline.parse.budget.is_turnover` distinguishes the two.
_AMOUNTS = TURNOVER.pattern(
    "budget",
    re.compile(AMOUNT),
    amount_cells,
    other_words=_AMOUNT_WORDS,
    own_row=r"\*|varav\b|summa\b|total",
    anchor_anywhere=True,
    figures=True,
)
_OUTCOME_OR_FORECAST = r"Utfall|Bokslut|Prognos[a-z]*"

PATTERNS: tuple[TablePattern, ...] = (
    INDICATORS.pattern(
        "indicator",
        # A row may lack its periodicity; then its target counts instead.
        re.compile(rf"{PERIODICITY}|{AMOUNT} ?(?:%|st)?"),
        indicator_cells,
        other_words=(
            r"T[123]",
            MONTH,
            rf"{MONTH}[-\u2013]{MONTH}",
            "totalt",
            "periodens",
            "tertial[123]?",
            "föregående",
            "förra",
            "året",
            "avvikelse",
        ),
        # `Nämndens` below a header begins a name: `Nämndens budgetföljsamhet`.
        opening="nämndens|kommunfullmäktiges|kf:?s|årets|periodens|varav",
        anchor_anywhere=True,
        commented=True,
    ),
    # A narrow column breaks a date (`2026-01-` / `01`): its beginning is enough. One of the two may be missing.
    ACTIVITIES.pattern("activity", re.compile(rf"{YEAR}-\d{{0,2}}-?\d{{0,2}}"), activity_cells, anchor_anywhere=True),
    APPLICATIONS.pattern("adjustment", re.compile(AMOUNT), amount_cells, own_row=r"\*|total|summa", figures=True),
    _AMOUNTS,
    # How a follow-up heads the same figures: `Budget | Utfall | Prognos | Avvikelse`. Without the last column it cannot
    # be told from a table of a plan (`Budget 2021 | Bokslut 2020`) whose header is cut short.
    replace(
        _AMOUNTS,
        header=(re.compile(r"Budget$"), re.compile(rf"(?:{_OUTCOME_OR_FORECAST})$"), re.compile(r"Avvik[a-z]*$")),
        plain_columns=re.compile(rf"\b(?:Budget|VP|{_OUTCOME_OR_FORECAST}|Avvikelse)(?= |$)"),
    ),
)
