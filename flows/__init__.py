"""Prefect around the functions of `pipeline`: schedules, retries, artifacts. No parsing, no SQL.

The settings made here are only defaults for the environment, and must be made before Prefect is imported.
"""

import os
from pathlib import Path

SETTINGS = {
    # Without a server, Prefect starts a temporary one; on a busy machine that takes more than the default of 20 s.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # Attach what a run logs about documents and stages to the flow run.
    "PREFECT_LOGGING_EXTRA_LOGGERS": "tjut",
    # The same functions also run outside a flow; then there is nothing to log to.
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # No telemetry.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
}
CHECKOUT = Path(__file__).resolve().parents[1]
if (CHECKOUT / "pyproject.toml").exists():  # an installed copy uses Prefect's default place in the home folder
    SETTINGS["PREFECT_HOME"] = str(CHECKOUT / "build" / "prefect")
for name, value in SETTINGS.items():
    os.environ.setdefault(name, value)
if home := os.environ.get("PREFECT_HOME"):
    Path(home).mkdir(parents=True, exist_ok=True)  # Prefect creates only its last part
