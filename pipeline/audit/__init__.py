"""Tools for checking what is published: a value's place on its page, reading rows again, comparing two runs.

Compares the warehouse with its files and its past; stores nothing, and does not judge the content of documents.
"""
