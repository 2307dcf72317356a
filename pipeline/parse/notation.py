"""How the contents of table cells are printed."""

PERIODICITY = r"(?:År(?:svis|ligen)?|Tertial(?:vis)?(?: [12])?|Halvår|Kvartal|Månad|Vecka|Delår|Vartannat år)"
_DIGITS = r"\d{1,3}(?:[ \u00a0\u2009\u202f]?\d{3})*"
# `(210,3)` may be a negative one; a whole number in brackets counts something.
AMOUNT = rf"(?:\({_DIGITS},\d+\)|[-\u2212\u2013]?\s?{_DIGITS}(?:,\d+)?)"
YEAR = r"(?:19|20)\d{2}"
MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
