"""Whether a document adds up its figures as printed, or rounds each by itself."""

from __future__ import annotations

from collections.abc import Iterable
from math import comb

from pipeline.reconcile.equation import Check

# Three figures rounded each by itself fail to add up in one case of four (the sum of two uniform errors, beyond half a
# unit of the third); more figures fail oftener.
ROUNDED_APART = 0.25
CHANCE = 0.001


def adds_up_as_printed(sums: Iterable[Check]) -> bool:
    """Do so few sums miss by no more than rounding that the figures cannot have been rounded each by itself?

    Then a sum that misses is a contradiction however small the difference. Sums that miss by more than rounding
    explains say nothing about rounding and are not counted; neither are those of nothing but zeros or of one figure.
    """
    told = [check for check in sums if len(check.parts) > 1 and sum(1 for one in check.figures if one.value) > 2]
    near = [check for check in told if check.holds(additive=False)]
    missed = sum(1 for check in near if check.residual() != 0)
    held = len(near)
    chance = sum(comb(held, k) * ROUNDED_APART**k * (1 - ROUNDED_APART) ** (held - k) for k in range(missed + 1))
    return chance < CHANCE
