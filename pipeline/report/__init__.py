"""The report: the warehouse as HTML, for people who prefer to browse.

queries → view model (`model`, a module for each part) → charts, pictures → Jinja2 templates → one file, or one a board
"""
