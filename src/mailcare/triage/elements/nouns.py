"""Which kind of telephone words mean: the mobile, the one at home, the one at work, the 小灵通."""

import re

from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.numbers import Shape
from mailcare.triage.elements.page import Page

_WORDS = {
    "mobile": r"手机|行动电话|(?<![a-z])(?:mobile|cell)(?![a-z])",
    "home": (
        r"座机|固话|家里|宅电|家中|固定电话|老家|(?<![a-z])(?:landline|home|fixed line)(?![a-z])"
    ),
    "office": (
        r"办公室|单位|公司|店里|厂里|柜台|传达室|学校|"
        r"(?<![a-z])(?:office|work|school|desk)(?![a-z])"
    ),
    "phs": r"小灵通",
}
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_BREAK = re.compile(r"[。!?;\n\d]|(?<=[a-z])\. ")
_BEFORE = 24


def kind_of(page: Page, one: Candidate) -> str:
    """Return the kind of telephone that the words before a number name, else its shape's."""
    before = _BREAK.split(page.plain[max(0, one.token.start - _BEFORE) : one.token.start])[-1]
    named = [match.lastgroup or "" for match in _KIND.finditer(before)]
    if named:
        return named[-1]
    if one.token.shape is Shape.MOBILE:
        return "mobile"
    return "home" if one.callable else ""
