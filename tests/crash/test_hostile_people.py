"""Who forges an address makes us write to nobody, and changes nobody's case."""

import re
from email import message_from_bytes
from pathlib import Path

import pytest

from crash.house import CAME, House
from crash.letters import FORWARDED, IN_SCOPE
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
