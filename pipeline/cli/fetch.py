"""`tjut fetch`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, OK, SOME_BAD, Trouble, raw_option

MEGABYTE = 1_000_000


@click.command()
@click.option(
    "--sources", type=FILE, default=Path("sources.toml"), show_default=True, help="List of documents to fetch."
)
@raw_option
@click.option(
    "--time-limit", type=click.IntRange(min=1), metavar="SECONDS", help="Time limit per document.  [default: 600]"
)
@click.option("--size-limit", type=click.IntRange(min=1), metavar="MB", help="Size limit per document.  [default: 100]")
def fetch(sources: Path, raw: Path, time_limit: int | None, size_limit: int | None) -> int:
    """Download listed documents that are not yet in the raw folder.

    Nothing is overwritten: a document that has changed at its source is saved as a second file. If a download fails,
    the reason and what to do about it are printed, and the others continue. The list has an entry for each document:

    \b
      [[document]]
      board = "Hässelby-Vällingby stadsdelsnämnd"
      year = 2026
      url = "https://…"        leave out if you put the document into raw/ yourself
      sha256 = "…"             optional checksum, as printed by `sha256sum`
      format = "txt"           if it is text instead of PDF
      kind = "tertialrapport"  if it is not a verksamhetsplan; period = "T1"
      due = 2026-05-31         the date by which it is expected
      host = "…"               approve the document only if it was fetched from here
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
            f"there is no list of documents at {error.filename}: create it, or give another path with --sources"
        ) from error
    except BadSources as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise Trouble(told(error)) from error
