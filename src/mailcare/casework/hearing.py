"""What a department says about a dispatch: received, given back, or something of substance.

Read from the letter's own words, as a colleague at the desk would; what may be a return, but does
not begin as one or gives no reason, is for a person.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from mailcare.casework.shaping import shape


class Saying(StrEnum):
    """What the other side says; each shows that a person there has the dispatch."""

    RECEIVED = "received"
    RETURNED = "returned"
    MAYBE_RETURNED = "maybe_returned"
    ANSWERED = "answered"
    """What came of the case, or anything else that staff should read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A letter understood."""

    saying: Saying
    text: str = ""
    """All own words; of a return its reason."""


_GREETING = re.compile(
    r"^\W*(?:您好|你好|大家好|各位|尊敬的\W?.{0,14}|dear\b.{0,40}|hello\b.{0,30}|hi\b.{0,30}|"
    r".{2,14}(?:中心|部门?|处|公司|科|室)(?:的?同事|领导)?(?:,?\s?(?:您|你)们?好)?)\s*[:,!。.;]*\s*$"
)
_POLITE = (
    r"^[\s【\[({「『《<*_\"'“#-]*(?:您好|你好)?[\s,,:!。]*"
    r"(?:此件|本件|本单|该单|此单|现|特|予以|请|申请|予)*"
)
_RETURN = re.compile(
    _POLITE + r"(?:退单|退回(?=\W|$|贵|你|此|该|本|原因|理由)|退件|拒收|不予?接[收单]|无法接[收单]|"
    r"(?:return|reject)(?:ed)?(?=\s*(?:[^\w\s]|$|\n|reason|because|as\b)))"
    r"[\s】\])}」』》>*_\"'”]*(?:原因|理由|说明|reason)?\s?(?:是|为)?[\s::,,。.-]*"
)
_NOT_OURS = re.compile(
    r"不(?:属于?|是|在|归)(?:我|本(?!人)|敝)(?:们的?|处|部门?|司|单位|中心|公司|科|局|方)?[^。\n]{0,16}"
    r"(?:范围|业务|职责|管辖|管理?|受理|处理|负责)|非(?:我|本)(?:处|部门?|司|单位|中心|公司|方)[^。\n]{0,10}"
    r"(?:范围|业务|职责|管辖|受理)|\bnot (?:our|ours|within our|in our|for us)\b"
    r"|\bnone of our business\b"
)
_HINT = re.compile(
    r"退单|退回(?![^\W\d_]{0,3}(?:费|款|钱|金|元))|退件|拒收|"
    r"(?:应|宜|请|建议)(?:该|当)?(?:由|转|改派|派)(?!我|本)[^。\n]{1,24}(?:处理|受理|负责|办理)|"
    r"\breturn(?:ed|ing)? (?:it|this|the (?:case|dispatch))\b|\bwrong department\b"
)
_NEGATED = re.compile(
    r"(?:不|无需|不用|不必|勿|未|没有?|如需?|若|是否|能否|怎么|如何)(?:要|会|予|能)?\s?(?:退单|退回|退件)|"
    r"退单[^。\n]{0,8}(?:吗|么|\?)|(?:吗|么|\?)\s*$|\b(?:not|don't|never) (?:be )?return"
)
_DONE = re.compile(
    r"已(?:经)?(?:为|帮|将|由|与|向)?[^,,。\n]{0,8}(?:处理|解决|联系|协调|答复|回复|修复|恢复|办理|转)|"
    r"\b(?:passed it on|forwarded|solved|fixed|called)\b"
)
"""Whoever has done something about it may say that it is not theirs, and still not return it."""
_RECEIVED = re.compile(
    r"收到|已收|收悉|已阅|知悉|知道了|接单|已接[单收]|接收|签收|明白|好的|确认|已受理|转告|"
    r"\b(?:received|confirm(?:ed)?|got it|noted|acknowledged?|ok(?:ay)?|will do)\b"
)
_SHORT = 60
"""Characters that a mere receipt has at most."""


def hear(own_text: str) -> Heard:
    """Read a person's own words, footers cut off; never raises."""
    lines = _said(own_text)
    text = "\n".join(lines).strip()
    if not lines:
        return Heard(Saying.RECEIVED)
    first = shape(lines[0])
    found = _RETURN.match(first)
    if found and not _NEGATED.search(first):
        reason = "\n".join([lines[0][found.end() :], *lines[1:]]).strip()
        return Heard(Saying.RETURNED if reason else Saying.MAYBE_RETURNED, reason)
    whole = shape(text)
    if _NOT_OURS.search(first) and not (_NEGATED.search(first) or _DONE.search(whole)):
        return Heard(Saying.RETURNED, text)
    if (_NOT_OURS.search(whole) or _HINT.search(whole)) and not _is_denied(whole):
        return Heard(Saying.MAYBE_RETURNED, text)
    short = len(text) <= _SHORT and _RECEIVED.search(whole) is not None
    return Heard(Saying.RECEIVED if short else Saying.ANSWERED, text)


def _is_denied(text: str) -> bool:
    """Say whether all that the text says of returning is that nothing is returned."""
    left = re.sub(r"(?:不|无需|不用|不必|勿)(?:要|会|予)?\s?(?:退单|退回|退件)", "", text)
    return not (_NOT_OURS.search(left) or _HINT.search(left))


def _said(own_text: str) -> list[str]:
    """Return the own lines, without greetings at their head."""
    lines = [line for line in own_text.splitlines() if line.strip()]
    while len(lines) > 1 and _GREETING.match(shape(lines[0])):
        lines = lines[1:]
    return lines
