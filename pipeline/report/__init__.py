"""The report: one HTML file of what the warehouse holds, for people who would rather look than read.

queries → view model (`model`, one module for each part) → charts, pictures → Jinja2 templates → one file
"""
