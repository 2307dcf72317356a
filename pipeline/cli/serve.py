"""`tjut serve`."""

from __future__ import annotations

from typing import Any

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []})
@click.pass_context
def serve(context: click.Context) -> Any:
    """Run on a schedule as a Prefect flow."""
    from flows.serve import serve as serve_flow

    return serve_flow.main(context.args, prog_name="tjut serve", standalone_mode=False)
