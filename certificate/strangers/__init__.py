"""Producers that no test uses, each a script for an environment of its own: the parser was never tuned to them.

A script takes a JSON file and the path of the PDF: the blocks of the document as `tests/press/flow.py` has them, the
look, and the folder of the fonts.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from tests.press.flow import Contents, blocks_of
from tests.press.fonts import FACES, font_file
from tests.press.plan import Plan
from tests.press.style import Style

HERE = Path(__file__).parent
PYTHON = HERE.parents[1] / "build" / "strangers" / "bin" / "python"
STRANGERS = ("typst", "fpdf2", "xhtml2pdf")


def missing() -> str | None:
    """Why the strangers cannot work here; None if they can."""
    return None if PYTHON.exists() else "the environment of the strangers is not there: `make strangers` makes it"


def random_look(style: Style, seed: int) -> dict[str, Any]:
    """The traits of `style`, and those that it does not have."""
    draw = Random(f"look {seed}")
    further = {
        "font": draw.choice(("Press Sans", "Libertinus Serif", "New Computer Modern")),
        "margin": draw.choice((48, 60, 72)),
        "colour": draw.choice(("#000000", "#1f3864", "#b00020")),
        "justified": draw.random() < 0.3,
        "hyphenated": draw.random() < 0.3,
        "striped": draw.random() < 0.3,
    }
    return asdict(style) | further


def set_by_stranger(producer: str, plan: Plan, style: Style, seed: int, path: Path) -> Path:
    """Sets `plan` at `path` with one of STRANGERS and gives the path back.

    `style` says how the document is written (minus signs, bullets, numbers), and with `seed` how it looks.
    """
    fonts = path.with_suffix(".fonts")
    fonts.mkdir(exist_ok=True)
    for weight, face in FACES["press"].items():
        (fonts / f"{face}.ttf").write_bytes(font_file(weight))
    blocks = [{"block": type(block).__name__, **asdict(block)} for block in blocks_of(plan, style)]
    if producer != "typst":  # who alone knows the pages of its headings
        blocks = [block for block in blocks if block["block"] != Contents.__name__]
    job = path.with_suffix(".json")
    job.write_text(
        json.dumps({"blocks": blocks, "look": random_look(style, seed), "fonts": str(fonts)}, ensure_ascii=False),
        encoding="utf-8",
    )
    script = HERE / f"{producer}_press.py"
    subprocess.run([PYTHON, script, job, path], check=True, capture_output=True, timeout=120)
    return path
