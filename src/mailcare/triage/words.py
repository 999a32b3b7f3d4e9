"""A letter's words prepared once for all questions: folded, simplified, lower-case, in clauses."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from mailcare.model.letter import Message
from mailcare.triage.text import matching_copy

HEAD, TAIL = 2_000, 600
"""Characters by which a longer letter is judged: who writes pages says at their beginning what is
wrong, and at their end what is wanted. Elements are searched for in all of it."""
MAX_CHARS = HEAD + TAIL
"""What judging costs is bounded by this, whatever the letter's size."""

FINE = 0.4
"""The factor of a clause that says that something is all right."""
MAINLY = 5.0
"""The factor of a clause that says itself that it is the main thing."""

_PREFIX = re.compile(
    r"^\s{0,4}(?:(?:re|fwd?|fw|aw|答复|回复|回覆|转发|转寄|"
    r"转呈)(?:\[\d{1,3}\])?\s{0,4}:\s{0,4}){1,12}",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^。!?;,\n…]+[。!?;,\n…]*")
_SENTENCE_END = re.compile(r"[。!?;\n…]")
_ASIDE = re.compile(
    r"顺便|顺带|另外|此外|以前|之前|当初|当年|原来|原先|本来|当时|曾经|那时|上门装|隔壁|邻居|"
    r"朋友|别家|人家|相比|比起|除了|虽然|尽管|平时|一直用|用了.{0,4}年|老用户|之一|"
    r"by the way|besides|apart from|used to|my friend|neighbou?r"
)
_TROUBLE = re.compile(
    r"投诉|申诉|反映|要求|请|麻烦|希望|帮|不能|不了|不上|不到|不出|不进|不开|不通|无法|没有用|"
    r"没用|失败|报错|错误|故障|断|慢|卡|坏|掉|扣|收费|退|取消|注销|关闭|停|恢复|查|解决|处理|"
    r"修|赔|态度|怎么|如何|为什么|为何|凭什么|什么|能否|可否|咨询|建议|"
    r"cannot|can't|can not|unable|fail|error|down|slow|refund|charge|cancel|stop|please|how|why|"
    r"never|broken|not work|no |problem|issue|complain"
)
_FINE = re.compile(
    r"(?:很|都|一切|倒|蛮|还)?正常(?!使用不|收费)(?:没|,|。|$)|没有?(?:任何|什么)?(?:问题|毛病)|"
    r"都对|不追究|弄明白了|不卡|"
    r"(?:装|修|弄|做)得(?:蛮|很|挺)?好|已经(?:修好|解决|弄好|恢复)|修好了|谢谢|(?:works?|is|"
    r"are) (?:just )?fine\b|"
    r"no (?:problem|complaint)s? (?:with|about)"
)
"""Who says that something is all right hardly complains of it."""
_MAINLY = re.compile(
    r"剩下(?:的)?就?是|就是那个|我就是(?:不|要)|唯一|另外一桩|主要(?:是|的)|关键是|重点是|问题是|"
    r"核心|主要问题|只为(?:了)?(?:[一这]|反映|投诉|问)|(?:来信|写信|今天)只(?:为|说|问|求)|单说|"
    r"只(?:反映|投诉|说|问|求)[一这](?:件|桩|个|点)|有个?正(?:经)?事|言归正传|"
    r"(?:真正|我)?要(?:投诉|反映|说)的是|the (?:main|only|real) (?:problem|issue|point|thing)"
)
_CONTACT_LINE = re.compile(
    r"^\s{0,4}(?:我的|本人)?(?:联系|姓名|地址|住址|邮编|电话|手机|座机|固话|传真|e-?mail|邮箱地址|"
    r"qq|微信|"
    r"公司|单位|tel|phone|mobile|cell|fax|address|name)[^:]{0,8}:"
)
_TOPIC_LINE = re.compile(
    r"^\s{0,4}(?:投诉|申诉|咨询|问题|业务|反映|服务|留言|建议|故障|产品|事由|主题|标题)"
    r"(?:的)?(?:类型|类别|种类|业务|分类|主题|标题|名称|项目)?\s{0,4}[:\t]"
)

_NULL_PATH = re.compile(r"^\s*<\s*>\s*$")


class Clause(NamedTuple):
    """A piece of a letter between two stops, with how much its words say about the problem."""

    start: int
    end: int
    factor: float


class Words:
    """The matching copies of a letter, made when first asked for."""

    def __init__(self, message: Message) -> None:
        self.message = message

    @cached_property
    def subject(self) -> str:
        """The subject without 回复/Fwd prefixes."""
        return _PREFIX.sub("", self.raw_subject)

    @cached_property
    def raw_subject(self) -> str:
        """The subject with its prefixes."""
        return matching_copy(self.message.subject[:1000]).strip()

    @cached_property
    def has_null_path(self) -> bool:
        """Whether the letter asks for no answer by an empty reverse-path (RFC 5321 4.5.5)."""
        return any(_NULL_PATH.match(path) for path in self.message.fields.get("return-path", ()))

    @cached_property
    def own(self) -> str:
        """What the sender wrote in this letter."""
        return matching_copy(_both_ends(self.message.own_text))

    @cached_property
    def forwarded(self) -> str:
        """The forwarded letter, where the letter is a forward."""
        return matching_copy(_both_ends(self.message.forwarded))

    @cached_property
    def body(self) -> str:
        """What speaks about the problem: the own words and the forwarded ones."""
        return f"{self.own}\n{self.forwarded}" if self.forwarded else self.own

    @cached_property
    def all(self) -> str:
        """Subject and body."""
        return f"{self.subject}\n{self.body}"

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The body's clauses, in order."""
        return tuple(_clauses(self.body))


def _both_ends(text: str) -> str:
    """Return a long text's beginning and end, each in whole lines where it has any."""
    if len(text) <= MAX_CHARS:
        return text
    end = text[-TAIL:]
    return f"{text[:HEAD]}\n{end.partition(chr(10))[2] or end}"


def _clauses(body: str) -> Iterator[Clause]:
    fresh = True
    aside = False
    for found in _CLAUSE.finditer(body):
        clause = found[0]
        if fresh:
            aside = False
        aside = aside or _ASIDE.search(clause) is not None
        yield Clause(found.start(), found.end(), _factor(clause, aside=aside))
        fresh = _SENTENCE_END.search(clause) is not None


def _factor(clause: str, *, aside: bool) -> float:
    if _TOPIC_LINE.search(clause):
        return 2.0
    if _CONTACT_LINE.search(clause):
        return 0.4
    if _MAINLY.search(clause):
        return MAINLY
    if _FINE.search(clause):
        return FINE
    factor = 1.3 if _TROUBLE.search(clause) else 0.9
    return factor * 0.5 if aside else factor
