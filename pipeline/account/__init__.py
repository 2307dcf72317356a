"""Is all that a document prints stored, and stored as another library reads it? → coverage, `unaccounted_number`.

Compares a document's pages with its records; whether the figures agree among themselves is `pipeline.reconcile`'s.
"""
