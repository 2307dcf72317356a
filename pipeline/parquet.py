"""Passes staged files to DuckDB so that a path is taken literally, whatever characters it contains.

DuckDB treats file names as patterns (`[`, `*`, `?`), and a folder called `plan_year=2020` as a column of the tables in
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

# Takes one parameter, the result of `files`.
READ = "read_parquet(?, hive_partitioning = false)"
_SIGNS_OF_PATTERNS = re.compile(r"[\[*?]")


def files(paths: Iterable[Path]) -> list[str]:
    """The paths in the form in which DuckDB finds exactly these files; relative ones start from the current folder."""
    return [_SIGNS_OF_PATTERNS.sub(r"[\g<0>]", str(path.absolute())) for path in paths]
