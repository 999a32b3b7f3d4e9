"""Who forges, bombs or slips commands into a letter gets nothing done by it (docs/security.md)."""

import os
import re
from base64 import b64encode
from email import message_from_bytes
from pathlib import Path

import pytest

from crash.house import CAME, House
from crash.letters import FORWARDED, IN_SCOPE, forwarded
from crash.totals import asking

pytestmark = pytest.mark.slow

_RESULT = (
    b"Authentication-Results: mx.telecom.example; spf=pass smtp.mailfrom=evil.example;\r\n"
    b" dmarc=fail (p=none) header.from=mail.example\r\n"
)


def forged(raw: bytes, number: int) -> bytes:
    """Return a letter as our own server marks one that somebody else sent."""
    return _RESULT + raw.replace(b"Message-ID: <1.", b"Message-ID: <%d." % number)


def written_to(house: House, address: str) -> list[str]:
    """Return the subjects of all mail to an address."""
    mails = [message_from_bytes(one.data) for one in house.smtp.accepted]
    return [str(mail["Subject"]) for mail in mails if address in str(mail["To"])]


def test_a_forged_sender_gets_no_mail_and_moves_no_case(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [], base) as house:
        text = house.config.read_text(encoding="utf-8")
        house.config.write_text(re.sub(r"(?m)^#(?=authserv_id)", "", text), encoding="utf-8")
        house.imap.inbox.add(forged(FORWARDED.raw, 7), internal_date=CAME)
        house.arrive(IN_SCOPE)
        house.settle()
        assert written_to(house, "shenlin66@mail.example") == []
        assert len(written_to(house, "qianli@mail.example")) == 1
        with asking(house) as facts:
            assert "dispatch.hand_over" not in facts.column("SELECT template FROM outbox")
            before = facts.rows("SELECT number, state FROM cases JOIN case_numbers ON case_id = id")
        assert sorted(row["state"] for row in before) == ["open", "review"]
        known = next(row["number"] for row in before if row["state"] == "open")

        end = "我的申诉已经解决, 请撤销。".encode()
        head = IN_SCOPE.raw.partition(b"\r\n\r\n")[0].replace(
            b"Subject: ", b"Subject: %s " % known.encode()
        )
        house.imap.inbox.add(forged(head + b"\r\n\r\n" + end, 8), internal_date=CAME)
        house.settle()
        with asking(house) as facts:
            states = facts.rows("SELECT number, state FROM cases JOIN case_numbers ON case_id = id")
        assert {row["state"] for row in states if row["number"] == known} == {"open"}
        assert len(written_to(house, "qianli@mail.example")) == 1


_SECRET = "Geheim-4711-canary"
_HOSTILE = """\
From: =?utf-8?b?{name}?= <qianli@mail.example>
To: vas@telecom.example
Subject: =?utf-8?b?{subject}?=
Message-ID: <9.qianli@mail.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}
--b
Content-Type: text/plain; name="../../../evil.sh"
Content-Disposition: attachment; filename="../../../evil.sh"

rm -rf /
--b--
"""


def hostile() -> bytes:
    """Return a letter that tries fields, templates and paths."""
    text = IN_SCOPE.raw.partition(b"\r\n\r\n")[2].decode() + "{{ 7*191 }} {% raise %} ${HOME}"
    filled = _HOSTILE.format(
        name=base64("钱立\r\nBcc: victim@evil.example"),
        subject=base64("{{ 7*191 }}\r\nX-Evil: 1\r\n邮箱收不了信"),
        text=text.replace("钱立", "钱立{{ config }}"),
    )
    return filled.replace("\n", "\r\n").encode()


def base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def test_what_a_letter_says_is_shown_and_never_obeyed(base: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with House(tmp_path / "house", [], base) as house:
            (house.folder / "password").write_text(_SECRET, encoding="utf-8")
            house.imap.password = house.smtp.password = _SECRET
            house.imap.inbox.add(hostile(), internal_date=CAME)
            house.settle()
            sent = [message_from_bytes(one.data) for one in house.smtp.accepted]
            assert len(sent) == 2
            for mail in sent:
                assert not {"bcc", "x-evil"} & {name.lower() for name in mail}
                assert b"1337" not in mail.as_bytes()  # 7*191
            recipients = {one for mail in house.smtp.accepted for one in mail.recipients}
            assert not {one for one in recipients if "evil" in one}
            shared = [one for one in house.state.rglob("*") if one.stat().st_mode & 0o077]
            assert shared == []
            assert not list(tmp_path.parent.rglob("evil.sh"))
    finally:
        os.umask(before)
    log = (tmp_path / "passes.log").read_text(encoding="utf-8")
    assert "letter.handled" in log
    for word in (_SECRET, "qianli@", "13810027788", "钱立"):
        assert word not in log


def test_a_mail_bomb_is_answered_a_few_times_at_most(base: Path, tmp_path: Path) -> None:
    with House(tmp_path / "house", [], base) as house:
        for number in range(9):
            raw = forwarded(number).raw.replace(b"shenlin%d@" % number, b"shenlin@")
            house.imap.inbox.add(raw, internal_date=CAME)
        house.settle()
        assert len(written_to(house, "shenlin@mail.example")) <= 5
        with asking(house) as facts:
            letters = facts.column("SELECT count(*) FROM letters WHERE state = 'handled'")
        assert letters == [9]
