"""Which alerts have been delivered and which are still waiting: one JSON file beside the warehouse.

The ledger records what happened; this file records what people have been notified of.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.ledger import RunEntry, Standing

# How many undelivered alerts on failed runs are kept; more would be of no use.
WAITING_KEPT = 20
Told = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One alert."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Notices:
    """`told` are the files that people have been alerted to in their present state, `waiting` the alerts that could not
    be sent, oldest first.

    `run_id` is the last run of which people know which editions count since; None: they know of none.
    `failure` is why runs fail since the last good one: one that fails each quarter of an hour for one reason is told
    once.
    """

    told: frozenset[Told] = frozenset()
    waiting: tuple[Notice, ...] = ()
    failure: str | None = None
    run_id: int | None = None

    def since(self, entries: Sequence[RunEntry]) -> int:
        """The run whose successors may be news; of people who know of none, the one before the last."""
        return entries[-1].run_id - 1 if self.run_id is None else self.run_id

    def news(self, entries: Sequence[RunEntry]) -> list[str]:
        """Which current editions have changed since the last run that people know of."""
        runs = [entry for entry in entries if entry.run_id > self.since(entries)]
        return [line for entry in runs for line in (*entry.lost, *entry.changed)]

    def untold(self, standing: Sequence[Standing]) -> list[Standing]:
        """What people have not been alerted to yet."""
        return [one for one in standing if _told(one) not in self.told]

    def delivered(self, standing: Sequence[Standing]) -> Notices:
        """The state after all open problems were reported; fixed ones are forgotten and are news if they come back."""
        return replace(self, told=frozenset(map(_told, standing)))

    def undelivered(self, standing: Sequence[Standing]) -> Notices:
        """The state after alerts could not be delivered."""
        return replace(self, told=self.told & frozenset(map(_told, standing)))

    def left(self, waiting: Sequence[Notice]) -> Notices:
        return replace(self, waiting=tuple(waiting[-WAITING_KEPT:]))

    def write(self, warehouse: Path) -> None:
        """Raises OSError."""
        stored: dict[str, Any] = {
            "told": sorted(self.told, key=str),
            "waiting": [asdict(notice) for notice in self.waiting],
        }
        stored |= {"failure": self.failure} if self.failure else {}
        stored |= {"run_id": self.run_id} if self.run_id is not None else {}
        path = notices_path(warehouse)
        beside = path.with_name(f"{path.name}.new")
        beside.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        beside.replace(path)


def notices_path(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.notices.json")


def read_notices(warehouse: Path) -> Notices:
    """Those of a warehouse; none if the file is missing or damaged, in which case alerts are sent again."""
    try:
        stored = json.loads(notices_path(warehouse).read_text(encoding="utf-8"))
        told = frozenset(tuple(one) for one in stored["told"])
        waiting = tuple(Notice(**notice) for notice in stored["waiting"])
        return Notices(told, waiting, stored.get("failure"), stored.get("run_id"))
    except (OSError, ValueError, KeyError, TypeError):
        return Notices()


def _told(one: Standing) -> Told:
    outcome = one.outcome
    return one.since.raw, outcome.file, outcome.sha256, outcome.reason, outcome.incomplete, str(one.since.run_id)
