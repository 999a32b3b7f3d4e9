"""What a reader process hands over is what it read."""

from datetime import UTC, datetime

import pytest

from mailcare.intake.reading import read
from mailcare.intake.reading.codec import from_json, to_json
from mailcare.model.letter import Address, Attachment, Message, Report

FULL = Message(
    from_=Address("a@a.example", "甲"),
    sender=Address("s@a.example"),
    reply_to=(Address("r@a.example"),),
    to=(Address("t@a.example"), Address("u@a.example", "乙")),
    cc=(Address("c@a.example"),),
    subject="宽带",
    date=datetime(2026, 7, 4, 3, 20, tzinfo=UTC),
    message_id="<m@a.example>",
    in_reply_to=("<i@a.example>",),
    references=("<i@a.example>", "<j@a.example>"),
    fields={"x-a": ("1", "2")},
    attachments=(Attachment("a.pdf", "application/pdf", 3),),
    text="t",
    own_text="o",
    signature="s",
    quoted="q",
    forwarded="f",
    report=Report("dsn", "failed", "5.1.1", "b@b.example", "<o@a.example>"),
    lossy=True,
    degraded=True,
    notes=("winmail_dat",),
)


@pytest.mark.parametrize("message", [FULL, Message(), Message(subject="a\ud800b\u2028")])
def test_there_and_back(message: Message) -> None:
    assert from_json(to_json(message)) == message


def test_a_letter_there_and_back() -> None:
    message = read(b"From: a@a.example\nDate: Sat, 4 Jul 2026 11:20:31 +0800\n\nx")
    assert from_json(to_json(message)) == message


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"text": 1}', b"\xff"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a message"):
        from_json(data)
