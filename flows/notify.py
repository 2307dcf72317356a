"""Alerts through a notification block of the Prefect server: newly refused or held files, replaced editions and failed
runs.

A block is named `type/name`, such as `slack-webhook/tjut` or `custom-webhook/tjut`; its address and secrets stay on the
server. An alert that cannot be sent is logged, does not fail the run, and is sent with the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from logging import Logger, LoggerAdapter
from pathlib import Path
from typing import Any

from prefect.blocks.abstract import NotificationBlock
from prefect.blocks.core import Block
from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow
from prefect.logging.loggers import flow_run_logger

from pipeline.commands.show import line_of
from pipeline.ledger import Ledger, Standing, standing_after
from pipeline.notices import Notice, Notices, read_notices
from pipeline.outcome import HELD, Outcome
from pipeline.run.trouble import told as in_a_line

LINES_SENT = 20
# The same text goes to all kinds of services, so the escape syntax of one of them does not help.
LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "@": "＠"})
Log = Logger | LoggerAdapter[Logger]


class NoBlock(Exception):
    """The server has no such notification block."""


def notification_block(name: str) -> NotificationBlock:
    """The block called `type/name`. Raises NoBlock, with what to do."""
    try:
        block = Block.load(name)
    except ValueError as error:
        raise NoBlock(f"the Prefect server has no block {name}: create it there, or correct the name") from error
    if not isinstance(block, NotificationBlock):
        raise NoBlock(f"{name} is not a notification block: use one such as slack-webhook or custom-webhook")
    return block


def tell_of_bad_files(block: str | None, warehouse: Path, about: str, log: Log, *, good: bool = True) -> None:
    """Sends waiting alerts from earlier runs, then one message on everything in the ledger that was not reported yet.

    After a `good` run, the next failure is news.
    """
    if block is None:
        return
    before = read_notices(warehouse)
    entries = Ledger(warehouse).entries()
    standing = standing_after(entries)
    waiting = _sent(block, before.waiting, log)
    untold, news = before.untold(standing), before.news(entries)
    told = not waiting and (not (untold or news) or not _sent(block, [_notice(untold, news, about)], log))
    # Not updated for every run: then the file would be written in each.
    known = entries[-1].run_id if told and news else before.since(entries)
    after = replace(before.left(waiting), failure=None if good else before.failure, run_id=known)
    _keep(before, after.delivered(standing) if told else after.undelivered(standing), warehouse, log)


def tell_of_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """A flow hook for runs that failed or crashed; the same failure is reported once, until a run succeeds again."""
    block, warehouse = flow_run.parameters.get("notify"), flow_run.parameters.get("warehouse")
    if not block:
        return
    log = flow_run_logger(flow_run, flow)
    at = f"{state.timestamp:%Y-%m-%d %H:%M} UTC"  # it may be sent later
    body = f"{at}, {warehouse}: {_neutral(state.message or 'no message')}"
    before = read_notices(Path(str(warehouse)))
    failure = f"{state.name}: {state.message}"
    notice = Notice(f"Tjut: run {flow_run.name} ended as {state.name}", body)
    news = [] if failure == before.failure else [notice]
    after = replace(before.left(_sent(block, [*before.waiting, *news], log)), failure=failure)
    _keep(before, after, Path(str(warehouse)), log)


def _notice(standing: Sequence[Standing], news: Sequence[str], about: str) -> Notice:
    lines = [*(line_of(one.outcome) for one in standing), *(f"{line}." for line in news)]
    shown = lines[:LINES_SENT]
    shown += [f"… and {len(lines) - len(shown)} more: tjut status"] if len(lines) > len(shown) else []
    return Notice(
        f"Tjut: {_subject([one.outcome for one in standing], news)}", "\n".join([about, *map(_neutral, shown)])
    )


def _subject(bad: Sequence[Outcome], news: Sequence[str]) -> str:
    """The subject: what all lines have in common."""
    if not bad:
        return "an edition has changed" if len(news) == 1 else f"{len(news)} editions have changed"
    count = f"{len(bad)} {'file was' if len(bad) == 1 else 'files were'}"
    if all(outcome.bad for outcome in bad):
        return f"{count} not published"
    return (
        f"{count} {'held' if all(outcome.reason == HELD for outcome in bad) else 'not published or only partly read'}"
    )


def _neutral(text: str) -> str:
    """Text that no service turns into a mention, a link or a preview (`<!channel>`, `@here`, an address)."""
    return text.translate(LOOKALIKES).replace("://", ": //").replace("](", "] (")


def _sent(block: str, notices: Sequence[Notice], log: Log) -> list[Notice]:
    """Sends them in order; returns those not sent: after the first failure no other is tried."""
    for number, notice in enumerate(notices):
        try:
            service = notification_block(block)
            with service.raise_on_failure():  # otherwise Slack and others stay silent when they cannot send
                service.notify(notice.body, notice.subject)  # type: ignore[unused-coroutine] # none in sync code
        except NoBlock as error:
            log.warning("no notification was sent: %s; the next run will try again", error)
            return list(notices[number:])
        except Exception as error:  # each service has its own errors, and their texts may contain the secret address
            why = type(error).__name__
            log.warning("no notification was sent: %s failed with %s; the next run will try again", block, why)
            return list(notices[number:])
    return []


def _keep(before: Notices, after: Notices, warehouse: Path, log: Log) -> None:
    if after == before:
        return
    try:
        after.write(warehouse)
    except OSError as error:
        log.warning(
            "the record of sent notifications could not be written, so they may be sent again: %s", in_a_line(error)
        )
