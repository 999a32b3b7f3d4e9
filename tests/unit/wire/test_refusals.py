"""What providers say when they refuse a login, word for word as people have reported it."""

import pytest

from mailcare.model.refusal import RefusalKind as Kind
from mailcare.wire.refusals import classify

TENCENT = (
    "Login fail. Account is abnormal, service is not open, password is incorrect, "
    "login frequency limited, or system is busy. More information at https://lab.test/help"
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("LOGIN Login error or password error", Kind.PASSWORD),
        ("[AUTHENTICATIONFAILED] Authentication failed.", Kind.PASSWORD),
        ("Error: authentication failed", Kind.PASSWORD),
        (TENCENT, Kind.UNCLEAR),
        ("Login Fail. Please enter your authorization code to login.", Kind.CODE_WANTED),
        ("Error: 请使用授权码登录。详情请看: http://lab.test", Kind.CODE_WANTED),
        ("5.7.9 Application-specific password required.", Kind.CODE_WANTED),
        ("auth failed (this user authenticate too many times)", Kind.FREQUENCY),
        ("Requested action aborted: too much fail authentication", Kind.FREQUENCY),
        ("登录过于频繁,请稍后再试", Kind.FREQUENCY),
        ("[LIMIT] Maximum number of connections from user+IP exceeded", Kind.CONNECTIONS),
        ("[ALERT] Too many simultaneous connections. (Failure)", Kind.CONNECTIONS),
        ("User has no permission", Kind.SWITCHED_OFF),
        ("用户无权登陆", Kind.SWITCHED_OFF),
        ("LOGIN IMAP service is not enabled", Kind.SWITCHED_OFF),
        ("5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant",
         Kind.SWITCHED_OFF),
        ("user suspended", Kind.LOCKED),
        ("[ALERT] Please log in via your web browser: https://lab.test (Failure)", Kind.LOCKED),
        ("帐号异常,已被锁定", Kind.LOCKED),
        ("5.7.30 Basic authentication is not supported for Client Submission", Kind.BASIC_AUTH),
        ("User is authenticated but not connected.", Kind.PERMISSION),
        ("SELECT Unsafe Login. Please contact kefu@lab.test for help", Kind.UNSAFE),
        ("[UNAVAILABLE] backend", Kind.BUSY),
        ("系统繁忙", Kind.BUSY),
        ("no", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_what_a_refusal_comes_down_to(said: str, expected: Kind | None, charset: str) -> None:
    assert classify(said.encode(charset)) is expected


def test_what_passes_by_itself_must_never_count_towards_a_locked_account() -> None:
    assert {kind for kind in Kind if kind.passes} == {Kind.FREQUENCY, Kind.CONNECTIONS, Kind.BUSY}
    assert not any(kind.passes and kind.is_final for kind in Kind)
