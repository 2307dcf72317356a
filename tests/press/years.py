"""The plan of the next year, made from one: rows reworded, renumbered, moved, dropped and added, and their fate.

The wordings are those an editor would choose: another form of a word, another order, a qualification more or less, a
verb for another. What is added is made of the same words as what is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar

from tests.press.plan import Activity, BudgetTable, Goal, Indicator, Plan
from tests.press.random_plan import GROUPS, JUDGEMENTS, OBJECTS, PLACES, TARGETS, VERBS
from tests.press.variations import other_year, renumbered

T = TypeVar("T", Indicator, Activity)
# A row's place in its plan: the goal's code and the row's number under it (0 for the goal itself), or an area's label.
Place = tuple[str, int]
DROPPED, RENAMED, ADDED, MOVED = 0.12, 0.25, 0.12, 0.08

INDICATOR_WORDS = (
    ("Andel ", "Andelen "),
    (" som är nöjda med ", " nöjda med "),
    (" är nöjda med ", " uppger att de är nöjda med "),
    (" upplever trygghet", " upplever att det är tryggt"),
    (" deltar i föreningslivet", " deltar aktivt i föreningslivet"),
    (" får stöd i tid", " får stöd i rätt tid"),
    ("besökare på torget", "torgets besökare"),
)
ACTIVITY_WORDS = (
    ("Stadsdelsnämnden ska ", "Förvaltningen ska "),
    ("Stadsdelsnämnden ska ", "Stadsdelsnämnden ska fortsätta att "),
    (" ihop med ", " tillsammans med "),
    (" ihop med ", " i samverkan med "),
    ("utveckla ", "vidareutveckla "),
    ("se över ", "göra en översyn av "),
    ("pröva nya former för ", "prova nya former för "),
)
GOAL_WORDS = (
    ("Alla ", "Samtliga "),
    (" ska kunna lita på ", " kan lita på "),
    (", varje dag och i hela staden", " varje dag, i hela staden"),
    ("Fler ", "Allt fler "),
    ("En stad där ", "Ett Stockholm där "),
)
AREA_WORDS = (
    ("Förskoleverksamhet", "Förskola"),
    ("Äldreomsorg", "Äldreomsorgen"),
    ("Stöd och service till personer", "Stöd- och service för personer"),
    ("Verksamhet för barn, kultur och fritid", "Barn, kultur & fritid"),
    ("Arbetsmarknadsåtgärder", "Arbetsmarknad"),
    ("Stadsmiljö inklusive", "Stadsmiljö, inkl"),
)
ENDS = ("", "", " under året", " i stadsdelsområdet", ".")


@dataclass
class Fate:
    """What became of the rows of a plan: pairs of places (earlier, later) of each kind; a row in no pair is dropped."""

    indicator: dict[Place, Place] = field(default_factory=dict)
    activity: dict[Place, Place] = field(default_factory=dict)
    goal: dict[Place, Place] = field(default_factory=dict)
    area: dict[Place, Place] = field(default_factory=dict)


def next_year(plan: Plan, seed: int) -> tuple[Plan, Fate]:
    """The plan for the year after `plan`, and the fate of its rows. The same for the same seed."""
    return _Editor(plan, Random(seed)).edited()


class _Editor:
    def __init__(self, plan: Plan, random: Random) -> None:
        self.plan, self.random, self.fate = plan, random, Fate()
        self.names = {row.name for goal in plan.goals for row in (*goal.indicators, *goal.activities)}

    def edited(self) -> tuple[Plan, Fate]:
        later = other_year(self.plan, self.plan.year + 1)
        kept = [goal for goal in later.goals if not self._is_dropped(goal)]
        indicators = [self._rows(goal, goal.indicators, self._indicator) for goal in kept]
        activities = [self._rows(goal, goal.activities, self._activity) for goal in kept]
        self._move(activities)
        codes = [goal.code for goal in kept]
        kept = [replace(goal, title=self._worded(goal.title, GOAL_WORDS)) for goal in kept]
        kept = list(renumbered(replace(later, goals=tuple(kept))).goals)
        for code, goal in zip(codes, kept, strict=True):
            self.fate.goal[code, 0] = (goal.code, 0)
        goals = tuple(
            replace(
                goal,
                indicators=self._settled(self.fate.indicator, goal.code, own),
                activities=self._settled(self.fate.activity, goal.code, others),
            )
            for goal, own, others in zip(kept, indicators, activities, strict=True)
        )
        return replace(later, goals=goals, budget=self._budget(later.budget)), self.fate

    def _is_dropped(self, goal: Goal) -> bool:
        return goal.depth == 3 and self.random.random() < DROPPED

    def _rows(self, goal: Goal, rows: Sequence[T], made: Callable[[T | None], T]) -> list[tuple[Place | None, T]]:
        """The rows that stay, some in other words, with the place they came from, and new ones without."""
        found: list[tuple[Place | None, T]] = []
        for ordinal, row in enumerate(rows, start=1):
            if self.random.random() >= DROPPED:
                found.append(((goal.code, ordinal), made(row)))
            if self.random.random() < ADDED:
                found.append((None, made(None)))
        return found

    def _move(self, rows: list[list[tuple[Place | None, T]]]) -> None:
        """Some rows go under another goal."""
        for under in rows:
            for row in list(under):
                if self.random.random() < MOVED:
                    under.remove(row)
                    self.random.choice(rows).append(row)

    def _settled(self, fate: dict[Place, Place], code: str, rows: Sequence[tuple[Place | None, T]]) -> tuple[T, ...]:
        for ordinal, (origin, _) in enumerate(rows, start=1):
            if origin:
                fate[origin] = (code, ordinal)
        return tuple(row for _, row in rows)

    def _indicator(self, row: Indicator | None) -> Indicator:
        if row is None:
            some = self.random.choice
            name = self._unheard(lambda: f"Andel {some(GROUPS)} som {some(JUDGEMENTS)} i {some(PLACES)}")
            return Indicator(name, some(TARGETS), None, "År")
        return replace(row, name=self._worded(row.name, INDICATOR_WORDS), target=self._target(row.target))

    def _unheard(self, name: Callable[[], str]) -> str:
        """A name that no row of the earlier plan has: a row that had it would not be new."""
        return next(made for made in iter(name, None) if made not in self.names)

    def _target(self, printed: str | None) -> str | None:
        return self.random.choice(TARGETS) if self.random.random() < 0.3 else printed

    def _activity(self, row: Activity | None) -> Activity:
        if row is None:
            some = self.random.choice
            name = self._unheard(lambda: f"Stadsdelsnämnden ska {some(VERBS)} {some(OBJECTS)} ihop med {some(GROUPS)}")
            return Activity(name, f"{self.plan.year + 1}-01-01", f"{self.plan.year + 1}-12-31")
        return replace(row, name=self._worded(row.name, ACTIVITY_WORDS))

    def _worded(self, text: str, words: Sequence[tuple[str, str]]) -> str:
        """The text, or now and then the same in one or two other words."""
        if self.random.random() >= RENAMED:
            return text
        fitting = [pair for pair in words if pair[0] in text]
        for old, new in self.random.sample(fitting, min(len(fitting), self.random.randint(1, 2))):
            text = text.replace(old, new, 1)
        return text.rstrip(".") + self.random.choice(ENDS) if words is not AREA_WORDS else text

    def _budget(self, budget: Sequence[BudgetTable]) -> tuple[BudgetTable, ...]:
        """The areas of the overview in other words; its figures stay."""
        overview, *others = budget
        rows = []
        for row in overview.rows:
            label = row.label if row.is_total or row.is_part else self._worded(row.label, AREA_WORDS)
            self.fate.area[row.label, 0] = (label, 0)
            rows.append(replace(row, label=label))
        return (replace(overview, rows=tuple(rows)), *others)
