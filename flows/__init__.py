"""Prefect around the functions of `pipeline`: schedules, retries, artifacts. No parsing, no SQL."""
