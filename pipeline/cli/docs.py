"""`tjut docs`."""

from __future__ import annotations

import click

from pipeline.cli.options import OK


@click.command()
@click.argument("page", required=False)
@click.option("--path", "as_path", is_flag=True, help="Print the path of the page instead of its text.")
def docs(page: str | None, as_path: bool) -> int:
    """Show a PAGE of the documentation, or list the pages.

    \b
      tjut docs cookbook              common questions, with queries and answers
      tjut docs data-dictionary       every table, view and column
      tjut docs queries/01-budget-mot-forra-aret > query.sql
    """  # noqa: D301
    from pipeline.commands.docs import pages, place_of
    from pipeline.commands.query import show

    if page is None:
        for name, about in pages():
            click.echo(f"{name:<45} {about}".rstrip())
        return OK
    path = place_of(page)
    if as_path:
        click.echo(path)
    else:
        show(path.read_text("utf-8"))
    return OK
