"""The views: an SQL file each, with comments on the view and its columns; one is made from the contracts."""

from __future__ import annotations

from importlib.resources import files

from pipeline.warehouse.versions import version_change


def view_scripts() -> list[str]:
    """The scripts of all views, in the order of their file names: a view stands after those it reads."""
    folder = files("pipeline.warehouse") / "views"
    scripts = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return [*(script.read_text("utf-8") for script in scripts), version_change()]
