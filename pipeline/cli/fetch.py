"""`tjut fetch`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, OK, SOME_BAD, Trouble, raw_option

MEGABYTE = 1_000_000


@click.command()
@click.option("--sources", type=FILE, default=Path("sources.toml"), show_default=True, help="The list of documents.")
@raw_option
@click.option("--time-limit", type=click.IntRange(min=1), metavar="SECONDS", help="For one document.  [default: 600]")
@click.option("--size-limit", type=click.IntRange(min=1), metavar="MB", help="Of one document.  [default: 100]")
def fetch(sources: Path, raw: Path, time_limit: int | None, size_limit: int | None) -> int:
    """Download the documents that a list names and that are not in the raw folder.

    Nothing is overwritten: a document that has changed at its source becomes a second file. A document that cannot be
    had is named with the reason and what to do about it, and stops nothing. The list says, for each document:

    \b
      [[document]]
      board = "Hässelby-Vällingby stadsdelsnämnd"
      year = 2026
      url = "https://…"        without it the document is put into raw/ by hand
      sha256 = "…"             what `sha256sum` prints, if it is known
      format = "txt"           if it is text instead of PDF
      kind = "tertialrapport"  if it is no verksamhetsplan; period = "T1"
      due = 2026-05-31         the day by which it is expected
      host = "…"               only what was fetched from there is approved
    """  # noqa: D301 - click's mark for lines that stay as they are
    from pipeline.commands.fetch import fetch_all
    from pipeline.fetch.download import Bounds
    from pipeline.run.trouble import told
    from pipeline.sources import BadSources, sources_of

    standard = Bounds()
    bounds = Bounds(
        seconds=time_limit or standard.seconds,
        file_bytes=size_limit * MEGABYTE if size_limit else standard.file_bytes,
    )
    try:
        return OK if fetch_all(sources_of(sources), raw, bounds) else SOME_BAD
    except FileNotFoundError as error:
        raise click.UsageError(
            f"there is no list of documents at {error.filename}: write it, or name it with --sources"
        ) from error
    except BadSources as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise Trouble(told(error)) from error
