"""Chooses among similar pairs: one-to-one, with the greatest total similarity; and says which are doubtful.

Scores are sparse: a pair without a score is not similar.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Pair = tuple[int, int]
# Pairs at least this alike are taken as one thing; those within the band around it are listed for review, as is a pair
# of which one side is nearly as much like another row. Bound and band: docs of `match_review` in the data dictionary.
BOUND = 0.68
BAND = (0.40, 0.85)
NEARLY = 0.10
NEAR = "likheten ligger nära gränsen"
# Among more rows that might all change partners the likest pairs go first: the best choice would cost their cube.
MOST_TO_CHOOSE = 1_000


class Scores:
    """The likeness of rows (first) to columns (second of a pair)."""

    def __init__(self, scores: Mapping[Pair, float]) -> None:
        self._scores = {pair: score for pair, score in scores.items() if score > 0}
        self._lines: list[dict[int, dict[int, float]]] = [defaultdict(dict), defaultdict(dict)]
        for (row, column), score in self._scores.items():
            self._lines[0][row][column] = score
            self._lines[1][column][row] = score

    def __getitem__(self, pair: Pair) -> float:
        return self._scores[pair]

    def taken(self) -> list[Pair]:
        """The pairs, all at least as similar as the limit: one that is not accepted must not displace one that is."""
        enough = sorted(pair for pair, score in self._scores.items() if score >= BOUND)
        return sorted(pair for group in _connected(enough) for pair in self._chosen(group))

    def _chosen(self, pairs: Sequence[Pair]) -> list[Pair]:
        if len(pairs) == 1:  # nothing to choose: most years do not need the library, which is slow to load
            return list(pairs)
        rows, columns = (
            {place: number for number, place in enumerate(sorted(set(side)))} for side in zip(*pairs, strict=True)
        )
        if max(len(rows), len(columns)) > MOST_TO_CHOOSE:
            return self._likest_first(pairs)
        import numpy
        from scipy.optimize import linear_sum_assignment

        table = numpy.zeros((len(rows), len(columns)))
        for row, column in pairs:
            table[rows[row], columns[column]] = self[row, column]
        best = set(zip(*map(list, linear_sum_assignment(table, maximize=True)), strict=True))
        return [(row, column) for row, column in pairs if (rows[row], columns[column]) in best]

    def _likest_first(self, pairs: Sequence[Pair]) -> list[Pair]:
        chosen: list[Pair] = []
        rows: set[int] = set()
        columns: set[int] = set()
        for row, column in sorted(pairs, key=lambda pair: (-self[pair], pair)):
            if row not in rows and column not in columns:
                chosen.append((row, column))
                rows.add(row)
                columns.add(column)
        return chosen

    def doubt(self, pair: Pair) -> str | None:
        """Why an accepted pair should be reviewed; None if it need not be."""
        score = self[pair]
        row, column = pair
        others = [other for place, other in self._lines[0][row].items() if place != column]
        others += [other for place, other in self._lines[1][column].items() if place != row]
        if max(others, default=0.0) >= max(score - NEARLY, BAND[0]):
            return "en annan rad är nästan lika lik"
        return NEAR if score < BAND[1] else None

    def not_taken(self, taken: Sequence[Pair]) -> dict[Pair, str]:
        """For each row left over, on both sides, the most similar row if it might be the same after all; and why
        not."""
        rows, columns = ({pair[side] for pair in taken} for side in (0, 1))
        best = [(row, _likest(line)) for row, line in sorted(self._lines[0].items()) if row not in rows]
        best += [(_likest(line), column) for column, line in sorted(self._lines[1].items()) if column not in columns]
        return {
            (row, column): "den likaste raden är tagen av en annan" if row in rows or column in columns else NEAR
            for row, column in best
            if self[row, column] >= BAND[0]
        }


def _likest(line: Mapping[int, float]) -> int:
    return min(line, key=lambda place: (-line[place], place))


def _connected(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    """The pairs in groups that share no row and no column with another group."""
    of_row: dict[int, list[Pair]] = defaultdict(list)
    of_column: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        of_row[pair[0]].append(pair)
        of_column[pair[1]].append(pair)
    seen: set[Pair] = set()
    for first in pairs:
        if first in seen:
            continue
        group, waiting = [], [first]
        seen.add(first)
        while waiting:
            pair = waiting.pop()
            group.append(pair)
            beside = [*of_row.pop(pair[0], ()), *of_column.pop(pair[1], ())]
            waiting += [other for other in beside if other not in seen]
            seen.update(beside)
        yield sorted(group)
