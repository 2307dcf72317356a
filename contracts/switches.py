"""Refuses to run if pandera has been switched off by its environment variables."""

from __future__ import annotations

import os

# The values that pandera takes as true, and the depth that checks both columns and values.
SWITCHES = {"PANDERA_VALIDATION_ENABLED": ("True", "true", "1"), "PANDERA_VALIDATION_DEPTH": ("SCHEMA_AND_DATA",)}


class ContractsSwitchedOff(RuntimeError):
    """An environment variable keeps pandera from checking, which is worse than no contract, since nobody notices."""


def assert_contracts_are_on() -> None:
    """Raises ContractsSwitchedOff when an environment variable of pandera switches checks off."""
    for name, on in SWITCHES.items():
        if os.environ.get(name, on[0]) not in on:
            raise ContractsSwitchedOff(f"{name}={os.environ[name]} switches the contracts off: unset it and run again")
