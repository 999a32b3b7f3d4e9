"""Signs in a letter's words: weighted patterns, added up; and what counts as a request."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailcare.triage.expressions import LETTER, Bundle, Expression, Register


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern on the matching copy, and what each kind of finding is worth."""

    pattern: Expression
    points: float


class Signs:
    """Signs that are looked for together."""

    def __init__(self, every: Sequence[Sign], register: Register) -> None:
        """Take signs whose patterns are all of one register."""
        self._every = tuple(every)
        self._bundle = Bundle([one.pattern for one in every], register)

    def __iter__(self) -> Iterator[Sign]:
        """Yield every sign, in order."""
        return iter(self._every)

    def that_may_match(self, text: str) -> Iterable[Sign]:
        """Return those that `text` may hold, in order."""
        return (self._every[at] for at in self._bundle.may_match(text))


def signs(*entries: tuple[float, *tuple[str, ...]], register: Register = LETTER) -> Signs:
    """Compile entries of points and the patterns of which any counts."""
    every = [
        Sign(Expression("|".join(patterns), register=register), points)
        for points, *patterns in entries
    ]
    return Signs(every, register)


def points(text: str, wanted: Signs, repeat: float = 0.3) -> float:
    """Add up the signs found in `text`; each further finding of one counts `repeat` of it."""
    total = 0.0
    for sign in wanted.that_may_match(text):
        found = sign.pattern.count(text, 4)
        if found:
            total += sign.points * (1 + repeat * (found - 1))
    return total


def first(
    text: str,
    pattern: re.Pattern[str] | Expression,
    around: int = 0,
    *,
    until: int = sys.maxsize,
) -> str:
    """Return the words that `pattern` finds first before `until`, some `around` too; or nothing."""
    found = pattern.search(text, 0, until)
    if not found:
        return ""
    return text[max(0, found.start() - around) : found.end() + around].strip()


_REQUEST = signs(
    (2, r"我(?:要|想)?投诉|特此投诉|投诉[:你一]|^投诉|我要(?:退|申诉|求)|要求(?!您|用户)"),
    (2, r"凭什么|乱扣|多扣|被扣|扣了|扣费|退(?:还|钱|费|款)|赔偿?|不要脸|骗钱"),
    (1, r"怎么(?!样)|为什么|为何|请问|想问|咨询|能否|可否|能不能|吗\s{0,4}[?]|怎么办"),
    (1, r"无法|不能|打不开|收不到|发不出|登不|上不[去了]|不通|断[线网了]|故障|坏了|没反应|没信号"),
    (
        1,
        (
            r"(?:请|麻烦|希望|望)(?:你们?|您|贵\S{0,4}|帮|尽快|立即|马上|协助|给我|查|核实|处理|"
            r"解决|"
            r"恢复|取消|退)"
        ),
    ),
    (
        1,
        (
            r"(?<![敬诚邀])请(?:你们?|您|贵.{1,3}|尽快|立即|马上|赶[快紧]|抓紧|协助|予以|给予|及时|"
            r"给(?:我|予)?|把|将|为我|帮忙?|帮我|务必|"
            r"各?有关.{0,4}|领导)?(?:查(?![收看阅])|核|处理|解|说明|恢复|取消|退|停|关(?!注)|修|改|"
            r"更|换|补|派|调|重|开通|安排|告知|答复|"
            r"明确|"
            r"提供|检查|落实|纠正|赔|转|加派|删|注销|帮|管)"
        ),
        r"盼(?:复|回|予)|请求|恳请|懇請|帮(?:我|忙)|求助",
    ),
    (1, r"我(?:的|家|们?公司|司|想|要|买|打|上个?月)"),
    (
        2,
        r"\b(?:i (?:want|would like) to complain|refund me|charged me|i was charged)\b",
        r"\bmy complaint\b",
    ),
    (1, r"\b(?:cannot|can't|unable to|doesn't work|not working|no signal|stopped working)\b"),
    (
        1,
        r"\b(?:please (?:help|fix|check|cancel|stop|refund|restore|advise))\b",
        r"\bhow (?:can|do) i\b",
    ),
    (1, r"\bmy (?:account|mailbox|phone|line|broadband|bill|number|e-?mail|domain|server)\b"),
)


@lru_cache(8)
def request_points(text: str) -> float:
    """How much the words sound like a person who wants something from us."""
    return points(text, _REQUEST, repeat=0.0)
