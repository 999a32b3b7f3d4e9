"""The IMAP session against a real Dovecot."""

from datetime import UTC, datetime

import pytest

from mailcare.errors import LoginRefusedError, OverQuotaError, WireError
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, ImapSession, open_session
from mailcare.wire.tls import Security
from servers.dovecot import DovecotServer, LabUser

pytestmark = pytest.mark.server
LETTER = (
    b"From: a@lab.test\r\nSubject: one\r\nDate: Thu, 1 Oct 2026 10:00:00 +0800\r\n\r\nhello\r\n"
)
OCTOBER = datetime(2026, 10, 1, 2, 3, 4, tzinfo=UTC)


def account(server: DovecotServer, user: LabUser, security: Security = "tls") -> ImapAccount:
    port = server.imaps_port if security == "tls" else server.imap_port
    return ImapAccount(
        server.host, port, security, user.name, lambda: user.password, server.ca_file, timeout=10
    )


def session(
    server: DovecotServer, keeper: DeadlineKeeper, user: LabUser, security: Security = "tls"
) -> ImapSession:
    return open_session(account(server, user, security), keeper)


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_reads_a_letter_without_marking_it(
    dovecot: DovecotServer, keeper: DeadlineKeeper, security: Security
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, LETTER, flags=["\\Answered"], internal_date=OCTOBER)
    opened = session(dovecot, keeper, user, security)
    status = opened.select("INBOX")
    assert (status.exists, status.uidnext) == (1, 2)
    assert status.uidvalidity
    assert opened.search_from(1) == [1]
    assert opened.search_from(2) == []
    meta = opened.meta([1, 2])
    assert list(meta) == [1]
    assert meta[1].size == len(LETTER)
    assert meta[1].internal_date == OCTOBER
    assert meta[1].answered
    assert opened.fetch(1) == LETTER
    assert opened.fetch(2) is None
    opened.close()
    assert dovecot.messages(user)[0].flags == ("\\Answered",)


def test_the_protocol_library_formats_no_body(
    dovecot: DovecotServer, keeper: DeadlineKeeper
) -> None:
    opened = session(dovecot, keeper, dovecot.new_user())
    assert opened._channel.client._imap.debug == 0  # noqa: SLF001 - the guarded private attribute
    opened.close()


def test_wrong_password_is_refused(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user()
    with pytest.raises(LoginRefusedError) as caught:
        session(dovecot, keeper, LabUser(user.name, "wrong"))
    assert not caught.value.temporary
    assert caught.value.code == "AUTHENTICATIONFAILED"
    assert "wrong" not in str(caught.value)


def test_a_certificate_that_nobody_vouches_for_ends_the_session(
    dovecot: DovecotServer, keeper: DeadlineKeeper
) -> None:
    user = dovecot.new_user()
    for security, port in (("tls", dovecot.imaps_port), ("starttls", dovecot.imap_port)):
        chosen: Security = "tls" if security == "tls" else "starttls"
        there = ImapAccount("localhost", port, chosen, user.name, lambda: user.password)
        with pytest.raises(WireError) as caught:
            open_session(there, keeper)
        assert caught.value.code == "TLS"
        assert not caught.value.temporary


def test_a_letter_expunged_by_another_client_is_gone(
    dovecot: DovecotServer, keeper: DeadlineKeeper
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [LETTER, LETTER])
    opened = session(dovecot, keeper, user)
    opened.select("INBOX")
    dovecot.expunge(user, [1])
    assert opened.fetch(1) is None
    assert not opened.lists(1)
    assert opened.lists(2)
    opened.close()


def test_usage_comes_from_the_quota(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user(storage="1M")
    dovecot.append(user, LETTER + b"x" * 300_000)
    opened = session(dovecot, keeper, user)
    usage = opened.usage()
    assert usage.source == "quota"
    assert usage.limit == 1024 * 1024
    assert 300_000 < usage.used < 310_000
    assert usage.messages == 1
    with pytest.raises(OverQuotaError):
        opened.append("INBOX", LETTER + b"x" * 900_000)
    assert opened.usable
    opened.close()


def test_special_folders_and_chinese_names(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user()
    opened = session(dovecot, keeper, user)
    assert opened.special_folder("\\Sent") == "Sent"
    assert opened.special_folder("\\Junk") == "Junk"
    dovecot.append(user, LETTER, folder="&XfJT0ZAB-/2026 &- &Ti1W,Q-")
    assert opened.select("已发送/2026 & 中国").exists == 1
    assert "已发送/2026 & 中国" in {entry.name for entry in opened.folders()}
    opened.close()


def test_moves_and_flags_where_asked_to(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [LETTER, LETTER])
    opened = session(dovecot, keeper, user)
    opened.select("INBOX", writable=True)
    opened.flag(1, "\\Flagged")
    opened.move(2, "Trash")
    assert [item.flags for item in dovecot.messages(user)] == [("\\Flagged",)]
    assert len(dovecot.messages(user, "Trash")) == 1
    opened.close()


def test_idle_tells_of_a_new_letter(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user()
    opened = session(dovecot, keeper, user)
    opened.select("INBOX")
    opened.idle_begin()
    dovecot.append(user, LETTER)
    import selectors  # noqa: PLC0415 - only here

    with selectors.DefaultSelector() as selector:
        selector.register(opened.fileno(), selectors.EVENT_READ)
        assert selector.select(10)
    assert opened.idle_news()
    opened.idle_end()
    assert opened.search_from(1) == [1]
    opened.close()


def test_the_head_of_a_big_letter(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    big = (
        b"From: a@lab.test\r\nSubject: big\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>no</p>\r\n"
        b"--b\r\nContent-Type: text/plain; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\ntPPN+A==\r\n"
        b"--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"QUJD\r\n" * 50_000
        + b"--b--\r\n"
    )
    user = dovecot.new_user()
    dovecot.append(user, big)
    opened = session(dovecot, keeper, user)
    opened.select("INBOX")
    head = opened.fetch_head(1, 65536)
    opened.close()
    assert head == (
        b"From: a@lab.test\r\nSubject: big\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n"
        b"\r\ntPPN+A=="
    )


def test_a_server_that_is_down(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user()
    opened = session(dovecot, keeper, user)
    opened.select("INBOX")
    dovecot.stop()
    with pytest.raises(WireError) as caught:
        opened.search_from(1)
    assert caught.value.temporary
    assert not opened.usable
    with pytest.raises(WireError) as refused:
        session(dovecot, keeper, user)
    assert refused.value.temporary
    dovecot.start()
    session(dovecot, keeper, user).close()


def test_numbers_are_new_after_renumbering(dovecot: DovecotServer, keeper: DeadlineKeeper) -> None:
    user = dovecot.new_user()
    dovecot.append(user, [LETTER, LETTER, LETTER])
    dovecot.expunge(user, [1])
    opened = session(dovecot, keeper, user)
    before = opened.select("INBOX")
    opened.close()
    dovecot.renumber(user)
    opened = session(dovecot, keeper, user)
    after = opened.select("INBOX")
    assert before.uidvalidity != after.uidvalidity
    assert opened.search_from(1) == [1, 2]
    opened.close()
