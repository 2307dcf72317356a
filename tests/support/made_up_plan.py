"""A made-up plan, as rows of the public tables, whose figures agree with each other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

from pipeline.parse.claims import claims
from pipeline.reconcile.equation import swedish
from pipeline.record import Source

Row = dict[str, Any]
Tables = dict[str, list[Row]]
TENTH = Decimal("0.1")
COLUMNS = (
    ("Kostnader 2026", "kostnader", "verksamhetsplan", 2026),
    ("Intäkter 2026", "intäkter", "verksamhetsplan", 2026),
    ("VP 2026 Netto", "netto", "verksamhetsplan", 2026),
    ("*Netto budget 2025", "netto", "prognos_slutlig_budget", 2025),
    ("Netto utfall 2024", "netto", "utfall", 2024),
)
PARTS = {"barn och ungdom": "Barn och ungdom", "vuxna": "Vuxen", "socialpsykiatri": "Socialpsykiatrin"}
AREAS = ("Nämnd- och förvaltningsadministration", "Äldreomsorg", "Förskoleverksamhet")
FAMILY = "Individ- och familjeomsorg"
CATEGORIES = {
    "investering": ("Klimatinvesteringar", "Naturreservat"),
    "drift": ("Biologisk mångfald", "Demokrati och MR"),
}


class Plan:
    """A made-up plan whose figures agree with each other; other figures for each seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.tables: Tables = {}
        self.add("document", 1, plan_year=2026, issued_on=None)
        self.turnover = {name: self.amount(1, 40) for name in (*AREAS, *PARTS)}
        self.figures = {name: self.area(self.turnover[name]) for name in (*AREAS, *PARTS)}
        self.budget()
        self.turnover_table()
        self.applications()
        self.goals()
        self.prose()

    def amount(self, least: int, most: int) -> Decimal:
        return self.random.randint(least * 10, most * 10) * TENTH

    def add(self, table: str, page: int, **values: object) -> Row:
        rows = self.tables.setdefault(table, [])
        rows.append({"row_id": f"{table}/{len(rows) + 1}", "page": page, **values})
        return rows[-1]

    def area(self, turnover: Decimal) -> list[Decimal]:
        fees = self.amount(1, 30)
        costs, income = self.amount(100, 900), -(turnover + fees)
        net = costs + income
        return [costs, income, net, net - self.amount(1, 9), net - self.amount(10, 20)]

    def line(
        self, table: int, title: str, row: int, label: str, figures: list[Decimal], parent: str | None = None
    ) -> None:
        for column, (figure, (text, measure, basis, year)) in enumerate(zip(figures, COLUMNS, strict=False), start=1):
            self.add(
                "budget_line", 50 + table, table_ordinal=table, is_overview=table == 1, table_title=title,
                row_ordinal=row, label=label,
                parent_label=parent, is_total=label.startswith(("Summa", "Total")), column_ordinal=column,
                column_text=text, measure=measure, basis=basis, fiscal_year=year, amount_mnkr=figure,
            )  # fmt: skip

    def budget(self) -> None:
        family = added(self.figures[name] for name in PARTS)
        of_family = sum((self.turnover[name] for name in PARTS), Decimal(0))
        everything = {**{name: self.figures[name] for name in AREAS}, FAMILY: family}
        title, row = "Nämndens ekonomiska förutsättningar", 0
        for name, figures in everything.items():
            row += 1
            self.line(1, title, row, name, figures)
        for part in PARTS:
            row += 1
            self.line(1, title, row, f"varav {part}", self.figures[part], FAMILY)
        self.total = added(everything.values())
        self.line(1, title, row + 1, "Total drift", self.total)
        self.all_turnover = sum(self.turnover.values(), Decimal(0))
        self.line(1, title, row + 2, "varav omslutningsförändring", neutral(self.all_turnover), "Total drift")
        for table, name in enumerate(AREAS, start=2):
            self.section_table(table, name, {name: self.figures[name]}, self.turnover[name])
        own = {printed: self.figures[name] for name, printed in PARTS.items()}
        self.section_table(5, "Individ och familjeomsorgen", own, of_family)

    def section_table(self, table: int, title: str, rows: dict[str, list[Decimal]], turnover: Decimal) -> None:
        for row, (label, figures) in enumerate(rows.items(), start=1):
            self.line(table, title, row, label, figures)
        self.line(table, title, len(rows) + 1, "Summa", added(rows.values()))
        self.line(table, title, len(rows) + 2, "varav omslutningsförändring", neutral(turnover), "Summa")

    def turnover_table(self) -> None:
        of_family = sum((self.turnover[name] for name in PARTS), Decimal(0))
        rows = [(name, None, self.turnover[name]) for name in AREAS]
        rows += [(FAMILY, None, of_family), *((f"varav {part}", FAMILY, self.turnover[part]) for part in PARTS)]
        for ordinal, (label, parent, costs) in enumerate([*rows, ("Summa", None, self.all_turnover)], start=1):
            self.add(
                "turnover_change", 60, ordinal=ordinal, label=label, parent_label=parent, is_total=label == "Summa",
                costs_mnkr=costs, income_mnkr=-costs, net_mnkr=Decimal("0.0"),
            )  # fmt: skip

    def decision(self, text: str, action: str, **values: object) -> None:
        number = len(self.tables.get("decision", [])) + 1
        row = {"budget_kind": None, "area": None, "amount_sek": None, **values}
        self.add("decision", 1, number=number, text=text, action=action, **row)

    def applications(self) -> None:
        self.decision("Nämnden fastställer planen.", "fastställer")
        told = f"Nämnden anmäler omslutningsförändringar om {swedish(self.all_turnover, 1)} mnkr."
        self.decision(told, "anmäler", amount_sek=self.all_turnover * 1_000_000)
        self.applied = Decimal(0)
        for kind, categories in CATEGORIES.items():
            asked = {category: self.asked() for category in categories}
            for category, amounts in asked.items():
                self.adjustment(kind, category, amounts)
                for amount in amounts:
                    self.application(kind, category, amount)
            self.adjustment(kind, f"Totalt {kind}", [amount for amounts in asked.values() for amount in amounts])

    def asked(self) -> list[Decimal]:
        """Amounts that differ, so that each application is told from the others."""
        return [tenths * TENTH for tenths in self.random.sample(range(1, 60), self.random.randint(2, 5))]

    def adjustment(self, kind: str, category: str, amounts: list[Decimal]) -> None:
        whole = sum(amounts, Decimal(0))
        total = category.startswith("Totalt")
        self.applied += whole if total else 0
        self.add(
            "budget_adjustment", 62, ordinal=len(self.tables.get("budget_adjustment", [])) + 1, budget_kind=kind,
            category=category, application_count=len(amounts), amount_mnkr=whole, is_total=total,
        )  # fmt: skip
        if not total:
            path = f"Budgetjusteringar / {kind.capitalize()} / "
            self.section(62, path, f"{category} ({swedish(whole, 1)} mnkr)", "")

    def application(self, kind: str, category: str, amount: Decimal) -> None:
        number = len(self.tables["decision"]) + 1
        text = f"Nämnden ansöker om budgetjustering {swedish(amount, 1)} mnkr avseende {category}, nr {number}, {kind}."
        sek = amount * 1_000_000
        self.decision(text, "ansöker_budgetjustering", budget_kind=kind, area=category.lower(), amount_sek=sek)
        self.add(
            "adjustment_item", 63, ordinal=len(self.tables.get("adjustment_item", [])) + 1, budget_kind=kind,
            category=category, amount_mnkr=amount, text=f"Förvaltningen ansöker om {swedish(amount, 1)} mnkr.",
        )  # fmt: skip

    def goals(self) -> None:
        for code in ("1", "1.1", "1.1.1", "1.2", "1.2.1", "2", "2.1"):
            self.add("goal", 5, goal_code=code, parent_code=code.rpartition(".")[0] or None, title=f"Mål {code}")
        for ordinal, code in enumerate(("1.1", "1.1.1", "1.2", "2.1"), start=1):
            dates = {"starts_on": datetime.date(2026, ordinal, 1), "ends_on": datetime.date(2026, 12, 31)}
            self.add("activity", 6, goal_code=code, ordinal=1, name=f"Aktivitet {ordinal}", **dates)
            target = {"target_text": "70 %", "kf_target_text": "75 %"}
            self.add("indicator", 6, goal_code=code, ordinal=1, name=f"Indikator {ordinal}", **target)
            self.add("expected_result", 7, goal_code=code, ordinal=1, text=f"Resultat {ordinal}.")

    def section(self, page: int, above: str, heading: str, text: str) -> None:
        path = above + heading
        place = {"page_first": page, "page_last": page, "ordinal": 1, "level": 4}
        self.add("section", page, heading=heading, path=path, text=text or None, **place)

    def prose(self) -> None:
        net = swedish(self.total[2], 1)
        fees = swedish(-self.total[1] - self.all_turnover, 1)
        cost = [self.amount(1, 9) for _ in range(3)]
        for name, amount in zip(("Lekparken", "Nycklade medel", "Maskiner och inventarier"), cost, strict=True):
            self.add("investment", 61, ordinal=1, name=name, amount_mnkr=amount, text=None)
        city, machines = swedish(cost[0] + cost[1], 1), swedish(cost[2], 1)
        change = swedish(self.total[2] - self.total[3], 1)
        percent = swedish(round((self.total[2] - self.total[3]) * 100 / self.total[3], 1), 1)
        self.section(
            51, "Redovisning av ekonomi / ", "Nämndens ekonomiska förutsättningar",
            f"Kommunfullmäktiges förslag till driftbudget uppgår till netto {net} mnkr, en ökning med {percent} %, "
            f"motsvarande {change} mnkr. Nämnden har ett intäktskrav om {fees} mnkr. "
            f"Nämnden omsluter därtill ytterligare {swedish(self.all_turnover, 1)} mnkr i intäkter.\n"
            f"Investeringsbudgeten uppgår till {swedish(sum(cost), 1)} mnkr. Nämnden har tilldelats {city} mnkr för "
            f"investeringar inom stadsmiljö. För maskiner och inventarier har tilldelats budget om {machines} mnkr.\n"
            f"Ansökan gäller budgetjustering för drift och investering om totalt {swedish(self.applied, 1)} mnkr.",
        )  # fmt: skip
        for name in (*AREAS, *PARTS):
            _, _, level, base_amount, _ = self.figures[name]
            percent = swedish(round((level - base_amount) * 100 / base_amount, 1), 1)
            self.section(
                52, "Redovisning av ekonomi / ", PARTS.get(name, name),
                f"Nettobudget för {name} uppgår till {swedish(level, 1)} mnkr vilket är en ökning med {percent} %, "
                f"motsvarande {swedish(level - base_amount, 1)} mnkr. Omslutningar beräknas till "
                f"{swedish(self.turnover[name], 1)} mnkr. Antalet var 20 (19 oktober 2025).",
            )  # fmt: skip
        self.state_claims()

    def state_claims(self) -> None:
        paragraphs = [
            (row["path"], paragraph, (Source(row["page"], None, paragraph),))
            for row in self.tables["section"]
            for paragraph in str(row["text"] or "").split("\n")
        ]
        self.tables["claim"] = []
        for record in claims(paragraphs):
            self.add("claim", record.page or 1, **record.values)


def added(rows: Iterable[list[Decimal]]) -> list[Decimal]:
    return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]


def neutral(turnover: Decimal) -> list[Decimal]:
    return [turnover, -turnover, Decimal("0.0")]
