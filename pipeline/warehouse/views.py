"""The views: an SQL file each, with comments on the view and its columns; some are made from the contracts."""

from __future__ import annotations

from importlib.resources import files

from pipeline.warehouse.about import about_view
from pipeline.warehouse.current import current_views
from pipeline.warehouse.reviewed_rows import reviewed_views
from pipeline.warehouse.row_year_over_year import row_year_over_year
from pipeline.warehouse.versions import version_change


def view_scripts() -> list[str]:
    """The scripts of all views, ordered by name: each view comes after those it reads."""
    folder = files("pipeline.warehouse") / "views"
    scripts = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".sql")}
    scripts |= {
        "07_reviewed": reviewed_views(),
        "34_row_year_over_year": row_year_over_year(),
        "60_version_change": version_change(),
        "61_current": current_views(),
        "70_about": about_view(),
    }
    return [scripts[name] for name in sorted(scripts)]
