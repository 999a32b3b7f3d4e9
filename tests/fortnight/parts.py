"""The parts that customers play: what they write first, how they go on, how it should end.

`mails` are the templates that the customer gets, in order; `ends` the states in which their case
may be at the end of the play, None for letters that open no case.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from fortnight import letters
from fortnight.letters import Who, Write
from fortnight.people import Habit
from mailcare.model.case import State

_HOUR = timedelta(hours=1)
_ANSWER = "您反映的问题(?:处理|已)|经核实"
"""What stands in every answer of our clerks."""
_ASKED = "还需请您补充|请您补充|尚缺|还缺"

Habits = Callable[[Who], list[Habit]]


def _none(_who: Who) -> list[Habit]:
    return []


@dataclass(frozen=True)
class Part:
    """How a customer behaves, and what must come of it."""

    name: str
    box: str
    write: Write
    mails: tuple[str, ...]
    ends: frozenset[State | None]
    habits: Habits = _none
    again: tuple[timedelta, ...] = ()
    """How long after the first letter the same is sent again, as a new one."""
    late: bool = False
    """Whether it takes more than a week: it must begin in the play's first days."""


def _whole(who: Who) -> list[Habit]:
    return [Habit(_ASKED, who.signature, _HOUR, times=1)]


def _in_pieces(who: Who) -> list[Habit]:
    return [
        Habit(_ASKED, f"联系人:{who.name}", _HOUR, times=1),
        Habit(_ASKED, f"联系电话:{who.phone}", 2 * _HOUR, times=1),
    ]


def _all_three(who: Who) -> list[Habit]:
    return [Habit(_ASKED, f"宽带账号:{who.line}\n{who.signature}", 3 * _HOUR, times=1)]


def _thankful(_who: Who) -> list[Habit]:
    return [Habit(_ANSWER, "收到,邮箱已经好了,谢谢你们!", _HOUR, times=1)]


def _angry(_who: Who) -> list[Habit]:
    return [Habit(_ANSWER, "问题根本没有解决,这样的答复我不接受,我要向工信部投诉!", _HOUR, times=1)]


def _withdrawing(_who: Who) -> list[Habit]:
    return [Habit("已受理", "不用处理了,我自己弄好了,撤回这次投诉。", _HOUR, times=1)]


def _urging(_who: Who) -> list[Habit]:
    return [Habit("已受理", "怎么还没有人处理?请尽快,已经影响我工作了。", 2 * _HOUR, times=1)]


def _adding(_who: Who) -> list[Habit]:
    return [
        Habit("已受理", "补充一下,对方收到的退信里写着 550 mailbox unavailable。", _HOUR, times=1),
        Habit("已收到您的补充", "再补充一点,网页登录也很慢。", _HOUR, times=1),
    ]


def _away(_who: Who) -> list[Habit]:
    robot = {"Auto-Submitted": "auto-replied"}
    return [Habit(".", "您好,我正在外地休假,回来后再看邮件。", fields=robot, quotes=False)]


_ANSWERED = frozenset({State.ANSWERED})
_ENDED = frozenset({State.CLOSED})
_OPEN: frozenset[State | None] = frozenset({State.REVIEW, State.OPEN})
_NO_CASE: frozenset[State | None] = frozenset({None})
_TAKEN = ("reply.accepted", "reply.answer")

PARTS: tuple[Part, ...] = (
    Part("plain", "vas", letters.mail_complete, _TAKEN, _ANSWERED),
    Part("plain, VNET", "vas", letters.vnet_complete, _TAKEN, _ANSWERED),
    Part("plain, English", "vas", letters.english, _TAKEN, _ANSWERED),
    Part("plain, IDC", "idc", letters.idc_complete, _TAKEN, _ANSWERED),
    Part("plain, broadband", "broadband", letters.broadband_complete, _TAKEN, _ANSWERED),
    Part("question", "vas", letters.consultation, _TAKEN, _ANSWERED),
    Part("suggestion", "vas", letters.suggestion, ("reply.suggestion",), _ANSWERED),
    Part("whole", "vas", letters.mail_bare, ("reply.need_info", *_TAKEN), _ANSWERED, _whole),
    Part(
        "in pieces", "vas", letters.mail_bare,
        ("reply.need_info", "reply.rest", *_TAKEN), _ANSWERED, _in_pieces,
    ),
    Part(
        "all three", "broadband", letters.broadband_bare,
        ("reply.need_info", *_TAKEN), _ANSWERED, _all_three,
    ),
    Part(
        "silent", "broadband", letters.broadband_bare, ("reply.need_info", "reply.still_needed"),
        frozenset({State.AWAITING_USER}), late=True,
    ),
    Part("thankful", "vas", letters.mail_complete, _TAKEN, _ENDED, _thankful),
    Part("angry", "vas", letters.mail_complete, (*_TAKEN, "reply.review"), _OPEN, _angry),
    Part(
        "withdrawing", "vas", letters.mail_complete, ("reply.accepted", "reply.withdrawn"),
        frozenset({State.WITHDRAWN, State.CLOSED}), _withdrawing,
    ),
    Part("urging", "vas", letters.mail_complete, _TAKEN, _ANSWERED, _urging),
    Part(
        "adding", "vas", letters.mail_complete,
        ("reply.accepted", "reply.received", "reply.answer"), _ANSWERED, _adding,
    ),
    Part(
        "repeating", "vas", letters.vnet_complete, _TAKEN, _ANSWERED, again=(timedelta(hours=2),),
    ),
    Part("away", "vas", letters.mail_complete, _TAKEN, _ANSWERED, _away),
    Part("thanks", "vas", letters.thanks, (), _NO_CASE),
    Part("parcel", "vas", letters.parcel, ("reply.not_accepted",), frozenset({State.NOT_ACCEPTED})),
    Part("official", "vas", letters.official, (), frozenset({State.REVIEW})),
    Part("robot", "vas", letters.out_of_office, (), _NO_CASE),
    Part("newsletter", "idc", letters.newsletter, (), _NO_CASE),
    Part("vague", "vas", letters.vague, ("reply.review", "reply.answer"), _ANSWERED),
    Part(
        "through the designated unit", "vas", letters.broadband_complete,
        ("reply.forwarded", "reply.answer"), _ANSWERED,
    ),
    Part(
        "special demand", "vas", letters.urgent, ("reply.forwarded", "reply.answer"), _ANSWERED,
    ),
    Part(
        "late department", "idc", letters.telecom_complete,
        ("reply.forwarded", "reply.answer"), _ANSWERED,
    ),
    Part(
        "department's robot", "idc", letters.billing, ("reply.forwarded",),
        frozenset({State.DISPATCHED}),
    ),
    Part("department that bounces", "idc", letters.works, ("reply.forwarded",), _OPEN),
)  # fmt: skip


def drawn(number: int) -> Iterator[tuple[Part, Who]]:
    """Yield so many parts with who plays them: each at least once, if there are enough."""
    for serial in range(number):
        yield PARTS[serial % len(PARTS)], Who(serial)
