"""`python -m certificate`: writes docs/certificate.md; some minutes on two cores."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from certificate.documents import drawn, judge, judge_others, of_others
from certificate.page import Results, page
from certificate.plants import PLANTS
from certificate.recall import false_alarms, recalled
from certificate.trial import examine
from certificate.visibility import looked_at

PAGE = Path(__file__).resolve().parents[1] / "docs" / "certificate.md"
# Seeds that were not used by tests or when rules were written.
SAMPLE = range(2000, 2016)
CONSISTENT = range(3000, 3040)
LOOKED_AT = range(5000, 5024)


def main() -> None:
    """Samples, tries and writes the page."""
    # What the pool runs is in other modules: a spawned process cannot import this one by name.
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        examined = list(pool.map(examine, SAMPLE))
        verdicts = list(pool.map(recalled, PLANTS))
        alarms = list(pool.map(false_alarms, CONSISTENT))
        sights = list(pool.map(looked_at, LOOKED_AT))
        documents = [*pool.map(judge, drawn()), *pool.map(judge_others, of_others())]
    results = Results(
        examined,
        [one for of_kind in verdicts for one in of_kind],
        dict(zip(CONSISTENT, alarms, strict=True)),
        [one for of_plan in sights for one in of_plan],
        documents,
    )
    PAGE.write_text(page(results), encoding="utf-8")
    print(f"{PAGE} is written.")


if __name__ == "__main__":
    main()
