"""Which figure is most likely wrong if several checks involve it.

A figure is suspect if correcting it makes more failed checks hold than it breaks others. A mistake often affects costs
and income of a row alike (the net stays right), so correcting both together is also tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.reconcile.equation import Check, Figure, Key

Change = dict[Key, Decimal]


class Crossing:
    """All checks of a document by the figures in them."""

    def __init__(self, checks: Sequence[Check], additive: bool) -> None:
        self._additive = additive
        self._of: dict[Key, list[int]] = defaultdict(list)
        self._checks = checks
        self._partner: dict[Key, Figure] = {}
        self._failed = {index for index, check in enumerate(checks) if not check.holds(additive)}
        for index, check in enumerate(checks):
            for key in {figure.key for figure in check.figures}:
                self._of[key].append(index)

    def pair(self, costs: Figure, income: Figure) -> None:
        """Costs and income of one row, since a mistake may have shifted both."""
        self._partner[costs.key], self._partner[income.key] = income, costs

    def suspect(self, check: Check) -> Figure | None:
        """The figure of a failed check that is most likely wrong; None if nothing distinguishes them.

        A single failed check only points to a figure if no other failed check shows the same difference: in that case
        the mistake is elsewhere, and both only pass it on.
        """
        best: list[tuple[int, int, Figure]] = []
        for figure, change in self._changes(check):
            repaired, broken = self._effect(change)
            best.append((repaired - broken, repaired, figure))
        top = max((gain for gain, _, _ in best), default=0)
        figures = {figure.key: (repaired, figure) for gain, repaired, figure in best if gain == top and gain > 0}
        if len(figures) != 1:
            return None
        ((repaired, figure),) = figures.values()
        return figure if repaired > 1 or not self.echo(check) else None

    def _changes(self, check: Check) -> Iterator[tuple[Figure, Change]]:
        """Each figure of a failed check with the value that would make the check hold."""
        if check.base is not None:
            yield check.actual, {check.actual.key: round(check.expected(), check.actual.places)}
            return
        residual = check.residual()
        if check.relation == "within":
            part = check.parts[0][1]
            corrections = [(check.actual, part.value), (part, check.actual.value)]
        else:
            corrections = [(check.actual, check.actual.value - residual)]
            corrections += [(part, part.value + sign * residual) for sign, part in check.parts]
        for figure, value in corrections:
            yield figure, {figure.key: value}
            partner = self._partner.get(figure.key)
            if partner is not None and partner.key not in {other.key for other in check.figures}:
                yield figure, {figure.key: value, partner.key: partner.value - (value - figure.value)}

    def _effect(self, change: Change) -> tuple[int, int]:
        """How many failed checks a change repairs, and how many others it breaks."""
        touched = {index for key in change for index in self._of[key]}
        repaired = sum(1 for one in touched & self._failed if self._checks[one].holds(self._additive, change))
        broken = sum(1 for one in touched - self._failed if not self._checks[one].holds(self._additive, change))
        return repaired, broken

    def echo(self, check: Check) -> Check | None:
        """A failed check on other figures of the same tables that shows the same difference."""
        own = {figure.key for figure in check.figures}
        own |= {partner.key for key in own if (partner := self._partner.get(key))}
        tables = {figure.table for figure in check.figures}
        for other in (self._checks[index] for index in sorted(self._failed)):
            alike = abs(other.residual()) == abs(check.residual()) and check.base is None
            if alike and not own & {one.key for one in other.figures} and tables & {one.table for one in other.figures}:
                return other
        return None
