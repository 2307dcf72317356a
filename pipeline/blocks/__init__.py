"""Pages → the blocks of a document: headings, paragraphs, bullets and tables, without headers, footers and contents."""
