"""The report: HTML of what the warehouse holds, for people who would rather look than read.

queries → view model (`model`, a module for each part) → charts, pictures → Jinja2 templates → one file, or one a board
"""
