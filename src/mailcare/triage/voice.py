"""How much a letter sounds like a customer: what no machine, spammer or newsletter usually says."""

import re
from dataclasses import dataclass

from mailcare.model.judgement import Elements
from mailcare.triage.expressions import Expression
from mailcare.triage.kind import complaint_points, question_points
from mailcare.triage.machinewords import NO_CUSTOMER
from mailcare.triage.signs import request_points
from mailcare.triage.words import Words

A_BUSINESS = 2.0
"""Points of a business that make a number in the letter that of a service."""
A_LINE = 12
"""Characters that a body has at least to speak for itself; an answer's subject may be ours."""
A_WHISPER = 0.5
"""Plea that is heard, first person or not, where only a weak sign speaks for a machine."""
LOUD = 4.0
"""Plea that is heard without a first person."""
MANY_REQUESTS = 3.0
"""Request points that no machine reaches by chance."""
CLEAR = 3.0
"""Plea of a customer whom a weak sign of a machine can't make doubtful."""

_FIRST_PERSON = Expression(
    r"我(?!司|公司|们公司|处|们|院|所|校|社)|本人(?!专业|长期|从事|提供|代理|可)|咱|俺|"
    r"我们(?=提交|申请|的(?:邮箱|域名|网站|服务器|主机|宽带|电话|账号|机器|线)|用|租|买|订|单位|已|从|收|被|一直)|"
    r"\bwe (?:rent|measure|have been|can(?:no|"
    r"')t|experience|notic|bought|pay|use|subscri|need|were|are unable)|(?<![a-z])(?:my|i|i've|i'm|"
    r"me|our|"
    r"us)(?![a-z])"
)


_SENTENCE_END = re.compile(r"[。!?\n]")
_REACH = 120


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose voice a letter has."""

    plea: float
    """Points of request and complaint."""
    requests: float
    first_person: bool
    names_a_service: bool
    """It holds a device number and speaks about a business."""

    def is_customers(self, enough: float) -> bool:
        """Whether it may be a customer's although it looks like a machine's.

        `enough` is the plea that must be heard: little where the machine is known by weak signs.
        """
        if self.requests >= MANY_REQUESTS:
            return True
        if self.names_a_service or self.plea >= LOUD:
            return True
        return (self.first_person or enough <= A_WHISPER) and self.plea >= enough

    @property
    def is_clear(self) -> bool:
        """A customer beyond doubt: asks for something, about themselves or a service named."""
        speaks = self.first_person or self.names_a_service
        return speaks and self.requests >= 1 and self.plea >= CLEAR

    @property
    def asks_nothing(self) -> bool:
        """No word of a request or complaint, nobody speaks of themselves, no service is named."""
        return self.plea <= 0 and not self.names_a_service and not self.first_person


def hear(words: Words, elements: Elements, business: float) -> Voice:
    """Listen to the letter; `business` are the points of the owner it speaks about most."""
    names_a_service = elements.device_number is not None and business >= A_BUSINESS
    return _hear(_speech(words), names_a_service=names_a_service)


def hear_beside(words: Words, voice: Voice) -> Voice:
    """Listen again, without the sentences that only machines write (尽快回复您, 如有急事请联系)."""
    apart = _without_machine_sentences(_speech(words))
    return _hear(apart, names_a_service=voice.names_a_service)


def _speech(words: Words) -> str:
    return words.own if len(words.own) > A_LINE else f"{words.subject}\n{words.own}"


def _hear(text: str, *, names_a_service: bool) -> Voice:
    requests = request_points(text)
    return Voice(
        plea=requests + complaint_points(text) + question_points(text) / 2,
        requests=requests,
        first_person=_FIRST_PERSON.search(text) is not None,
        names_a_service=names_a_service,
    )


def _without_machine_sentences(text: str) -> str:
    """Cut the sentences that NO_CUSTOMER marks, at most `_REACH` characters to either side."""
    kept, done = [], 0
    for hit in NO_CUSTOMER.finditer(text):
        if hit.end() <= done:
            continue
        begin = max(done, hit.start() - _REACH)
        before = _SENTENCE_END.split(text[begin : hit.start()])[-1]
        after = _SENTENCE_END.split(text[hit.end() : hit.end() + _REACH], maxsplit=1)[0]
        kept.append(text[done : hit.start() - len(before)])
        done = hit.end() + len(after)
    return "".join((*kept, text[done:]))
