"""What the standard fonts Symbol and ZapfDingbats say with each code, where a file does not tell it (ISO 32000-1,
annexes D.5 and D.6)."""

from __future__ import annotations

SYMBOL, DINGBATS = "Symbol", "ZapfDingbats"
_FROM_32 = """
space exclam universal numbersign existential percent ampersand suchthat parenleft parenright asteriskmath plus
comma minus period slash zero one two three four five six seven eight nine colon semicolon less equal greater
question congruent Alpha Beta Chi Delta Epsilon Phi Gamma Eta Iota theta1 Kappa Lambda Mu Nu Omicron Pi Theta Rho
Sigma Tau Upsilon sigma1 Omega Xi Psi Zeta bracketleft therefore bracketright perpendicular underscore radicalex
alpha beta chi delta epsilon phi gamma eta iota phi1 kappa lambda mu nu omicron pi theta rho sigma tau upsilon
omega1 omega xi psi zeta braceleft bar braceright similar
"""
_FROM_160 = """
Euro Upsilon1 minute lessequal fraction infinity florin club diamond heart spade arrowboth arrowleft arrowup
arrowright arrowdown degree plusminus second greaterequal multiply proportional partialdiff bullet divide notequal
equivalence approxequal ellipsis arrowvertex arrowhorizex carriagereturn aleph Ifraktur Rfraktur weierstrass
circlemultiply circleplus emptyset intersection union propersuperset reflexsuperset notsubset propersubset
reflexsubset element notelement angle gradient registerserif copyrightserif trademarkserif product radical dotmath
logicalnot logicaland logicalor arrowdblboth arrowdblleft arrowdblup arrowdblright arrowdbldown lozenge angleleft
registersans copyrightsans trademarksans summation parenlefttp parenleftex parenleftbt bracketlefttp bracketleftex
bracketleftbt bracelefttp braceleftmid braceleftbt braceex .notdef angleright integral integraltp integralex
integralbt parenrighttp parenrightex parenrightbt bracketrighttp bracketrightex bracketrightbt bracerighttp
bracerightmid bracerightbt .notdef
"""

# Names of the glyphs of Symbol by code, in Adobe's list of them.
NAMES: dict[int, str] = {
    **dict(enumerate(_FROM_32.split(), start=32)),
    **dict(enumerate(_FROM_160.split(), start=160)),
}

# The signs of ZapfDingbats by code. Unicode took them over in their order (block Dingbats), but for those it had.
_HAD = {"%": "☎", "*": "☛", "+": "☞", "H": "★", "l": "●", "n": "■", "s": "▲", "t": "▼", "u": "◆", "w": "◗"}
SIGNS: dict[str, str] = {chr(code): chr(code - 0x20 + 0x2700) for code in range(0x21, 0x7F)} | _HAD
