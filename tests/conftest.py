"""What all tests share."""

from __future__ import annotations

import os

# Before anything of Prefect is imported: no figures are sent anywhere, and a busy machine may start a server slowly.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
