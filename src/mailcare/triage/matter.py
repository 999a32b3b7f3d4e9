"""Do two problems speak of the same matter? Told by the words that they share."""

import re
from enum import StrEnum

from mailcare.triage.text import matching_copy

MOST = 2_000
"""Characters of a problem that are compared."""
FEW_NOTIONS = 4
"""What says less than this says nothing."""
SAME = 0.45
"""Share of notions in common from which two problems are one."""
WITHIN = 0.75
"""Share of the shorter one's notions: a complaint told again with more, or less, to it."""
APART = 0.12
_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_WORD = re.compile(r"[a-z]{3,}|[a-z0-9@._-]*\d[a-z0-9@._-]{3,}")
_COMMON = re.compile(
    r"您好|你好|谢谢|请问|请(?:尽快|帮忙|帮我|核实|处理|查|贵)?|麻烦|我们?|你们|贵公司|投诉|问题|处理|解决|一下|"
    r"联系|电话|姓名|设备号码|号码|尽快|感谢|\b(?:the|and|for|you|your|please|have|has|with|this|that|thank|thanks|"
    r"hello|dear|not|was|are|can|but|name|phone|number|my)\b"
)


class Likeness(StrEnum):
    """Whether two letters are about one matter."""

    SAME = "same"
    UNSURE = "unsure"
    DIFFERENT = "different"


def compare(one: str, other: str) -> Likeness:
    """Tell whether two problems, as their users wrote them, are the same matter."""
    a, b = notions(one), notions(other)
    if min(len(a), len(b)) < FEW_NOTIONS:
        return Likeness.SAME if a and a == b else Likeness.UNSURE
    shared = len(a & b)
    if 2 * shared / (len(a) + len(b)) >= SAME or shared / min(len(a), len(b)) >= WITHIN:
        return Likeness.SAME
    return Likeness.DIFFERENT if shared / min(len(a), len(b)) < APART else Likeness.UNSURE


def notions(text: str) -> frozenset[str]:
    """Return words and numbers, and Chinese characters by twos, without what stands everywhere."""
    copy = _COMMON.sub("\n", matching_copy(text[:MOST]))
    pairs = (run[at : at + 2] for run in _RUN.findall(copy) for at in range(len(run) - 1))
    return frozenset((*pairs, *_WORD.findall(copy)))
