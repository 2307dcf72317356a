"""How DuckDB is given staged files: a path is a path, whatever characters are in it.

DuckDB takes the names that it reads from for patterns (`[`, `*`, `?`), and a folder called `plan_year=2020` for a
column of the tables under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

# To be given one parameter, of `files`.
READ = "read_parquet(?, hive_partitioning = false)"
_SIGNS_OF_PATTERNS = re.compile(r"[\[*?]")


def files(paths: Iterable[Path]) -> list[str]:
    """The paths as DuckDB must be given them to find just these files; relative ones from the current folder."""
    return [_SIGNS_OF_PATTERNS.sub(r"[\g<0>]", str(path.absolute())) for path in paths]
