"""`tjut run`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pipeline.cli.options import (
    FAILED,
    FILE,
    OK,
    RAW,
    SOME_BAD,
    Trouble,
    reviews_option,
    staged_option,
    warehouse_option,
)

MEGABYTE = 1_000_000


@click.command()
@click.option(
    "--raw",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("raw"),
    show_default=True,
    envvar=RAW,
    show_envvar=True,
    help="Folder of the source files.",
)
@staged_option
@warehouse_option
@reviews_option
@click.option("--sources", type=FILE, help="What is expected.  [default: sources.toml beside the warehouse]")
@click.option("--time-limit", type=click.IntRange(min=1), metavar="SECONDS", help="For one file.  [default: 120]")
@click.option("--memory-limit", type=click.IntRange(min=1), metavar="MB", help="For one file.  [default: 2000]")
@click.option("--size-limit", type=click.IntRange(min=1), metavar="MB", help="Of one file.  [default: 100]")
@click.option("--follow-links", is_flag=True, help="Read files outside of the raw folder that links in it lead to.")
@click.option("--json-logs", is_flag=True, help="A JSON object for each document and stage, on standard error.")
@click.option("--expect-within", type=click.IntRange(min=1), metavar="DAYS", help="Status 1 if no document has come.")
@click.option("--heartbeat", metavar="URL", help="Asked for after each run that did its work and met no silence.")
@click.option("--metrics", type=FILE, help="Write the figures of this run to a file in Prometheus' text format.")
def run(
    raw: Path,
    staged: Path,
    warehouse: Path,
    reviews: Path | None,
    sources: Path | None,
    time_limit: int | None,
    memory_limit: int | None,
    size_limit: int | None,
    follow_links: bool,
    json_logs: bool,
    expect_within: int | None,
    heartbeat: str | None,
    metrics: Path | None,
) -> int:
    """Bring all files of the raw folder into the warehouse.

    What is staged already and unchanged is not read again. A file that cannot be read is named with the reason and
    what to do about it, and stops nothing. An edition that lost more than a tenth of what the one that counts has is
    held until a review accepts it. Open readers of the warehouse keep what they see.
    """
    from functools import partial

    from pipeline.commands.lineage import lineage
    from pipeline.commands.show import progress_bar, summary
    from pipeline.run import Busy
    from pipeline.run import run as run_batch
    from pipeline.run.log import RunLog, log_as_json
    from pipeline.run.silence import silence
    from pipeline.run.trouble import told
    from pipeline.workers import Limits

    standard = Limits()
    limits = Limits(
        seconds=time_limit or standard.seconds,
        memory_bytes=memory_limit * MEGABYTE if memory_limit else standard.memory_bytes,
        file_bytes=size_limit * MEGABYTE if size_limit else standard.file_bytes,
    )
    log = RunLog.of(warehouse)
    say: Callable[[str], None] = partial(click.echo, err=True)  # what goes wrong beside the run
    if json_logs:
        log_as_json()
        say = log.trouble
    try:
        with (
            progress_bar(shown=not json_logs) as progress,
            lineage(raw, warehouse, say) as done,
        ):
            report = run_batch(
                raw, staged, warehouse, limits, progress, reviews, sources=sources, follow_links=follow_links
            )
            done(report)
        if metrics:
            from pipeline.commands.metrics import write_metrics

            write_metrics(report, warehouse, metrics)
    except (Busy, OSError) as error:
        why = told(error) if isinstance(error, OSError) else str(error)
        log.failed(why)
        if json_logs:  # each line is an object, the last one too
            return FAILED
        raise Trouble(why) from error
    for line in summary(report, warehouse):
        click.echo(line)
    if (silent := silence(staged, expect_within)) is not None:
        say(silent)
    elif heartbeat:
        from pipeline.commands.heartbeat import beat

        if (unheard := beat(heartbeat)) is not None:
            say(unheard)
    return OK if report.is_good and not silent else SOME_BAD
