"""The IMAP session against a scripted server: what the world's servers really do."""

import contextlib
import select
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from mailcare.errors import LoginRefusedError, WireError
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, ImapSession, open_session
from peers import script
from peers.imap import ImapPeer
from peers.mailbox import OCTOBER

LETTER = b"From: a@lab.test\r\nSubject: one\r\n\r\nhello\r\n"
COURIERS_WORDS = (
    b"From: System Administrator <root@localhost>\r\nSubject: message unavailable\r\n\r\n"
    b"This message is no longer available on the server.\r\n"
)


def account(peer: ImapPeer, timeout: float = 5) -> ImapAccount:
    return ImapAccount(
        peer.host, peer.port, "none", "vas", lambda: "pw", ca_file=None, timeout=timeout
    )


@contextmanager
def opened(peer: ImapPeer, keeper: DeadlineKeeper, timeout: float = 5) -> Iterator[ImapSession]:
    session = open_session(account(peer, timeout), keeper)
    try:
        yield session
    finally:
        session.close()


def test_the_order_of_a_login(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
    order = ["GREETING", "CAPABILITY", "LOGIN", "CAPABILITY", "ID", "EXAMINE", "LOGOUT"]
    assert imap_peer.heard == order


def test_no_id_where_it_is_not_offered_after_the_login(keeper: DeadlineKeeper) -> None:
    with ImapPeer(capabilities=["IMAP4rev1"], before_login=["IMAP4rev1", "ID"]) as peer:
        with opened(peer, keeper) as session:
            assert session.capabilities == {"IMAP4REV1"}
        assert "ID" not in peer.heard


def test_netease_lets_select_only_those_who_said_who_they_are(keeper: DeadlineKeeper) -> None:
    with ImapPeer(needs_id=True) as peer, opened(peer, keeper) as session:
        assert session.select("INBOX").exists == 0


def test_an_unsafe_login_says_what_to_do(keeper: DeadlineKeeper) -> None:
    with (
        ImapPeer(needs_id=True, capabilities=["IMAP4rev1"]) as peer,
        opened(peer, keeper) as session,
        pytest.raises(WireError, match="ID command") as caught,
    ):
        session.select("INBOX")
    assert caught.value.code == "UNSAFE"
    assert not caught.value.temporary


def test_a_folder_without_uidnext_and_uidvalidity(keeper: DeadlineKeeper) -> None:
    with ImapPeer(tells_uidnext=False) as peer, opened(peer, keeper) as session:
        peer.inbox.uidvalidity = None
        for _ in range(2):
            status = session.select("INBOX")
            assert (status.uidvalidity, status.uidnext) == (None, None)
        assert peer.script.count("STATUS") == 1


def test_huge_sparse_uids_come_sorted_in_batches(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    uids = [1_446_555_803 + 977 * number for number in range(1200)]
    for uid in uids:
        imap_peer.inbox.add(LETTER, uid=uid)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert session.search_from(1) == uids
        assert session.search_from(uids[-1]) == uids[-1:]
        assert session.search_from(uids[-1] + 1) == []
        assert list(session.meta(uids)) == uids
    assert imap_peer.script.count("FETCH META") == 3


def test_a_server_that_refuses_to_search_by_uid(keeper: DeadlineKeeper) -> None:
    with ImapPeer(searches_by_uid=False) as peer, opened(peer, keeper) as session:
        for _ in range(3):
            peer.inbox.add(LETTER)
        session.select("INBOX")
        assert session.search_from(2) == [2, 3]


def test_a_server_that_refuses_every_search(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    imap_peer.script.rules.append(script.answer("SEARCH", b"{tag} BAD no", nth=0))
    imap_peer.inbox.add(LETTER, uid=9)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert session.search_from(1) == [9]


def test_search_answers_in_several_lines(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    said = script.answer(
        "SEARCH", b"* SEARCH 5 3", b"* SEARCH", b"* SEARCH 9 (MODSEQ 77)", b"{tag} OK done"
    )
    imap_peer.script.rules.append(said)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert session.search_from(1) == [3, 5, 9]


def test_letters_that_are_gone(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    nil = imap_peer.inbox.add(LETTER)
    nil.body_is_nil = True
    imap_peer.inbox.add(COURIERS_WORDS)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert [session.fetch(uid) for uid in (1, 2, 3)] == [None, None, None]


def test_a_letter_of_digits_only(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    imap_peer.script.rules.append(
        script.answer("FETCH BODY", b"* 1 FETCH (UID 1 BODY[] 12345)", b"{tag} OK done")
    )
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert session.fetch(1) == b"12345"


def test_flag_updates_of_others_are_not_mixed_in(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.inbox.add(LETTER)
    update = script.answer("NOOP", b"* 1 FETCH (FLAGS (\\Answered))", b"{tag} OK done")
    imap_peer.script.rules.append(update)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        session.noop()
        assert not session.meta([1])[1].answered


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (b'"01-Oct-2026 10:03:04 +0800"', OCTOBER),
        (b'" 1-Oct-2026 02:03:04 +0000"', OCTOBER),
        (b'"01-Oct-2026 10:03:04 +9900"', None),
        (b'"99-Foo-2026 99:03:04 +0800"', None),
        (b"NIL", None),
    ],
)
def test_internaldate_is_aware_or_absent(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, told: bytes, expected: object
) -> None:
    line = b"* 1 FETCH (UID 1 RFC822.SIZE 3 INTERNALDATE " + told + b" FLAGS (\\Seen))"
    imap_peer.script.rules.append(script.answer("FETCH META", line, b"{tag} OK done"))
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert session.meta([1])[1].internal_date == expected


TENCENTS_WORDS = (
    b"NO Login fail. Account is abnormal, password is incorrect, login frequency limited, "
    b"or system is busy."
)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"NO [AUTHENTICATIONFAILED] bad", (LoginRefusedError, False, "AUTHENTICATIONFAILED")),
        (b"NO LOGIN Login error or password error", (LoginRefusedError, False, "")),
        (b"NO [LIMIT] Maximum number of connections exceeded", (WireError, True, "LIMIT")),
        (b"NO too many connections", (WireError, True, "LIMIT")),
        (TENCENTS_WORDS, (LoginRefusedError, True, "")),
        (b"BAD [UNAVAILABLE] backend", (WireError, True, "UNAVAILABLE")),
    ],
)
def test_what_a_refused_login_means(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, said: bytes, expected: object
) -> None:
    imap_peer.script.rules.append(script.answer("LOGIN", b"{tag} " + said))
    with pytest.raises(WireError) as caught:
        open_session(account(imap_peer), keeper)
    error = caught.value
    assert (type(error), error.temporary, error.code) == expected


def test_a_refusal_in_gbk_can_be_read(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    words = "请使用授权码登录 user@lab.test 13812345678".encode("gbk")
    imap_peer.script.rules.append(script.answer("LOGIN", b"{tag} NO " + words))
    with pytest.raises(LoginRefusedError, match="请使用授权码登录 <address> <number>"):
        open_session(account(imap_peer), keeper)


def test_a_connection_that_ends_in_the_login_is_no_bad_password(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.script.rules.append(script.cut("LOGIN"))
    with pytest.raises(WireError) as caught:
        open_session(account(imap_peer), keeper)
    assert not isinstance(caught.value, LoginRefusedError)


def read_one_letter(peer: ImapPeer, keeper: DeadlineKeeper, timeout: float) -> None:
    with opened(peer, keeper, timeout) as session:
        session.select("INBOX")
        session.search_from(1)
        session.fetch(1)


COMMANDS = ["GREETING", "CAPABILITY", "LOGIN", "ID", "EXAMINE", "SEARCH", "FETCH BODY"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", [script.cut, script.half])
def test_a_connection_that_ends_at_any_command(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, command: str, fault: Callable[[str], script.Rule]
) -> None:
    imap_peer.inbox.add(LETTER)
    imap_peer.script.rules.append(fault(command))
    with pytest.raises(WireError) as caught:
        read_one_letter(imap_peer, keeper, timeout=2)
    assert caught.value.temporary
    assert not isinstance(caught.value, LoginRefusedError)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dripping_server_is_ended_at_any_command(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, command: str
) -> None:
    imap_peer.inbox.add(LETTER)
    imap_peer.script.rules.append(script.drip(command))
    with pytest.raises(WireError) as caught:
        read_one_letter(imap_peer, keeper, timeout=0.1)
    assert caught.value.code == "TIMEOUT"


@pytest.mark.parametrize("command", ["GREETING", "LOGIN", "FETCH BODY"])
def test_a_silent_server_is_given_up(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, command: str
) -> None:
    imap_peer.inbox.add(LETTER)
    imap_peer.script.rules.append(script.hang(command))
    with pytest.raises(WireError) as caught:
        read_one_letter(imap_peer, keeper, timeout=0.2)
    assert caught.value.code == "TIMEOUT"


def test_an_answer_out_of_step_ends_the_session(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.inbox.add(LETTER + b"x" * 100)
    imap_peer.script.rules.append(script.wrong_literal("FETCH BODY"))
    with opened(imap_peer, keeper, timeout=1) as session:
        session.select("INBOX")
        with pytest.raises(WireError):
            session.fetch(1)
        assert not session.usable
        with pytest.raises(WireError, match="closed"):
            session.search_from(1)


def test_a_refusal_leaves_the_session_usable(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    imap_peer.inbox.add(LETTER)
    imap_peer.script.rules.append(script.answer("FETCH BODY", b"{tag} NO [SERVERBUG] not this one"))
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        with pytest.raises(WireError) as caught:
            session.fetch(1)
        assert caught.value.code == "SERVERBUG"
        assert session.usable
        assert session.fetch(1) == LETTER


def test_a_session_cut_by_another_thread(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    with opened(imap_peer, keeper) as session:
        imap_peer.script.rules.append(script.call("EXAMINE", session.cut))
        with pytest.raises(WireError):
            session.select("INBOX")
        assert not session.usable


def test_clear_text_only_on_this_machine(keeper: DeadlineKeeper) -> None:
    there = ImapAccount("mail.example", 143, "none", "vas", lambda: "pw")
    with pytest.raises(WireError, match="clear text"):
        open_session(there, keeper)


def test_starttls_refused_is_the_end(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    there = ImapAccount(imap_peer.host, imap_peer.port, "starttls", "vas", lambda: "pw", timeout=2)
    with pytest.raises(WireError, match="clear text") as caught:
        open_session(there, keeper)
    assert caught.value.code == "TLS"
    assert "LOGIN" not in imap_peer.heard


def test_a_password_is_never_shown() -> None:
    assert "hunter2" not in repr(ImapAccount("h", 1, "tls", "u", lambda: "hunter2"))


def test_usage_by_counting_sizes(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    for _ in range(501):
        imap_peer.inbox.add(LETTER)
    imap_peer.folders["&XfJT0ZAB-"].add(LETTER)
    with opened(imap_peer, keeper) as session:
        usage = session.usage()
    assert (usage.used, usage.messages) == (502 * len(LETTER), 502)
    assert (usage.limit, usage.source) == (None, "sizes")


def test_usage_without_a_quota_root(keeper: DeadlineKeeper) -> None:
    with ImapPeer(capabilities=["IMAP4rev1", "QUOTA"]) as peer, opened(peer, keeper) as session:
        peer.inbox.add(LETTER)
        assert session.usage().source == "sizes"
        peer.quota = (10, 1000)
        usage = session.usage()
    assert (usage.used, usage.limit, usage.source) == (10_240, 1_024_000, "quota")


def test_chinese_special_folder_by_its_name(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    with opened(imap_peer, keeper) as session:
        assert session.special_folder("\\Sent") == "已发送"
        imap_peer.folders["&XfJT0ZAB-"].flags = ""
        assert session.special_folder("\\Sent") == "已发送"
        assert session.special_folder("\\Junk") is None
        session.append("已发送", LETTER, ["\\Seen"])
    assert imap_peer.folders["&XfJT0ZAB-"].letters[0].raw == LETTER


def test_moving_without_move(keeper: DeadlineKeeper) -> None:
    with ImapPeer(capabilities=["IMAP4rev1", "UIDPLUS"]) as peer, opened(peer, keeper) as session:
        peer.inbox.add(LETTER)
        peer.inbox.add(LETTER, flags=["\\Deleted"])
        session.select("INBOX", writable=True)
        session.move(1, "已发送")
        assert peer.folders["&XfJT0ZAB-"].letters[0].raw == LETTER
        assert "EXPUNGE" in peer.heard


def test_the_head_where_the_structure_cannot_be_had(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.inbox.add(LETTER + b"x" * 1000)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        head = b"From: a@lab.test\r\nSubject: one\r\n\r\nhello\r\n"
        assert session.fetch_head(1, 50) == head
        imap_peer.script.play(script.answer("FETCH", b"{tag} NO no structure today"))
        assert session.fetch_head(1, 20) == (LETTER + b"x" * 1000)[:20]


def test_header_fields(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    imap_peer.inbox.add(b"Subject: s\r\nIn-Reply-To: <a@b>\r\nReferences: <c@d>\r\n <a@b>\r\n\r\nx")
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        found = session.header_fields([1], ["In-Reply-To", "References"])
    assert found == {1: b"In-Reply-To: <a@b>\r\nReferences: <c@d>\r\n <a@b>\r\n\r\n"}


def test_idle_news_and_a_dead_socket(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        session.idle_begin()
        imap_peer.cut_all()
        assert session.idle_news()
        with pytest.raises(WireError):
            session.idle_end()
        assert not session.usable


def test_idle_waits_for_the_rest_of_a_line(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, eventually: Callable[..., object]
) -> None:
    with opened(imap_peer, keeper) as session, ThreadPoolExecutor(1) as pool:
        session.select("INBOX")
        session.idle_begin()
        eventually(lambda: imap_peer.idles)
        imap_peer.tell(b"* OK still here\r\n* 1 EX")
        select.select([session.fileno()], [], [])
        due = pool.submit(session.idle_news)
        with pytest.raises(TimeoutError):
            due.result(0.2)
        imap_peer.tell(b"ISTS\r\n")
        assert due.result()
        imap_peer.tell(b"* OK still here\r\n")
        select.select([session.fileno()], [], [])
        assert not session.idle_news()
        session.idle_end()
        session.noop()


def test_a_huge_folder_is_searched_in_windows(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    for _ in range(3):
        imap_peer.inbox.add(LETTER)
    with opened(imap_peer, keeper) as session:
        session.select("INBOX")
        assert session.search_from(1, exists=120_000) == [1, 2, 3]
    assert imap_peer.script.count("SEARCH") == 3


def test_a_server_that_says_goodbye(imap_peer: ImapPeer, keeper: DeadlineKeeper) -> None:
    imap_peer.script.rules.append(script.answer("GREETING", b"* BYE Connection queue full"))
    with pytest.raises(WireError, match="Connection queue full"):
        open_session(account(imap_peer), keeper)
    imap_peer.script.play(script.answer("NOOP", b"* BYE idle for too long"))
    with opened(imap_peer, keeper) as session, pytest.raises(WireError, match="idle for too long"):
        session.noop()


def test_a_password_beyond_ascii(keeper: DeadlineKeeper) -> None:
    with ImapPeer(password="密码") as peer:
        there = ImapAccount(peer.host, peer.port, "none", "vas", lambda: "密码", timeout=5)
        open_session(there, keeper).close()
        assert "AUTHENTICATE" in peer.heard


GARBAGE = [
    b"* 1 FETCH (UID 1 BODY[] {99999999999999999999}",
    b"* 1 FETCH (UID 1 BODY[] {9999999999}",
    b"* 1 FETCH (UID x RFC822.SIZE y)",
    b"* 1 FETCH (UID 1 RFC822.SIZE)",
    b"* 1 FETCH ((((((",
    b"* x FETCH ()",
    b"* 1 FETCH NIL",
    b"* 1 FETCH (UID 1 RFC822.SIZE -5 FLAGS NIL INTERNALDATE 17)",
    b"* SEARCH one two",
    b"* SEARCH \xff\xfe",
    b"* FLAGS",
    b"* EXISTS",
    b"* OK [UIDVALIDITY x] y",
    b"* OK [UIDNEXT 99999999999999999999999] y",
    b"+ what now",
    b"",
    b"\x00\xff\xfe",
    b"A1 OK not my tag",
    b"* BYE",
    b"* NO [",
    b'* LIST () "/" "&broken',
    b"* LIST",
]


@pytest.mark.parametrize("line", GARBAGE)
@pytest.mark.parametrize(
    "command", ["CAPABILITY", "EXAMINE", "SEARCH", "FETCH META", "FETCH BODY", "LIST"]
)
def test_no_answer_whatever_raises_anything_else(
    imap_peer: ImapPeer, keeper: DeadlineKeeper, command: str, line: bytes
) -> None:
    imap_peer.inbox.add(LETTER)
    imap_peer.script.rules.append(script.answer(command, line, b"{tag} OK done", nth=0))
    with contextlib.suppress(WireError), opened(imap_peer, keeper, timeout=0.2) as session:
        session.select("INBOX")
        session.search_from(1)
        session.meta([1])
        session.fetch(1)
        session.folders()


def test_a_silent_tls_handshake_has_its_deadline(
    imap_peer: ImapPeer, keeper: DeadlineKeeper
) -> None:
    imap_peer.script.rules.append(script.hang("GREETING"))
    there = ImapAccount(imap_peer.host, imap_peer.port, "tls", "vas", lambda: "pw", timeout=0.2)
    with pytest.raises(WireError) as caught:
        open_session(there, keeper)
    assert caught.value.code == "TIMEOUT"


def test_a_port_where_nobody_listens(keeper: DeadlineKeeper) -> None:
    with ImapPeer() as peer:
        there = account(peer)
    with pytest.raises(WireError) as caught:
        open_session(there, keeper)
    assert caught.value.temporary
