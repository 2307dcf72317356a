"""What reading a document costs, in ratios against plain pdfplumber; `make bench`. No part of the product."""
