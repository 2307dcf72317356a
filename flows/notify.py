"""Word to people, through a notification block of the Prefect server: what was newly refused, and runs that failed.

A block is named `type/name`, as `slack-webhook/tjut` or `custom-webhook/tjut`; its address and secrets stay on the
server. Word that cannot be sent is logged and never fails a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from logging import Logger, LoggerAdapter
from typing import Any

from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow
from prefect.logging.loggers import flow_run_logger

from pipeline.commands.show import line_of
from pipeline.ledger import RunEntry
from pipeline.outcome import Outcome

LINES_SENT = 20
Log = Logger | LoggerAdapter[Logger]


class NoBlock(Exception):
    """There is no such notification block on the server."""


def notification_block(name: str) -> NotificationBlock:
    """The block called `type/name`. Raises NoBlock, with what to do."""
    try:
        block = Block.load(name)
    except ValueError as error:
        raise NoBlock(f"the Prefect server has no block {name}: save one there, or correct its name") from error
    if not isinstance(block, NotificationBlock):
        raise NoBlock(f"{name} is no notification block: use one as slack-webhook or custom-webhook")
    return block


def news(bad: Sequence[Outcome], earlier: Sequence[RunEntry]) -> list[Outcome]:
    """Those outcomes that were not told of the same file by the last of the `earlier` runs that named it."""
    last = {outcome.file: _told(outcome) for entry in earlier for outcome in entry.outcomes}
    return [outcome for outcome in bad if last.get(outcome.file) != _told(outcome)]


def _told(outcome: Outcome) -> tuple[str | None, ...]:
    return outcome.sha256, outcome.reason, outcome.incomplete


def tell_of_bad_files(block: str | None, bad: Sequence[Outcome], about: str, log: Log) -> None:
    """One message for all of them; none if there are none."""
    if block and bad:
        lines = [line_of(outcome) for outcome in bad[:LINES_SENT]]
        lines += [f"… and {len(bad) - len(lines)} more"] if len(bad) > len(lines) else []
        count = f"{len(bad)} {'file was' if len(bad) == 1 else 'files were'}"
        said = "not published" if all(outcome.bad for outcome in bad) else "not published or not read in full"
        _send(block, f"Tjut: {count} {said}", "\n".join([about, *lines]), log)


def tell_of_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """A hook of the flow for runs that failed or crashed."""
    if block := flow_run.parameters.get("notify"):
        body = f"{flow_run.parameters.get('warehouse')}: {state.message or 'no message'}"
        _send(block, f"Tjut: run {flow_run.name} ended as {state.name}", body, flow_run_logger(flow_run, flow))


def _send(block: str, subject: str, body: str, log: Log) -> None:
    try:
        notification_block(block).notify(body, subject)  # type: ignore[unused-coroutine] # none in sync code
    except NoBlock as error:
        log.warning("nobody was notified: %s", error)
    except Exception as error:  # each service has errors of its own, and their texts may hold the secret address
        log.warning("nobody was notified: %s failed with %s", block, type(error).__name__)
