"""`python -m bench`: the table of docs/speed.md; `--growth`: 5 to 500 documents; `--runs N`; `--queries`."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import speed


def main() -> None:
    """Measures and prints a markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--growth", action="store_true", help="instead: tjut run with 5, 50 and 500 documents (takes minutes)"
    )
    parser.add_argument("--queries", action="store_true", help="instead: the cookbook and each view on 500 documents")
    parser.add_argument("--runs", type=int, metavar="N", help="instead: how N runs affect the ledger and further runs")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="medians of N measurements [default: 5]")
    parser.add_argument("--document", type=Path, default=speed.document(), metavar="PDF", help="the document to read")
    given = parser.parse_args()
    if given.growth:
        # Only now: a process starts with the peak memory of its parent.
        from bench import growth

        lines = growth.table(list(growth.measure(given.repeat)))
    elif given.runs:
        from bench import runs

        lines = runs.table(runs.measure(given.runs))
    elif given.queries:
        from bench import queries

        lines = queries.table(given.repeat)
    else:
        print(f"{given.document.name}, medians of {given.repeat}:\n")
        lines = speed.table(speed.measure(given.document, given.repeat))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
