"""Work in processes of their own, bounded in time and memory, so that no document can stop a run.

Knows no documents: a function by its name and strings in, JSON out.
"""

from pipeline.workers.calls import Closed, Limits, Workers

__all__ = ["Closed", "Limits", "Workers"]
