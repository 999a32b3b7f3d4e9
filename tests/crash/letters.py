"""The letters of the crash tests, and what must be written about each."""

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass

_HEAD = """\
From: =?utf-8?b?{name}?= <{sender}>
To: vas@telecom.example
Subject: =?utf-8?b?{subject}?=
Message-ID: <1.{sender}>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

"""


@dataclass(frozen=True)
class Sample:
    """A letter of a user."""

    raw: bytes
    mails: tuple[str, ...]
    """Templates of the mails that it brings about."""


def _letter(name: str, sender: str, subject: str, text: str) -> bytes:
    head = _HEAD.format(name=_base64(name), subject=_base64(subject), sender=sender)
    return (head + text).replace("\n", "\r\n").encode()


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


BASELINE = b"From: old@mail.example\r\nSubject: old\r\n\r\nold\r\n"
"""Lies in the mailbox when it is first seen."""
IN_SCOPE = Sample(
    _letter(
        "钱立",
        "qianli@mail.example",
        "邮箱收不了信",
        "我们单位的企业邮箱 office@qlgs.example 本周起收不到任何外来邮件, 对方都说被退回了。\n"
        "请帮忙检查。\n联系人: 钱立\n联系电话: 13810027788\n",
    ),
    ("reply.accepted", "notice.new_case"),
)


def forwarded(number: int) -> Sample:
    """Return one of many letters that are handed over, each of another user."""
    raw = _letter(
        "沈琳",
        f"shenlin{number}@mail.example",
        "光纤宽带老是断",
        "家里的光纤宽带这个礼拜天天断线, 没有办法在家办公。\n"
        f"宽带账号: ad623499{number:02}\n联系人: 沈琳\n联系电话: 136001155{number:02}\n",
    )
    return Sample(raw, ("dispatch.hand_over", "reply.forwarded", "notice.new_case"))


def in_scope(number: int) -> Sample:
    """Return one of many letters that are answered by the unit itself, each of another user."""
    raw = _letter(
        "钱立",
        f"qianli{number}@mail.example",
        "邮箱收不了信",
        f"我们单位的企业邮箱 office@qlgs{number}.example 本周起收不到任何外来邮件, "
        "对方都说被退回了。\n"
        f"请帮忙检查。\n联系人: 钱立\n联系电话: 138{10020000 + number}\n",
    )
    return Sample(raw, ("reply.accepted", "notice.new_case"))


FORWARDED = forwarded(66)
PRAISE = Sample(
    _letter(
        "顾平",
        "guping@mail.example",
        "表扬",
        "上次报修企业邮箱, 你们的工作人员态度很好, 当天就修好了, 特此表扬, 谢谢!\n顾平\n",
    ),
    ("notice.praise",),
)


def expected_mails(samples: list[Sample]) -> Counter[str]:
    """Return how many mails of each template the letters bring about."""
    return Counter(template for one in samples for template in one.mails)
