"""Two plans with texts that are awkward in other programs, in a warehouse that two runs have made."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from pipeline.commands.export.workbook import CHARACTERS
from pipeline.outcome import Outcome
from pipeline.refusal import Reason, Refused
from tests.support.published import House, run
from tests.support.small_plan import extraction, record

ODD_TEXTS = (
    "=1+1",
    "+/-1 %",
    "-5 %",
    "@SUM(A1)",
    "'quoted'",
    "a;b",
    'say "x"',
    "Ett.\nTvå.",
    "http://example.org",
    "1.1",
)
LONG = "å" * (CHARACTERS + 5) + "🙂"
AMOUNT = Decimal("-1234.5")


def awkward_warehouse(folder: Path) -> Path:
    house = House(folder)
    earlier, later = extraction("farsta", 2025), extraction("farsta", 2026)
    later.records += [
        record("investment", ordinal=n, name=name, amount_mnkr=AMOUNT)
        for n, name in enumerate((*ODD_TEXTS, LONG, "<r>x</r>", "_x0041_", "\u0001"), start=2)
    ]
    house.stage(earlier, later)
    house.runs.append(run(2, [Outcome.refusal("a;b.pdf", None, Refused(Reason.DAMAGED, 'it ends\nwith "x"'))]))
    house.publish()
    return house.warehouse
