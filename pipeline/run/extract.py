"""One file from its bytes to its staged tables: what a worker process does. Importing this reads all the libraries."""

from __future__ import annotations
