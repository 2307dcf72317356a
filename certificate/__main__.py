"""`python -m certificate`: writes docs/certificate.md; some minutes on two cores."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from certificate.page import Results, page
from certificate.plants import PLANTS
from certificate.recall import Verdict, false_alarms, planted
from certificate.trial import examine

PAGE = Path(__file__).resolve().parents[1] / "docs" / "certificate.md"
# Other seeds than those that tests use and rules were made with.
SAMPLE = range(2000, 2016)
CONSISTENT = range(3000, 3040)
PLANTED = 10
# Some plans have no place for a kind: then the next one is taken.
CANDIDATES = range(4000, 4000 + 2 * PLANTED)


def main() -> None:
    """Samples, tries and writes the page."""
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        examined = list(pool.map(partial(examine, times=1), SAMPLE))
        verdicts = list(pool.map(_ten, PLANTS))
        alarms = list(pool.map(false_alarms, CONSISTENT))
    results = Results(
        examined, [one for of_kind in verdicts for one in of_kind], dict(zip(CONSISTENT, alarms, strict=True))
    )
    PAGE.write_text(page(results), encoding="utf-8")
    print(f"{PAGE} is written.")


def _ten(kind: str) -> Sequence[Verdict]:
    """The verdicts on the first ten plans that have a place for the kind."""
    verdicts: list[Verdict] = []
    for seed in CANDIDATES:
        if len(verdicts) < PLANTED and (verdict := planted(kind, seed)):
            verdicts.append(verdict)
    return verdicts


if __name__ == "__main__":
    main()
