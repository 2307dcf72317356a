"""One GET after each successful run, for services such as healthchecks.io, which raise an alarm when it stops."""

from __future__ import annotations

import httpx

SECONDS = 10.0


def beat(address: str) -> str | None:
    """Requests the address; returns what went wrong, without the address, which may be secret."""
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=True) as client:
            client.get(address).raise_for_status()
    except httpx.HTTPStatusError as error:
        return f"the heartbeat URL answered with status {error.response.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"the heartbeat could not be sent ({type(error).__name__}): check its URL and the network"
    return None
