"""Benchmarks: the cost of reading a document compared with plain pdfplumber; `make bench`. Not part of the product."""
