"""One GET after each good run, as healthchecks.io expects it: who hears none for a while raises an alarm."""

from __future__ import annotations

import httpx

SECONDS = 10.0


def beat(address: str) -> str | None:
    """Asks for the address; gives back what went wrong, in words that do not hold it: it may be a secret."""
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=True) as client:
            client.get(address).raise_for_status()
    except httpx.HTTPStatusError as error:
        return f"the heartbeat URL answered with status {error.response.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return f"the heartbeat could not be sent ({type(error).__name__}): check its URL and the network"
    return None
