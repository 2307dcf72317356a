"""Staged tables → the warehouse: built beside the old one and swapped in with one rename."""

from pipeline.warehouse.publish import publish

__all__ = ["publish"]
