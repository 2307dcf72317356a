"""`python -m tests.press` sets the document in `raw/` again from its data file."""

from __future__ import annotations

from tests.press.facsimile import FACSIMILE, set_facsimile

if __name__ == "__main__":
    path = set_facsimile(FACSIMILE)
    print(f"{path} ({path.stat().st_size} bytes)")
