"""Prefect around the functions of `pipeline`: schedules, retries, artifacts. No parsing, no SQL.

What is set here counts only where the environment does not say otherwise, and only before Prefect is imported.
"""

import os
from pathlib import Path

SETTINGS = {
    # Without a server of one's own, Prefect starts a temporary one; on a busy machine that takes more than its 20 s.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # What a run logs about documents and stages, with the flow run.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "tjut",
    # The same functions run outside of a flow, too; then there is nothing to log with.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # Nothing about a run is told to anybody.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
CHECKOUT = Path(__file__).resolve().parents[1]
if (CHECKOUT / "pyproject.toml").exists():  # an installed copy keeps Prefect's own place, in the home folder
    SETTINGS["PREFECT_HOME"] = str(CHECKOUT / "build" / "prefect")
for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
if home := os.environ.get("PREFECT_HOME"):
    Path(home).mkdir(parents=True, exist_ok=True)  # Prefect makes only its last part
