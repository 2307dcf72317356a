"""The page as it is drawn, as a witness of what is read: is each glyph seen and unstruck, is all ink of text read?

Knows glyphs and pictures, and no tables; Swedish in its findings alone.
"""
