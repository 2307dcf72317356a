"""How the contents of table cells are printed."""

PERIODICITY = r"(?:År(?:svis|ligen)?|Tertial(?:vis)?(?: [12])?|Halvår|Kvartal|Månad|Vecka|Delår|Vartannat år)"
AMOUNT = r"[-\u2212\u2013]?\s?\d{1,3}(?:[ \u00a0\u2009\u202f]?\d{3})*(?:,\d+)?"
YEAR = r"(?:19|20)\d{2}"
MONTH = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?"
