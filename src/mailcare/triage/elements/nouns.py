"""Which kind of telephone words mean: the mobile, the one at home, the one at work, the 小灵通."""

import re
from collections.abc import Mapping

from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.numbers import Shape
from mailcare.triage.elements.page import Page
from mailcare.triage.expressions import on_page

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
_NOUN = on_page("|".join(_WORDS.values()))
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()))
_NUMBER_NEXT = re.compile(r"[^。!?;,\n]{0,8}?\d[\d \-]{6}")
_BREAK = re.compile(r"[。!?;\n\d]|(?<=[a-z])\. ")
_DIGIT = re.compile(r"\d")
_BEFORE, _LEFT, _RIGHT = 24, 8, 12


def kind_of(page: Page, one: Candidate) -> str:
    """Return the kind of telephone that the words before a number name, else its shape's."""
    before = _BREAK.split(page.plain[max(0, one.token.start - _BEFORE) : one.token.start])[-1]
    named = [match.lastgroup or "" for match in _KIND.finditer(before)]
    if named:
        return named[-1]
    if one.token.shape is Shape.MOBILE:
        return "mobile"
    return "home" if one.callable else ""


def mentions(page: Page) -> Mapping[str, list[tuple[str, str]]]:
    """Return what stands left and right of words for telephones that no number follows."""
    told: dict[str, list[tuple[str, str]]] = {}
    for match in _NOUN.finditer(page.plain):
        named = _KIND.match(page.plain, match.start())
        if named and not _NUMBER_NEXT.match(page.plain, match.end()):
            left = page.plain[max(0, match.start() - _LEFT) : match.start()]
            right = page.plain[match.end() : match.end() + _RIGHT]
            around = _DIGIT.sub("0", left), _DIGIT.sub("0", right)
            told.setdefault(named.lastgroup or "", []).append(around)
    return told
