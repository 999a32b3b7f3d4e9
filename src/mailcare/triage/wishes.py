"""What a writer demands besides a solution: haste, a deadline, something special."""

import re

from mailcare.model.judgement import DemandKind, SpecialDemand
from mailcare.triage.signs import first
from mailcare.triage.words import Words

_DEADLINE = re.compile(
    r"(?:请|务必|须|必须|要求|望|限|最迟|最晚)?.{0,8}"
    r"(?:\d{1,8}|[一二三四五六七八九十两])(?:个)?(?:小时|工作日|天|日)(?:之)?内.{0,12}"
    r"(?:答复|回复|解决|处理|恢复|退|给|修|寄|办)|"
    r"(?:今天|今晚|明天|明早|后天|本周|这周|周[一二三四五六日]|月底|\d{1,2}[日号])(?:之)?(?:内|"
    r"前|以前)"
    r".{0,14}(?:答复|回复|解决|处理|恢复|退|给|修|寄|办|开|到)|"
    r"\b(?:by|before) (?:tomorrow|today|monday|tuesday|wednesday|thursday|friday|the end of)\b|"
    r"\bwithin (?:\d{1,8}|two|three|five|seven|ten) (?:working )?(?:hours|days)\b"
)
_URGENT = re.compile(
    r"紧急|加急|十万火急|火急|万分火急|特急|急件|急用|急需|很急|非常急|着急|急等|急!|^急|\s急$|"
    r"\burgent(?:ly)?\b|\basap\b|\bas soon as possible\b|\bimmediately\b|\bemergency\b"
)
_OTHER = re.compile(
    r"书面(?:答复|回复|说明|解释|道歉)|盖章|上门(?:道歉|解释|说明)|公开道歉|领导(?:亲自|出面)|专人|"
    r"\bin writing\b|\bwritten (?:reply|explanation|apology)\b"
)


def special_demand(words: Words) -> SpecialDemand | None:
    """Return the demand that needs more than the usual speed (R6), if there is one."""
    kinds = (
        (DemandKind.DEADLINE, _DEADLINE),
        (DemandKind.URGENT, _URGENT),
        (DemandKind.OTHER, _OTHER),
    )
    for kind, pattern in kinds:
        evidence = first(words.all, pattern)
        if evidence:
            return SpecialDemand(kind, evidence)
    return None
