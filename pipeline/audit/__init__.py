"""What is kept for those who check: the ledger of runs."""
