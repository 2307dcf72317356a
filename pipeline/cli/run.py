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
@click.option("--sources", type=FILE, help="List of expected documents.  [default: sources.toml beside the warehouse]")
@click.option(
    "--time-limit", type=click.IntRange(min=1), metavar="SECONDS", help="Time limit per file.  [default: 120]"
)
@click.option(
    "--memory-limit", type=click.IntRange(min=1), metavar="MB", help="Memory limit per file.  [default: 2000]"
)
@click.option("--size-limit", type=click.IntRange(min=1), metavar="MB", help="Size limit per file.  [default: 100]")
@click.option("--follow-links", is_flag=True, help="Follow symbolic links in the raw folder to files outside it.")
@click.option("--json-logs", is_flag=True, help="Log one JSON object per document and stage to standard error.")
@click.option(
    "--expect-within",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Exit with status 1 if no document has arrived for this long.",
)
@click.option(
    "--heartbeat", metavar="URL", help="Request this URL after the run, unless documents are overdue (--expect-within)."
)
@click.option("--metrics", type=FILE, help="Write this run's metrics to a file in Prometheus text format.")
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
    """Read new and changed files and publish the warehouse.

    Unchanged files that are already staged are not read again. If a file cannot be read, the reason and what to do
    about it are printed, and the rest is published. A new edition with over a tenth fewer rows than the current one is
    held until a review accepts it. Programs that have the warehouse open keep seeing the old one.
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
    say: Callable[[str], None] = partial(click.echo, err=True)  # problems that do not fail the run
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
        if json_logs:  # every line must be a JSON object, including the last
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
