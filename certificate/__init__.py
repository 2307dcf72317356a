"""Measures how accurate extraction is, and how many mistakes would be noticed. Never imported by `pipeline`."""
