"""Keeps Prefect from logging a failure twice: it logs a returned failure again as an error, with traceback."""

from __future__ import annotations

import logging

from prefect.exceptions import FailedRun

LOGGERS = ("prefect.flow_runs", "prefect.engine")


def _is_news(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], FailedRun))


def tell_once() -> None:
    """Filters from Prefect's log the failures that a flow has returned as its state."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_is_news)
