"""No machine that answers in a colleague's name gives a command."""

import pytest

from mailcare.casework.staff.lines import own_words
from mailcare.casework.staff.machines import is_machine
from mailcare.config import load
from mailcare.intake.reading import read
from mailcare.resources import shipped
from mailcare.triage import judge
from mailcare.triage.rules import compile_rules

RULES = compile_rules(load(shipped("config.example.toml")), "vas")
DSN = """Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

答复:您的邮件无法投递
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.telecom.example

Final-Recipient: rfc822; x@y.example
Action: failed
Status: 5.1.1
--b--
"""


def raw(head: str, body: str) -> bytes:
    text = f"From: li@telecom.example\nTo: vas@telecom.example\n{head}\n\n{body}\n"
    if "Content-Type" not in text:
        text = f"Content-Type: text/plain; charset=utf-8\n{text}"
    return text.replace("\n", "\r\n").encode()


def machine(head: str, body: str, *, is_command: bool) -> bool:
    message = read(raw(head, body))
    return is_machine(message, judge(message, RULES), is_command=is_command)


@pytest.mark.parametrize(
    "head",
    [
        "Subject: Re: x\nAuto-Submitted: auto-replied",
        "Subject: Re: x\nX-Autoreply: yes",
        "Subject: Re: x\nReturn-Path: <>",
        "Subject: Re: x\nPrecedence: bulk",
        "Subject: 自动回复: 新申诉",
        "Subject: 已读: 新申诉",
        "Subject: Out of Office: x",
    ],
)
def test_what_a_field_says_is_decisive(head: str) -> None:
    assert machine(head, "答复:已修复。", is_command=True)


def test_a_bounce_is_a_machine() -> None:
    text = "From: mailer-daemon@telecom.example\nTo: vas@telecom.example\nSubject: x\n" + DSN
    message = read(text.replace("\n", "\r\n").encode())
    assert is_machine(message, judge(message, RULES), is_command=True)


def test_words_alone_are_decisive_only_without_a_command() -> None:
    away = "您好,我正在休假,下周一回来后回复您。"
    assert machine("Subject: Re: x", away, is_command=False)
    assert not machine("Subject: Re: x\nAuto-Submitted: no", f"答复:{away}", is_command=True)
    assert not machine("Subject: Re: x", "这件事小李在跟。", is_command=False)


def test_a_notice_quoted_alone_is_nobodys_words() -> None:
    quoted = "> 答复:您的邮箱已修复。\n> 申诉编号:VAS-202611-0001\n> 必要元素"
    message = read(raw("Subject: Re: x\nIn-Reply-To: <a@b>", quoted))
    assert message.own_text
    assert own_words(message) == ""
