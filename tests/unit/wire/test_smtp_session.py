"""What becomes of a mail, whatever a scripted server does at any step."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from mailcare.errors import LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.smtp import (
    OutcomeState,
    SendOutcome,
    SmtpAccount,
    SmtpSession,
    open_session,
)
from mailcare.wire.smtp.verdict import judge
from peers import script
from peers.smtp import SmtpPeer

MAIL = b"Subject: x\r\n\r\nhello\r\n"
SENDER, USER = "vas@telecom.example", "user@elsewhere.example"


def session(peer: SmtpPeer, keeper: DeadlineKeeper, timeout: float = 5) -> SmtpSession:
    account = SmtpAccount(
        peer.host, peer.port, "none", "vas", lambda: "pw", timeout=timeout, final_timeout=timeout
    )
    return open_session(account, keeper)


def send(opened: SmtpSession, notes: list[str] | None = None, data: bytes = MAIL) -> SendOutcome:
    noted = notes if notes is not None else []
    return opened.send(SENDER, USER, data, lambda: noted.append("sending"))


def test_the_order_of_an_exchange(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    opened = session(smtp_peer, keeper)
    heard_before_body: list[list[str]] = []
    past: list[bool] = []

    def note() -> None:
        heard_before_body.append(smtp_peer.heard)
        past.append(opened.past_go_ahead)

    outcome = opened.send(SENDER, USER, MAIL, note)
    assert (past, opened.past_go_ahead) == ([True], False)
    assert outcome == SendOutcome(OutcomeState.SENT, "250")
    assert send(opened).state is OutcomeState.SENT
    opened.close()
    mail = ["MAIL", "RCPT", "DATA", "BODY", "DOT"]
    assert smtp_peer.heard == ["GREETING", "EHLO", "AUTH", *mail, "RSET", *mail, "QUIT"]
    assert heard_before_body[0][-2:] == ["DATA", "BODY"] or heard_before_body[0][-1] == "DATA"
    first = smtp_peer.accepted[0]
    assert (first.reverse_path, first.recipients, first.data) == (SENDER, (USER,), MAIL)
    assert first.parameters == f"SIZE={len(MAIL)}"


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", [script.cut, script.half, script.drip, script.hang])
def test_what_breaks_before_the_body_was_surely_not_sent(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper, step: str, fault: Callable[[str], script.Rule]
) -> None:
    smtp_peer.script.rules.append(fault(step))
    opened = session(smtp_peer, keeper, timeout=1)
    notes: list[str] = []
    assert send(opened, notes) == SendOutcome(OutcomeState.TEMPORARY, "", "connection_lost")
    assert notes == []
    assert not opened.usable
    assert smtp_peer.accepted == []


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("BODY", script.cut),
        ("DOT", script.cut),
        ("DOT", script.then_cut),
        ("DOT", script.half),
        ("DOT", script.drip),
        ("DOT", script.hang),
    ],
)
def test_what_breaks_after_that_is_uncertain(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper, step: str, fault: Callable[[str], script.Rule]
) -> None:
    smtp_peer.script.rules.append(fault(step))
    opened = session(smtp_peer, keeper, timeout=1)
    notes: list[str] = []
    assert send(opened, notes) == SendOutcome(OutcomeState.UNCERTAIN, "", "no_reply")
    assert notes == ["sending"]
    assert not opened.usable


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize(
    ("reply", "state"),
    [(b"451 4.3.0 later", OutcomeState.TEMPORARY), (b"554 5.7.1 never", OutcomeState.PERMANENT)],
)
def test_a_refusal_is_what_its_code_says_and_the_session_goes_on(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper, step: str, reply: bytes, state: OutcomeState
) -> None:
    smtp_peer.script.rules.append(script.answer(step, reply))
    opened = session(smtp_peer, keeper)
    notes: list[str] = []
    outcome = send(opened, notes)
    word = "body" if step == "DOT" else step.lower()
    assert outcome == SendOutcome(state, reply[:3].decode(), f"{word}_refused")
    assert notes == (["sending"] if step == "DOT" else [])
    assert send(opened).state is OutcomeState.SENT
    opened.close()


def test_a_refusal_in_the_middle_of_the_body(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    smtp_peer.script.rules += [script.answer("BODY", b"552 5.3.4 too big")]
    opened = session(smtp_peer, keeper)
    assert send(opened).state is OutcomeState.PERMANENT
    opened.abort()


def test_a_closing_server_is_not_asked_again(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    smtp_peer.script.rules.append(script.answer("RCPT", b"421 4.3.2 going down"))
    opened = session(smtp_peer, keeper)
    assert send(opened).state is OutcomeState.TEMPORARY
    assert not opened.usable


@pytest.mark.parametrize("reply", [b"hello there", b"354 more?", b"99", b"000 what"])
def test_an_answer_to_the_body_that_makes_no_sense_is_uncertain(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper, reply: bytes
) -> None:
    smtp_peer.script.rules.append(script.answer("DOT", reply))
    opened = session(smtp_peer, keeper)
    assert send(opened).state is OutcomeState.UNCERTAIN
    assert not opened.usable


def test_an_error_before_the_body_goes_on_and_no_byte_left(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper
) -> None:
    opened = session(smtp_peer, keeper)

    def fail() -> None:
        raise KeyError("claim lost")

    with pytest.raises(KeyError, match="claim lost"):
        opened.send(SENDER, USER, MAIL, fail)
    smtp_peer.close()
    assert smtp_peer.accepted == []
    assert "DOT" not in smtp_peer.heard


def test_dots_and_line_ends(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    opened = session(smtp_peer, keeper)
    send(opened, data=b"A: b\n\n.\r\n..\r.x\n\r\nend")
    send(opened, data=b"")
    opened.close()
    assert smtp_peer.accepted[0].data == b"A: b\r\n\r\n.\r\n..\r\n.x\r\n\r\nend\r\n"
    assert smtp_peer.accepted[1].data == b"\r\n"


@pytest.mark.parametrize(
    "recipient",
    [
        "a@b> SIZE=1",
        "a b@c",
        "alice@x.example <bob@y.example>",
        "a@b\r\nRCPT TO:<c@d",
        "nobody",
        "",
    ],
)
def test_no_address_is_rewritten_or_smuggles_a_command(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper, recipient: str
) -> None:
    opened = session(smtp_peer, keeper)
    outcome = opened.send(SENDER, recipient, MAIL, lambda: None)
    opened.close()
    assert (outcome.state, outcome.reason) == (OutcomeState.PERMANENT, "bad_address")
    assert "MAIL" not in smtp_peer.heard


def test_quoted_local_parts_and_the_null_path(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    opened = session(smtp_peer, keeper)
    assert opened.send("", '"a b"@c.example', MAIL, lambda: None).state is OutcomeState.SENT
    opened.close()
    assert smtp_peer.accepted[0].reverse_path == ""
    assert smtp_peer.accepted[0].recipients == ('"a b"@c.example',)


def test_8bit_only_where_it_is_offered(keeper: DeadlineKeeper) -> None:
    with SmtpPeer(extensions=["AUTH PLAIN"]) as peer:
        opened = session(peer, keeper)
        outcome = send(opened, data="Subject: 宽带\r\n\r\n".encode())
        opened.close()
    assert (outcome.state, outcome.reason) == (OutcomeState.PERMANENT, "no_8bitmime")


def test_wrong_password(keeper: DeadlineKeeper) -> None:
    with SmtpPeer(password="other") as peer, pytest.raises(LoginRefusedError) as caught:
        session(peer, keeper)
    assert caught.value.code == "535"


def test_a_refusal_in_gbk_is_understood(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    said = "535 请使用授权码登录 vas@lab.test".encode("gbk")
    smtp_peer.script.rules += [script.answer("AUTH", said, nth=0)]
    with pytest.raises(LoginRefusedError) as caught:
        session(smtp_peer, keeper)
    assert caught.value.kind is RefusalKind.CODE_WANTED
    assert "授权码" in str(caught.value)
    assert "vas@" not in str(caught.value)


def test_a_login_refused_for_now(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    smtp_peer.script.rules += [script.answer("AUTH", b"454 4.7.0 busy", nth=0)]
    with pytest.raises(WireError) as caught:
        session(smtp_peer, keeper)
    assert not isinstance(caught.value, LoginRefusedError)
    assert caught.value.temporary


@pytest.mark.parametrize("step", ["GREETING", "EHLO", "AUTH"])
@pytest.mark.parametrize("fault", [script.cut, script.half, script.drip, script.hang])
def test_what_breaks_before_the_first_mail_is_an_error(
    smtp_peer: SmtpPeer, keeper: DeadlineKeeper, step: str, fault: Callable[[str], script.Rule]
) -> None:
    smtp_peer.script.rules.append(fault(step))
    with pytest.raises(WireError) as caught:
        session(smtp_peer, keeper, timeout=0.2)
    assert caught.value.temporary


def test_starttls_refused_is_the_end(smtp_peer: SmtpPeer, keeper: DeadlineKeeper) -> None:
    smtp_peer.extensions = ("STARTTLS", "AUTH PLAIN")
    account = SmtpAccount(smtp_peer.host, smtp_peer.port, "starttls", "vas", lambda: "pw")
    with pytest.raises(WireError):
        open_session(account, keeper)
    smtp_peer.extensions = ("AUTH PLAIN",)
    with pytest.raises(WireError, match="clear text"):
        open_session(account, keeper)
    assert "AUTH" not in smtp_peer.heard


@pytest.mark.parametrize(
    ("code", "said", "state", "reason", "wait"),
    [
        (550, b"Connection frequency limited", "temporary", "rate_limited", 60),
        (550, b"Mailbox unavailable or access denied", "temporary", "access_denied", 120),
        (451, b"DT:SPM 163 smtp", "temporary", "content_doubted", 5),
        (554, b"DT:SPM 163 smtp", "permanent", "content_refused", None),
        (451, b"MI:SFQ", "temporary", "sender_quota", 15),
        (550, b"5.7.30 Basic authentication is not supported", "permanent", "basic_auth_off", None),
        (550, b"5.1.1 no such user", "permanent", "rcpt_refused", None),
        (452, b"4.2.2 full", "temporary", "mailbox_full", None),
        (552, b"5.3.4 message too big, quota exceeded", "permanent", "rcpt_refused", None),
        (552, "邮箱空间不足".encode("gb18030"), "permanent", "mailbox_full", None),
        (550, b"5.0.0 mailbox is full", "permanent", "mailbox_full", None),
        (550, b"Daily sending quota exceeded", "temporary", "rate_limited", 60),
        (554, b"5.5.0 MI:STC", "temporary", "sender_quota", 240),
        (553, b"You are sending too many emails too fast", "temporary", "rate_limited", 60),
        (554, "发信过于频繁,请稍后再试".encode("gb18030"), "temporary", "rate_limited", 60),
        (552, b"5.3.4 Message size exceeds fixed limit", "permanent", "rcpt_refused", None),
    ],
)
def test_providers_special_cases(
    *, code: int, said: bytes, state: str, reason: str, wait: int
) -> None:
    outcome = judge(code, said, "rcpt")
    assert (outcome.state, outcome.reason) == (state, reason)
    assert outcome.retry_after == (timedelta(minutes=wait) if wait else None)


@pytest.mark.parametrize(
    ("extensions", "reverse_path", "asked"),
    [
        (("SIZE", "DSN"), SENDER, True),
        (("SIZE",), SENDER, False),
        (("SIZE", "DSN"), "", False),
    ],
    ids=["offered", "not offered", "nobody to report to"],
)
def test_delivery_reports_are_asked_for_where_they_are_offered(
    extensions: tuple[str, ...],
    reverse_path: str,
    *,
    asked: bool,
    keeper: DeadlineKeeper,
) -> None:
    with SmtpPeer(extensions=("AUTH PLAIN", *extensions)) as peer:
        opened = session(peer, keeper)
        opened.send(reverse_path, "a+b@x.example", MAIL, lambda: None, "k7.1.0@telecom.example")
        opened.close()
        (mail,) = peer.accepted
    wanted = "RET=HDRS ENVID=k7.1.0@telecom.example"
    notify = "NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;a+2Bb@x.example"
    assert (wanted in mail.parameters) is asked
    assert mail.rcpt_parameters == ((notify if asked else ""),)


def test_without_an_envelope_id_no_report_is_asked_for(keeper: DeadlineKeeper) -> None:
    with SmtpPeer(extensions=("AUTH PLAIN", "DSN")) as peer:
        opened = session(peer, keeper)
        send(opened)
        opened.close()
        (mail,) = peer.accepted
    assert (mail.parameters, mail.rcpt_parameters) == ("", ("",))
