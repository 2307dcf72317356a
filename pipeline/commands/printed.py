"""Formats values of the warehouse for people and programs: numbers without trailing zeros, everything else as text."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any


def number(value: Decimal | float) -> str:
    """All significant digits: `801.3` for 801.30000000, `0` for 0E-8; a DECIMAL never has an exponent."""
    text = format(value, "f") if isinstance(value, Decimal) else repr(value)
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(value: Any) -> str:
    """A value in one cell: NULL is empty, dates are ISO 8601, lists and structs are JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | float):
        return number(value)
    if isinstance(value, list | tuple | dict):
        return as_json(value)
    return str(value)


def as_json(value: Any) -> str:
    """A value as JSON, a DECIMAL as a number with all its digits; types unknown to JSON become text."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(text(key))}:{as_json(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(as_json, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool | int | Decimal) or (isinstance(value, float) and math.isfinite(value)):
        return text(value)
    return _quoted(text(value))


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
