"""`tjut --version`."""

from __future__ import annotations

import subprocess
from importlib.metadata import version
from typing import Any

import click


def commit() -> str | None:
    """The commit that a wheel was built from, or that a checkout is at (`-dirty` if it has uncommitted changes)."""
    from pipeline.version import ROOT

    built = ROOT / "pipeline" / "commit.txt"
    if built.exists():
        return built.read_text("utf-8").strip()
    if not (ROOT / ".git").exists():  # a repository that merely contains an installed copy is not its source
        return None
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    try:
        return subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def show_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> Any:
    """Prints what a bug report should begin with."""
    if not wanted or context.resilient_parsing:
        return
    from pipeline.version import code_version
    from pipeline.warehouse.schema_version import SCHEMA_VERSION

    code = code_version().partition("+")[2]
    click.echo(f"tjut {version('tjut')}, commit {commit() or 'unknown'}, code {code}, schema {SCHEMA_VERSION}")
    context.exit()


version_option = click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=show_version,
    help="Show version, commit, digest of the extraction code, and schema version.",
)
