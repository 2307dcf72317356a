"""Small plans made by chance: all sums right, decisions, applications and tables agreeing with each other."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from tests.press.plan import (
    Activity,
    Adjustment,
    Application,
    BudgetKind,
    BudgetRow,
    BudgetTable,
    Decision,
    Goal,
    Indicator,
    Investment,
    Plan,
    ResultUnit,
    Section,
)
from tests.press.typography import amount
from tests.press.variations import genitive

BOARDS = ("Bromma", "Farsta", "Hägersten-Älvsjö", "Järva", "Skarpnäck", "Södermalm", "Norra innerstaden", "Solvända")
NAMES = ("Aina Björk", "Ove Lindh", "Sahar Nazari", "Marta Öhman", "Pär Åkerlund")
GROUPS = ("barn", "unga i förskoleklass", "äldre i hemtjänst", "omsorgstagare", "vårdnadshavare", "besökare på torget")
JUDGEMENTS = ("är nöjda med bemötandet", "upplever trygghet", "deltar i föreningslivet", "får stöd i tid")
OBJECTS = ("parkleken", "träffpunkten", "stadsdelsbiblioteket", "mottagningen", "kompetensförsörjningsplaneringen")
VERBS = ("utveckla", "kartlägga", "se över", "samordna", "pröva nya former för")
PLACES = ("Solvändan", "Norrbacka", "Ängsholmen", "Västra parken", "Klockhöjden", "Råbäck")
AREAS = (
    "Förskoleverksamhet",
    "Äldreomsorg",
    "Stadsmiljö inklusive avskrivningar och räntor",
    "Verksamhet för barn, kultur och fritid",
    "Stöd och service till personer med funktionsnedsättning",
    "Arbetsmarknadsåtgärder",
)
CATEGORIES = {
    "investering": ("Klimatinvesteringar", "Trygghetsinvesteringar", "Naturreservat", "Stockholm vid vattnet"),
    "drift": ("Biologisk mångfald", "Demokrati och MR", "Lokala åtgärdsprogram", "Övriga ansökningar drift"),
}
TARGETS = ("90 %", "2,5 %", "15 000 st", "82", "Max 10 personer", "+/-1 %", "1,5 kg CO2 per kg livsmedel", "39,5 %")
COUNCIL_TARGETS = (*TARGETS, "Tas fram av nämnd", "Tas fram av nämnd/styrelse", "Ökning", "Minskning")
PERIODS = ("År", "Tertial")
SENTENCES = (
    "Arbetet följs upp varje tertial.",
    "Förvaltningen samverkar med föreningar och grannar.",
    "Insatserna kommer tidigt och utformas ihop med den det gäller.",
    "Resultatet lämnas till nämnden i december.",
    "Lokalerna används hela dagen och hela veckan.",
    "Barn och unga får säga sitt innan något byggs.",
)


@dataclass(frozen=True)
class Size:
    """How much of each: upper bounds."""

    aims: int
    areas_of_aim: int
    rows: int
    budget_areas: int
    applications: int


SIZES = {"small": Size(1, 2, 3, 3, 2), "medium": Size(2, 3, 6, 6, 4)}


def random_plan(seed: int, size: Literal["small", "medium"] = "small") -> Plan:
    """The plan number `seed`: always the same for the same number."""
    return _Maker(Random(seed), SIZES[size]).plan()


class _Maker:
    def __init__(self, random: Random, size: Size) -> None:
        self.random = random
        self.size = size
        self.year = random.randint(2021, 2029)

    def plan(self) -> Plan:
        name = self.random.choice(BOARDS)
        board = f"{genitive(name)} stadsdelsnämnd"
        overview, areas, turnover = self._economy()
        adjustments, applications, decisions = self._adjustments()
        units = tuple(ResultUnit("Förskola", f"Enhet {place}") for place in self._some(PLACES, 0, 3))
        investments = tuple(self._investment(place) for place in self._some(PLACES, 0, 2))
        return Plan(
            board=board,
            administration=f"{genitive(name)} stadsdelsförvaltning",
            year=self.year,
            diary_number=f"{name[:3].upper()} {self.year - 1}/{self.random.randint(1, 999)}",
            issued_on=datetime.date(self.year - 1, 12, self.random.randint(1, 9)),
            meeting_on=datetime.date(self.year - 1, 12, self.random.randint(12, 20)),
            handler=self.random.choice(NAMES),
            signed_by=self.random.choice(NAMES),
            signed_title="Stadsdelsdirektör",
            decisions=self._decisions(amount(turnover[-1].values[0]), decisions),
            introduction=(self._introduction(board),),
            goals=self._goals(),
            budget=(overview, *areas),
            investment_prose=self._prose(1),
            investments=investments,
            result_unit_prose=self._prose(1),
            result_units=units,
            adjustment_prose=self._prose(1),
            adjustments=adjustments,
            applications=applications,
            turnover_prose=self._prose(1),
            turnover=turnover,
            closing=(Section("Systematiskt kvalitetsarbete", 1), Section("Uppföljning", 4, self._prose(2))),
        )

    def _introduction(self, board: str) -> Section:
        """Prose that names the board, which no other place does in a document without a cover."""
        first = f"{board} svarar för stadens verksamheter nära dem som bor här."
        return Section(f"Nämndens planerade verksamhet {self.year}", 4, (first, *self._prose(2)))

    def _some(self, items: tuple[str, ...], least: int, most: int) -> list[str]:
        return self.random.sample(items, self.random.randint(least, min(most, len(items))))

    def _prose(self, most: int) -> tuple[str, ...]:
        count = self.random.randint(1, most)
        return tuple(" ".join(self.random.sample(SENTENCES, self.random.randint(1, 3))) for _ in range(count))

    def _mnkr(self, most: int) -> Decimal:
        """An amount of a table: always with one decimal."""
        return Decimal(self.random.randint(1, most * 10)).scaleb(-1)

    def _cost(self, most: int) -> Decimal:
        """An amount of prose: `2 mnkr` without a decimal where there is none."""
        return Decimal(self.random.randint(1, most * 10)) / 10

    def _goals(self) -> tuple[Goal, ...]:
        goals = []
        for aim in range(1, self.random.randint(1, self.size.aims) + 1):
            goals.append(Goal(str(aim), f"En stad där {self.random.choice(GROUPS)} har det bra", self._prose(1)))
            for area in range(1, self.random.randint(1, self.size.areas_of_aim) + 1):
                goals += self._area(f"{aim}.{area}")
        return tuple(goals)

    def _area(self, code: str) -> list[Goal]:
        place = self.random.choice(PLACES)
        prose = (Section(f"Samverkan i {place}", 4, self._prose(2)),) if self.random.random() < 0.6 else ()
        area = Goal(
            code,
            f"Alla {self.random.choice(GROUPS)} ska kunna lita på stadens verksamheter, varje dag och i hela staden",
            self._prose(2),
            prose,
            indicators=self._indicators(council=True),
            activities=self._activities(),
        )
        board = Goal(
            f"{code}.1",
            f"Fler {self.random.choice(GROUPS)} i {place} {self.random.choice(JUDGEMENTS)}",
            description=self._prose(2),
            expected_results=tuple(f"Andelen {group} som deltar ökar." for group in self._some(GROUPS, 1, 3)),
            indicators=self._indicators(council=False) if self.random.random() < 0.5 else (),
            activities=self._activities(),
        )
        return [area, board]

    def _indicators(self, council: bool) -> tuple[Indicator, ...]:
        groups = self._some(GROUPS, 1, self.size.rows)
        return tuple(
            Indicator(
                f"Andel {group} som {self.random.choice(JUDGEMENTS)} i {self.random.choice(PLACES)}",
                self.random.choice(TARGETS),
                self.random.choice(COUNCIL_TARGETS) if council else None,
                self.random.choice(PERIODS),
            )
            for group in groups
        )

    def _activities(self) -> tuple[Activity, ...]:
        objects = self._some(OBJECTS, 0, self.size.rows)
        return tuple(
            Activity(
                f"Stadsdelsnämnden ska {self.random.choice(VERBS)} {thing} ihop med {self.random.choice(GROUPS)}",
                f"{self.year}-0{self.random.randint(1, 6)}-01",
                f"{self.year}-{self.random.choice(('08-31', '12-31'))}",
            )
            for thing in objects
        )

    def _economy(self) -> tuple[BudgetTable, list[BudgetTable], tuple[BudgetRow, ...]]:
        """The overview, a table for each area, and the turnover they share."""
        year, last = self.year, self.year - 1
        columns = (f"Kostnader {year}", f"Intäkter {year}", f"VP {year} Netto")
        overview_columns = (*columns, f"Prognos slutlig budget {last} Netto", f"Netto Utfall {last - 1}")
        area_columns = (*columns, f"*Netto budget {last}", f"Bokslut {last - 1}")
        rows, areas, turnover = [], [], []
        for title in self._some(AREAS, 1, self.size.budget_areas):
            row, extra = self._budget_row(title), self._mnkr(30)
            part = BudgetRow("varav omslutningsförändring", (extra, -extra, extra - extra, None, None))
            table_rows = (row, BudgetRow("Summa", row.values), part)
            areas.append(
                BudgetTable(title, area_columns, table_rows, f"*Prognos justerad budget {last}", self._prose(1))
            )
            turnover.append(BudgetRow(title, part.values[:3]))
            rows.append(row)
        total, extra_total = _totals(rows), _totals(turnover)
        changes = BudgetRow("varav omslutningsförändring", (*extra_total, None, None))
        overview_rows = (*rows, BudgetRow("Total drift", total), changes)
        overview = BudgetTable(
            "Nämndens ekonomiska förutsättningar", overview_columns, overview_rows, None, self._prose(1)
        )
        return overview, areas, (*turnover, BudgetRow("Summa", extra_total))

    def _budget_row(self, label: str) -> BudgetRow:
        costs = self._mnkr(1500) + 40
        income = -self._mnkr(39)
        net = costs + income
        return BudgetRow(label, (costs, income, net, net - self._mnkr(20), net - self._mnkr(30)))

    def _investment(self, place: str) -> Investment:
        cost = self._cost(9)
        text = f"Lekplatsen byggs om. Budgeterad kostnad för {self.year} uppgår till {amount(cost)} mnkr."
        return Investment(place, cost, place, (text,))

    def _adjustments(self) -> tuple[tuple[Adjustment, ...], tuple[Application, ...], list[Decision]]:
        rows: list[Adjustment] = []
        items: list[Application] = []
        decisions: list[Decision] = []
        kinds: tuple[BudgetKind, ...] = ("investering", "drift")
        for kind in kinds:
            own: list[Adjustment] = []
            for category in self._some(CATEGORIES[kind], 1, 2):
                asked = [self._cost(5) for _ in range(self.random.randint(1, self.size.applications))]
                own.append(Adjustment(kind, category, len(asked), sum(asked, Decimal(0))))
                for money in asked:
                    thing = f"{self.random.choice(OBJECTS)} i {self.random.choice(PLACES)}"
                    text = f"Förvaltningen ansöker medel om {amount(money)} mnkr för {thing}."
                    items.append(Application(kind, category, money, text))
                    decisions.append(_decision_on(money, kind, _inside(category), thing))
            label = "Totalt ansökt investeringar" if kind == "investering" else "Totalt ansökt BJ för drift"
            count, whole = sum(row.count or 0 for row in own), sum((row.amount for row in own), Decimal(0))
            rows += [*own, Adjustment(kind, label, count, whole, is_total=True)]
        return tuple(rows), tuple(items), decisions

    def _decisions(self, turnover: str, applications: list[Decision]) -> tuple[Decision, ...]:
        first = f"Stadsdelsnämnden fastställer verksamhetsplan för år {self.year} enligt förvaltningens förslag."
        second = f"Stadsdelsnämnden anmäler omslutningsförändringar om {turnover} mnkr."
        sek = self.random.randint(20, 4000) * 1000
        last = f"Stadsdelsnämnden ansöker om kompetensutvecklingsmedel, {amount(Decimal(sek))} kr, för handledning."
        found = [
            Decision(1, first, "fastställer"),
            Decision(2, second, "anmäler", Decimal(turnover.replace(" ", "").replace(",", ".")) * 1000000),
            *applications,
            Decision(0, last, "ansöker_kompetensutvecklingsmedel", Decimal(sek)),
        ]
        return tuple(
            Decision(number, item.text, item.action, item.amount_sek, item.budget_kind, item.area)
            for number, item in enumerate(found, 1)
        )


def _inside(category: str) -> str:
    """A category as it is written inside a sentence."""
    return category if category.startswith("Stockholm") else category[0].lower() + category[1:]


def _decision_on(money: Decimal, kind: BudgetKind, area: str, thing: str) -> Decision:
    text = f"Stadsdelsnämnden ansöker om budgetjustering {amount(money)} mnkr avseende {area}, {thing}, {kind}."
    return Decision(0, text, "ansöker_budgetjustering", money * 1000000, kind, area)


def _totals(rows: list[BudgetRow]) -> tuple[Decimal, ...]:
    """The sum of each column."""
    return tuple(
        sum((value or Decimal(0) for value in column), Decimal(0))
        for column in zip(*(row.values for row in rows), strict=True)
    )
