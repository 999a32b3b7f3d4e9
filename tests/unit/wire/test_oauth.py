"""Access tokens against a scripted token server and mail servers that take them, or don't."""

import base64
import logging
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.errors import LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.vault import Keyring, SealedTokens
from mailcare.wire import imap, smtp
from mailcare.wire.bearer import AHEAD, Bearer, TokenCache, TokensInMemory
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.device import DeviceCode, begins_at
from mailcare.wire.oauth import TokenGrant
from peers import script
from peers.imap import ImapPeer
from peers.smtp import SmtpPeer
from peers.token import TokenPeer, refuses

START = datetime(2026, 11, 22, 2, tzinfo=UTC)


class Hours(SystemClock):
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


def bearer(
    peer: TokenPeer,
    cache: TokenCache | None = None,
    clock: Hours | None = None,
    refresh: str | None = "",
    *,
    service: str = "imap",
) -> Bearer:
    """`refresh`: the token in the config; None: a person is to consent, empty: nobody is."""
    given = None if refresh == "" else lambda: refresh or ""
    grant = TokenGrant(peer.url, "app", "scope/.default", lambda: "hush", given, timeout=5)
    return Bearer(grant, cache or TokensInMemory(), clock or Hours(), service)


def sealed(folder: Path, account: str = "vas@lab.test imap.lab.test") -> SealedTokens:
    keys = folder / "keys"
    ring = Keyring.open(keys) if Keyring.exists(keys) else Keyring.create(keys, START)
    return SealedTokens(folder / "tokens", ring, account)


def test_client_credentials_are_asked_for_once_until_the_token_ages(keeper: DeadlineKeeper) -> None:
    clock = Hours()
    with TokenPeer() as peer:
        one = bearer(peer, clock=clock)
        assert [one.token(keeper), one.token(keeper)] == ["access-1", "access-1"]
        clock.at += timedelta(hours=1) - AHEAD
        assert one.token(keeper) == "access-2"
        assert peer.asked[0] == {
            "client_id": "app", "grant_type": "client_credentials", "client_secret": "hush",
            "scope": "scope/.default",
        }  # fmt: skip


def test_a_new_refresh_token_takes_the_place_of_the_old_one_for_good(
    keeper: DeadlineKeeper, tmp_path: Path
) -> None:
    clock = Hours()
    with TokenPeer(rotates=True) as peer:
        for _ in range(3):
            bearer(peer, sealed(tmp_path), clock, "first").token(keeper)
            clock.at += timedelta(hours=1)
        bearer(peer, sealed(tmp_path), clock, "from the admin").token(keeper)
        used = [asked["refresh_token"] for asked in peer.asked]
    assert used == ["first", "refresh-1", "refresh-2", "from the admin"]


def test_what_is_kept_is_sealed_ours_alone_and_named_after_nobody(
    keeper: DeadlineKeeper, tmp_path: Path
) -> None:
    with TokenPeer(rotates=True) as peer:
        bearer(peer, sealed(tmp_path), refresh="first").token(keeper)
    files = sorted((tmp_path / "tokens").iterdir())
    assert [file.suffix for file in files] == [".lock", ".sealed"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o700
    told = b"".join(file.read_bytes() + file.name.encode() for file in files)
    assert not any(word in told for word in (b"access-1", b"refresh-1", b"first", b"vas@"))
    assert sealed(tmp_path, "other@lab.test imap.lab.test").load() == ""


def test_a_damaged_file_is_nothing_kept(keeper: DeadlineKeeper, tmp_path: Path) -> None:
    with TokenPeer() as peer:
        bearer(peer, sealed(tmp_path)).token(keeper)
        (file,) = (tmp_path / "tokens").glob("*.sealed")
        file.write_bytes(file.read_bytes()[:-1])
        assert bearer(peer, sealed(tmp_path)).token(keeper) == "access-2"
        sealed(tmp_path).save('{"seed": 1}')
        assert bearer(peer, sealed(tmp_path)).token(keeper) == "access-3"


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        ("invalid_client", 401, RefusalKind.TOKEN),
        ("invalid_grant", 400, RefusalKind.TOKEN),
        ("temporarily_unavailable", 400, RefusalKind.BUSY),
        ("", 503, RefusalKind.BUSY),
        ("", 429, RefusalKind.FREQUENCY),
    ],
)
def test_what_a_token_servers_refusal_means(
    keeper: DeadlineKeeper, error: str, status: int, kind: RefusalKind
) -> None:
    details = "AADSTS7000222: secret expired for app of li@lab.test"
    rule = refuses(error, status, details=details)
    with TokenPeer([rule]) as peer, pytest.raises(WireError) as caught:
        bearer(peer).token(keeper)
    assert (caught.value.kind, caught.value.code) == (kind, "AADSTS7000222")
    assert isinstance(caught.value, LoginRefusedError) is (kind is RefusalKind.TOKEN)
    assert "li@" not in str(caught.value)


@pytest.mark.parametrize("fault", [script.cut, script.half])
def test_a_token_server_that_breaks_off(keeper: DeadlineKeeper, fault: type) -> None:
    with TokenPeer([fault("TOKEN", 0)]) as peer, pytest.raises(WireError) as caught:
        bearer(peer).token(keeper)
    assert caught.value.temporary


@pytest.mark.parametrize("body", [b"{}", b"<html>", b"[]", b'{"access_token": "a\\r\\nb"}'])
def test_an_answer_that_makes_no_sense(keeper: DeadlineKeeper, body: bytes) -> None:
    said = script.answer("TOKEN", b"200", body)
    with TokenPeer([said]) as peer, pytest.raises(WireError) as caught:
        bearer(peer).token(keeper)
    assert caught.value.code == "PROTOCOL"


def test_trouble_shows_while_the_old_token_still_serves(keeper: DeadlineKeeper) -> None:
    clock = Hours()
    with TokenPeer([refuses("invalid_client", 401, nth=2)]) as peer:
        one = bearer(peer, clock=clock)
        one.token(keeper)
        clock.at += timedelta(minutes=40)
        assert one.token(keeper) == "access-1"
        assert (one.kept().trouble, one.kept().since) == ("invalid_client", clock.at)
        clock.at += timedelta(minutes=1)
        assert one.token(keeper) == "access-3"
        assert one.kept().trouble == ""


def account(peer: ImapPeer, one: Bearer) -> imap.ImapAccount:
    return imap.ImapAccount(peer.host, peer.port, "none", "vas", lambda: "", bearer=one)


def smtp_account(peer: SmtpPeer, one: Bearer) -> smtp.SmtpAccount:
    return smtp.SmtpAccount(peer.host, peer.port, "none", "vas", lambda: "", bearer=one)


def test_a_person_consents_by_a_code_and_what_they_grant_is_kept_sealed(
    keeper: DeadlineKeeper, tmp_path: Path
) -> None:
    waits = [refuses("authorization_pending", nth=1), refuses("authorization_pending", nth=2)]
    shown: list[DeviceCode] = []
    with TokenPeer(waits, rotates=True) as peer:
        one = bearer(peer, sealed(tmp_path), refresh=None)
        with pytest.raises(LoginRefusedError) as caught:
            one.token(keeper)
        assert (caught.value.code, one.kept().ill) == ("no_consent", "no_consent")
        one.consent(shown.append, keeper)
        assert (shown[0].user_code, shown[0].where) == ("ABCD-EFGH", "https://lab.test/device")
        assert peer.asked[0] == {
            "client_id": "app", "client_secret": "hush", "scope": "scope/.default",
        }  # fmt: skip
        assert {asked["device_code"] for asked in peer.asked[1:]} == {"hidden"}
        again = bearer(peer, sealed(tmp_path), refresh=None)
        asked = len(peer.asked)
        assert again.token(keeper) == again.kept().access
        assert (again.kept().refresh[:8], again.kept().ill) == ("refresh-", "")
        assert len(peer.asked) == asked


@pytest.mark.parametrize("error", ["authorization_declined", "expired_token", "invalid_client"])
def test_who_does_not_consent_grants_nothing(keeper: DeadlineKeeper, error: str) -> None:
    with TokenPeer([refuses(error)]) as peer:
        one = bearer(peer, refresh=None)
        with pytest.raises(LoginRefusedError) as caught:
            one.consent(lambda _code: None, keeper)
        assert (caught.value.code, one.kept().access) == (error, "")


def test_a_consent_that_does_not_last_is_none(keeper: DeadlineKeeper) -> None:
    with TokenPeer() as peer, pytest.raises(WireError, match="offline_access"):
        bearer(peer, refresh=None).consent(lambda _code: None, keeper)


def test_what_has_no_codes_to_enter_is_told_so(keeper: DeadlineKeeper) -> None:
    assert begins_at("https://login.partner.microsoftonline.cn/t/oauth2/v2.0/token") == (
        "https://login.partner.microsoftonline.cn/t/oauth2/v2.0/devicecode"
    )
    assert begins_at("https://oauth2.googleapis.com/token") == ""
    rule = script.answer("DEVICE", b"200", b"{}")
    with TokenPeer([rule]) as peer, pytest.raises(WireError, match="no sense"):
        bearer(peer, refresh=None).consent(lambda _code: None, keeper)


def test_imap_and_smtp_take_the_token(keeper: DeadlineKeeper) -> None:
    with (
        TokenPeer() as grants,
        ImapPeer(tokens=["access-1"], capabilities=["IMAP4rev1", "AUTH=XOAUTH2"]) as letters,
        SmtpPeer(tokens=["access-1"], extensions=["AUTH LOGIN XOAUTH2"]) as mails,
    ):
        one = bearer(grants)
        imap.open_session(account(letters, one), keeper).close()
        smtp.open_session(smtp_account(mails, one), keeper).close()
        assert letters.presented == ["user=vas\x01auth=Bearer access-1\x01\x01"]
        assert "LOGIN" not in letters.heard
        assert grants.granted == 1


def test_a_token_that_was_revoked_before_its_time_is_replaced_at_once(
    keeper: DeadlineKeeper,
) -> None:
    with TokenPeer() as grants, ImapPeer(tokens=["access-2"]) as letters:
        one = bearer(grants)
        imap.open_session(account(letters, one), keeper).close()
        assert len(letters.presented) == 2
        assert one.kept().trouble == ""


def test_a_server_that_takes_no_token_at_all_is_asked_twice_and_the_trouble_kept(
    keeper: DeadlineKeeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with TokenPeer() as grants, ImapPeer() as letters, SmtpPeer(extensions=["AUTH LOGIN"]) as mails:
        one = bearer(grants)
        for log_in in (
            lambda: imap.open_session(account(letters, one), keeper),
            lambda: smtp.open_session(smtp_account(mails, one), keeper),
        ):
            with pytest.raises(LoginRefusedError) as caught:
                log_in()
            assert caught.value.kind is RefusalKind.TOKEN
        assert len(letters.presented) == 2
        assert one.kept().ill == "imap: 535"  # the last word of the two
        letters.tokens.add("access-4")
        imap.open_session(account(letters, one), keeper).close()
        assert one.kept().ill == ""
    secret = base64.b64encode(b"user=vas\x01auth=Bearer access-1\x01\x01").decode()
    assert not any(word in caplog.text for word in ("access-", secret[:24], "hush"))


def test_what_one_server_refuses_stands_until_that_one_takes_it(keeper: DeadlineKeeper) -> None:
    clock, cache = Hours(), TokensInMemory()
    with TokenPeer() as grants, ImapPeer(tokens=["access-1"]) as letters, SmtpPeer() as mails:
        by_imap, by_smtp = (
            bearer(grants, cache, clock, service=service) for service in ("imap", "smtp")
        )
        with pytest.raises(LoginRefusedError):
            smtp.open_session(smtp_account(mails, by_smtp), keeper)
        letters.tokens.add("access-2")
        imap.open_session(account(letters, by_imap), keeper).close()
        assert by_imap.kept().ill == "smtp: 535"
        clock.at += timedelta(hours=1)
        mails.tokens.add("access-3")
        smtp.open_session(smtp_account(mails, by_smtp), keeper).close()
        assert (by_imap.kept().ill, by_imap.kept().since) == ("", None)


def test_a_protocol_that_is_switched_off_is_no_fault_of_the_token(keeper: DeadlineKeeper) -> None:
    refused = script.answer(
        "AUTH", b"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"
    )
    with TokenPeer() as grants, SmtpPeer([refused], tokens=["access-1"]) as mails:
        one = bearer(grants, service="smtp")
        with pytest.raises(LoginRefusedError) as caught:
            smtp.open_session(smtp_account(mails, one), keeper)
        assert caught.value.kind is RefusalKind.SWITCHED_OFF
        assert (grants.granted, one.kept().ill) == (1, "")


def test_a_server_in_a_hurry_says_nothing_about_the_token(keeper: DeadlineKeeper) -> None:
    rule = script.answer("AUTHENTICATE", b"{tag} NO [LIMIT] Too many connections")
    with (
        TokenPeer() as grants,
        ImapPeer([rule], tokens=["access-1"]) as letters,
        pytest.raises(WireError) as caught,
    ):
        imap.open_session(account(letters, bearer(grants)), keeper)
    assert caught.value.kind is RefusalKind.CONNECTIONS
    assert grants.granted == 1
