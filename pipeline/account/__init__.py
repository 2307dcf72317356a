"""Checks that everything printed is stored, and as another library reads it → coverage, `unaccounted_number`.

Compares a document's pages with its records; `pipeline.reconcile` checks whether the figures agree with each other.
"""
