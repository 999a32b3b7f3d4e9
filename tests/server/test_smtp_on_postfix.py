"""The SMTP session against a real Postfix, with Dovecot behind it."""

from collections.abc import Callable

import pytest

from mailcare.errors import LoginRefusedError, WireError
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.smtp import OutcomeState, SendOutcome, SmtpAccount, SmtpSession, open_session
from mailcare.wire.tls import Security
from servers.dovecot import LabUser
from servers.postfix import PostfixServer

pytestmark = pytest.mark.server
Eventually = Callable[..., object]
MAIL = b"From: a@lab.test\nSubject: dots\nMessage-ID: <1@lab.test>\n\n.one\n..two\n.\nlast"


def session(
    server: PostfixServer, keeper: DeadlineKeeper, user: LabUser, security: Security = "tls"
) -> SmtpSession:
    ports = {"tls": server.smtps_port, "starttls": server.submission_port, "none": server.smtp_port}
    name = "" if security == "none" else user.name
    there = SmtpAccount(
        server.host,
        ports[security],
        security,
        name,
        lambda: user.password,
        server.ca_file,
        timeout=20,
        helo="mailcare.test",
    )
    return open_session(there, keeper)


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_mails_arrive_as_they_were(
    postfix: PostfixServer, keeper: DeadlineKeeper, eventually: Eventually, security: Security
) -> None:
    sender, reader = postfix.dovecot.new_user("from"), postfix.dovecot.new_user("to")
    out = session(postfix, keeper, sender, security)
    noted: list[str] = []
    for path in (sender.address, ""):
        outcome = out.send(path, reader.address, MAIL, lambda: noted.append("sending"))
        assert outcome.state is OutcomeState.SENT
    out.close()
    assert noted == ["sending", "sending"]
    eventually(lambda: len(postfix.dovecot.messages(reader)) == 2)
    for message in postfix.dovecot.messages(reader):
        assert message.raw.endswith(b"\r\n\r\n.one\r\n..two\r\n.\r\nlast\r\n")
    paths = [message.raw.split(b"\r\n")[0] for message in postfix.dovecot.messages(reader)]
    assert sorted(paths) == [b"Return-Path: <>", b"Return-Path: <%s>" % sender.address.encode()]


def test_raw_gbk_arrives_unchanged(
    postfix: PostfixServer, keeper: DeadlineKeeper, eventually: Eventually
) -> None:
    sender, reader = postfix.dovecot.new_user("from"), postfix.dovecot.new_user("to")
    text = "宽带掉线，请处理".encode("gbk")
    out = session(postfix, keeper, sender)
    outcome = out.send(sender.address, reader.address, b"Subject: x\r\n\r\n" + text, lambda: None)
    out.close()
    assert outcome.state is OutcomeState.SENT
    eventually(lambda: postfix.dovecot.messages(reader))
    assert postfix.dovecot.messages(reader)[0].raw.endswith(b"\r\n\r\n" + text + b"\r\n")


def test_wrong_password_is_refused(postfix: PostfixServer, keeper: DeadlineKeeper) -> None:
    user = postfix.dovecot.new_user()
    with pytest.raises(LoginRefusedError) as caught:
        session(postfix, keeper, LabUser(user.name, "wrong"), "starttls")
    assert caught.value.code == "535"


def test_a_certificate_that_nobody_vouches_for_ends_the_session(
    postfix: PostfixServer, keeper: DeadlineKeeper
) -> None:
    for security in ("tls", "starttls"):
        chosen: Security = "tls" if security == "tls" else "starttls"
        port = postfix.smtps_port if security == "tls" else postfix.submission_port
        with pytest.raises(WireError) as caught:
            open_session(SmtpAccount("localhost", port, chosen, "u", lambda: "pw"), keeper)
        assert caught.value.code == "TLS"


def test_a_refused_recipient_ends_one_mail_and_not_the_session(
    postfix: PostfixServer, keeper: DeadlineKeeper
) -> None:
    sender = postfix.dovecot.new_user()
    out = session(postfix, keeper, sender, "none")
    refused = out.send(sender.address, "refused@lab.test", MAIL, lambda: None)
    assert refused == SendOutcome(OutcomeState.PERMANENT, "550", "rcpt_refused")
    later = out.send(sender.address, "later@lab.test", MAIL, lambda: None)
    assert later == SendOutcome(OutcomeState.TEMPORARY, "450", "rcpt_refused")
    assert out.usable
    assert out.send("", sender.address, MAIL, lambda: None).state is OutcomeState.SENT
    out.close()


def test_a_mail_over_the_announced_size_is_not_even_tried(
    postfix: PostfixServer, keeper: DeadlineKeeper
) -> None:
    sender = postfix.dovecot.new_user()
    out = session(postfix, keeper, sender)
    outcome = out.send(sender.address, sender.address, b"x" * 41_943_041, lambda: None)
    assert (outcome.state, outcome.reason) == (OutcomeState.PERMANENT, "too_big")
    out.close()


def test_what_fails_before_the_body_leaves_no_trace(
    postfix: PostfixServer, keeper: DeadlineKeeper, eventually: Eventually
) -> None:
    sender, reader = postfix.dovecot.new_user("from"), postfix.dovecot.new_user("to")
    out = session(postfix, keeper, sender)

    def disk_full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        out.send(sender.address, reader.address, MAIL, disk_full)
    assert not out.usable
    again = session(postfix, keeper, sender)
    assert again.send(sender.address, reader.address, MAIL, lambda: None).state == "sent"
    again.close()
    eventually(lambda: postfix.dovecot.messages(reader))
    assert len(postfix.dovecot.messages(reader)) == 1


def test_a_full_mailbox_sends_the_mail_back(
    postfix: PostfixServer, keeper: DeadlineKeeper, eventually: Eventually
) -> None:
    sender = postfix.dovecot.new_user("from")
    full = postfix.dovecot.new_user("full", storage="1K")
    out = session(postfix, keeper, sender)
    mail = b"Subject: big\r\n\r\n" + b"x\r\n" * 1000
    assert out.send(sender.address, full.address, mail, lambda: None).state is OutcomeState.SENT
    out.close()
    eventually(lambda: postfix.dovecot.messages(sender))
    assert b"Status: 5.2.2" in postfix.dovecot.messages(sender)[0].raw
