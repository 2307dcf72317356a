"""How right the extraction is, and how much of what could go wrong would be noticed. Never imported by `pipeline`."""
