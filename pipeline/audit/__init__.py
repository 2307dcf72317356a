"""For those who check what is published: a value's place on its page, the same rows read again, two runs compared.

Compares the warehouse with its files and with its past; it stores nothing, and it judges no document's content.
"""
