"""Producer: WeasyPrint. It needs Pango from the system; where that is missing, `why_not()` says so."""

from __future__ import annotations

import logging
import os
import warnings
from functools import cache
from pathlib import Path
from unittest import mock

from tests.press.plan import Plan
from tests.press.style import Style
from tests.press.web_page import web_page


@cache
def why_not() -> str | None:
    """Why this producer cannot work here; None if it can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        return f"WeasyPrint does not load: {str(error).splitlines()[0]}"
    return None


def set_with_weasyprint(plan: Plan, style: Style, path: Path) -> None:
    """Set `plan` as a PDF; the same plan and style give the same bytes on the same machine."""
    page = web_page(plan, style)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    with mock.patch.dict(os.environ, SOURCE_DATE_EPOCH="0"), warnings.catch_warnings():  # no clock in subset fonts
        warnings.simplefilter("ignore", DeprecationWarning)
        import weasyprint

        weasyprint.HTML(string=page).write_pdf(path, pdf_identifier=b"tests.press", pdf_tags=style.tagged)
