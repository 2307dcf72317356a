"""The press: a typesetter that makes plans as PDF or text for tests, in every layout that occurs.

A plan (`plan.py`) is data. `flow.py` puts it into the order of the document, a producer sets it in a `Style`, and
`records.py` says what a reader should find in it. `variations.py` makes other plans from one.
"""
