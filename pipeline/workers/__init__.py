"""Runs work in separate processes with limits on time and memory, so that no document can stop a run.

Knows nothing about documents: takes a function by name and strings, returns JSON.
"""

from pipeline.workers.calls import Closed, Limits, Workers

__all__ = ["Closed", "Limits", "Workers"]
