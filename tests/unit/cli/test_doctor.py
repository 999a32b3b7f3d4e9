"""The doctor against scripted servers: each thing that can be wrong, told with what to do."""

import json
import socket
import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from dns.message import from_wire, make_response
from dns.rrset import from_text

from mailcare.cli import main
from mailcare.cli.domain import examine_domain
from mailcare.clock import SystemClock
from mailcare.wire import dns
from peers.imap import ImapPeer
from peers.script import Rule, answer, call, cut
from peers.smtp import SmtpPeer
from peers.token import TokenPeer, refuses
from support.small_config import small_config


@pytest.fixture
def imap() -> Iterator[ImapPeer]:
    with ImapPeer() as peer:
        yield peer


@pytest.fixture
def smtp() -> Iterator[SmtpPeer]:
    with SmtpPeer() as peer:
        yield peer


def examine(
    folder: Path,
    imap_port: int,
    smtp_port: int,
    *,
    password: str = "pw",  # noqa: S107 - of a throw-away loopback server
    folders: str = '["INBOX"]',
    verified: str = "2126-01-01",
    box: str = "",
    more: Sequence[str] = (),
) -> tuple[int, dict[str, Any]]:
    """Exit code, and the findings of the mailbox and the site by step."""
    (folder / "state").mkdir(mode=0o700, exist_ok=True)
    secret = folder / "pw"
    secret.write_text(password, encoding="ascii")
    secret.chmod(0o400)
    local = 'host = "127.0.0.1", security = "none"'
    text = small_config(
        unit=f'hotline = "021-55500001"\nverified_on = {verified}',
        box=f"folders = {folders}\n{box}",
        capacity="100MB",
        imap=f'{local}, port = {imap_port}, user = "vas", password_file = "pw"',
        smtp=f"{local}, port = {smtp_port}",
    )
    (folder / "config.toml").write_text(text, encoding="utf-8")
    command = ["doctor", "-c", str(folder / "config.toml"), "--json", *more]
    result = CliRunner().invoke(main, command)
    return result.exit_code, {one["step"]: one for one in json.loads(result.stdout)}


def test_all_is_well(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    imap.deliver(b"Subject: x\r\n\r\nbody\r\n")
    code, steps = examine(tmp_path, imap.port, smtp.port)
    assert {one["verdict"] for one in steps.values()} == {"ok"}
    assert code == 0
    assert steps["select"]["found"] == "INBOX: 1 letters"
    assert "mails up to 40 MB; no delivery reports" in steps["smtp capabilities"]["found"]
    assert "EXAMINE" in imap.heard
    assert "FETCH BODY" not in imap.heard
    assert smtp.accepted == []


def test_wrong_password(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    code, steps = examine(tmp_path, imap.port, smtp.port, password="hunter2")
    assert code == 1
    assert {steps[step]["verdict"] for step in ("imap login", "smtp login")} == {"fail"}
    assert "授权码" in steps["imap login"]["to_do"]
    assert "hunter2" not in json.dumps(steps)


def test_server_that_hangs_up(tmp_path: Path, smtp: SmtpPeer) -> None:
    with ImapPeer([cut("LOGIN")]) as imap:
        code, steps = examine(tmp_path, imap.port, smtp.port)
    assert (code, steps["imap login"]["verdict"]) == (1, "fail")
    assert steps["smtp login"]["verdict"] == "ok"


def test_provider_that_calls_the_login_unsafe(tmp_path: Path, smtp: SmtpPeer) -> None:
    refused = answer("EXAMINE", b"{tag} NO EXAMINE Unsafe Login. Please contact x@y.example", nth=0)
    with ImapPeer([refused]) as imap:
        code, steps = examine(tmp_path, imap.port, smtp.port)
    assert (code, steps["imap select"]["verdict"]) == (1, "fail")
    assert "unsafe" in steps["imap select"]["found"]
    assert "webmail" in steps["imap select"]["to_do"]


def test_folder_that_is_not_there(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    code, steps = examine(tmp_path, imap.port, smtp.port, folders='["Complaints"]')
    assert (code, steps["select"]["verdict"]) == (1, "fail")
    assert "INBOX" in steps["select"]["to_do"]


def test_junk_folder_that_is_not_polled(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    imap.add_folder("&V4NXPpCuTvY-", "\\Junk")
    code, steps = examine(tmp_path, imap.port, smtp.port)
    assert (code, steps["junk"]["found"]) == (0, "polled: 垃圾邮件")
    code, steps = examine(tmp_path, imap.port, smtp.port, box="junk_folders = []")
    assert (code, steps["junk"]["verdict"]) == (0, "warn")
    assert "垃圾邮件" in steps["junk"]["found"]


def test_the_sent_folder_and_who_fills_it(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    _code, steps = examine(tmp_path, imap.port, smtp.port)
    assert steps["sent"]["found"] == "已发送: copies are put there if none is"
    _code, steps = examine(tmp_path, imap.port, smtp.port, box='sent_copies = "off"')
    assert "by nobody" in steps["sent"]["found"]
    del imap.folders["&XfJT0ZAB-"]
    _code, steps = examine(tmp_path, imap.port, smtp.port)
    assert steps["sent"]["verdict"] == "warn"


def test_a_provider_by_name_and_where_its_codes_are_made(tmp_path: Path, smtp: SmtpPeer) -> None:
    rule = answer("LOGIN", b"{tag} NO " + "请使用授权码登录".encode("gbk"))
    with ImapPeer([rule], capabilities=["IMAP4rev1"]) as imap:
        _code, steps = examine(tmp_path, imap.port, smtp.port, box='provider = "163"')
        assert steps["provider"]["found"].startswith("网易 163 邮箱: 127.0.0.1")
        assert "网页邮箱" in steps["imap login"]["to_do"]
        _code, steps = examine(tmp_path, imap.port, smtp.port, box='provider = "163"')
        assert steps["id"]["verdict"] == "warn"


def test_a_letter_from_the_future(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    imap.inbox.add(b"Subject: x\r\n\r\n", internal_date=SystemClock().now() + timedelta(hours=1))
    code, steps = examine(tmp_path, imap.port, smtp.port)
    assert (code, steps["clock"]["verdict"]) == (0, "warn")


def test_a_token_that_is_granted_or_not(
    tmp_path: Path, smtp: SmtpPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_SECRET", "hush")
    smtp.tokens.add("access-1")
    smtp.extensions = ("AUTH XOAUTH2",)
    with TokenPeer() as grants, ImapPeer(tokens=["access-1"]) as imap:
        secret = f'client_id = "a", client_secret_env = "APP_SECRET", token_url = "{grants.url}"'
        box = f"oauth = {{{secret}}}"
        code, steps = examine(tmp_path, imap.port, smtp.port, box=box)
        assert (code, steps["token"]["verdict"]) == (0, "ok")
        grants.script.play(refuses("invalid_client", 401))
        code, steps = examine(tmp_path, imap.port, smtp.port, box=box)
    assert (code, steps["token"]["verdict"]) == (1, "fail")
    assert "secret" in steps["token"]["to_do"]
    assert "imap login" not in steps


def loop(folder: Path, imap: ImapPeer, smtp: SmtpPeer, *rules: Rule) -> None:
    """Make the state directory; from now on what is sent arrives, but for what `rules` refuse."""
    examine(folder, imap.port, smtp.port)
    pass_over(folder)

    def arrive() -> None:
        now = SystemClock().now().replace(microsecond=0)
        imap.inbox.add(smtp.accepted[-1].data, internal_date=now)

    smtp.accepted.clear()
    smtp.script.play(*rules, call("DOT", None, nth=0, after=arrive))


def pass_over(folder: Path) -> None:
    CliRunner().invoke(main, ["once", "-c", str(folder / "config.toml")])


def test_letters_to_itself_prove_what_the_server_can_do_and_leave_nothing_behind(
    tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer
) -> None:
    loop(tmp_path, imap, smtp)
    code, steps = examine(tmp_path, imap.port, smtp.port, more=["--letter", "--wait", "20s"])
    assert code == 0
    assert "in INBOX" in steps["letter"]["found"]
    assert steps["null reverse-path"]["found"] == "mail without a return path arrives"
    assert "subaddressing = true" in steps["sub-address"]["to_do"]
    assert "differ by" in steps["clock"]["found"]
    assert "clean-up" not in steps
    assert imap.inbox.letters == []
    assert [mail.reverse_path for mail in smtp.accepted] == [
        "vas@telecom.example", "", "vas@telecom.example",
    ]  # fmt: skip


def test_what_the_server_refuses_of_them_is_told(
    tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer
) -> None:
    refuses_two = (answer("MAIL", b"550 5.7.1 no", nth=2), answer("RCPT", b"550 no", nth=2))
    loop(tmp_path, imap, smtp, *refuses_two)
    wanted = "null_reverse_path = true\nsubaddressing = true"
    code, steps = examine(tmp_path, imap.port, smtp.port, box=wanted, more=["--letter"])
    assert code == 1
    assert steps["letter"]["verdict"] == "ok"
    assert steps["null reverse-path"]["to_do"] == "null_reverse_path = false"
    assert steps["sub-address"]["to_do"] == "subaddressing = false"


def test_a_daemon_that_receives_them_files_them_without_a_case(
    tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer
) -> None:
    loop(tmp_path, imap, smtp)
    imap.capabilities = tuple(one for one in imap.capabilities if one != "UIDPLUS")
    code, steps = examine(tmp_path, imap.port, smtp.port, more=["--letter"])
    assert (code, steps["clean-up"]["verdict"]) == (0, "warn")
    assert len(imap.inbox.letters) == 3
    smtp.script.play()
    pass_over(tmp_path)
    path = str(tmp_path / "config.toml")
    listed = CliRunner().invoke(main, ["case", "list", "-c", path, "--json"])
    assert json.loads(listed.stdout) == []
    assert not any("vas@" in one for mail in smtp.accepted[3:] for one in mail.recipients)


@pytest.mark.parametrize(
    ("records", "verdicts"),
    [
        ({"lab.cn": ["v=spf1 include:spf.163.com -all"], "_dmarc.lab.cn": ["v=DMARC1; p=none"]},
         ["ok", "ok"]),
        ({"lab.cn": ["other"], "_dmarc.lab.cn": []}, ["warn", "warn"]),
        ({"lab.cn": ["v=spf1 +all"], "_dmarc.lab.cn": ["v=DMARC1;p=none"] * 2}, ["warn", "warn"]),
        ({"lab.cn": ["v=spf1 -all"] * 2, "_dmarc.lab.cn": []}, ["warn", "warn"]),
    ],
)  # fmt: skip
def test_what_a_domain_publishes(records: dict[str, list[str]], verdicts: list[str]) -> None:
    found = list(examine_domain("lab.cn", lambda name: records[name]))
    assert [(one.step, one.verdict.value) for one in found] == list(
        zip(["spf", "dmarc"], verdicts, strict=True)
    )


def test_dns_that_does_not_answer_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns, "SECONDS", 0.2)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        server = silent.getsockname()
        (found,) = examine_domain("lab.cn", lambda name: dns.texts(name, server))
    assert (found.verdict.value, "DNS does not answer" in found.found) == ("warn", True)


def test_a_domains_records_are_looked_up_for_real() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=serve_one, args=(server,))
        thread.start()
        assert dns.texts("lab.cn", server.getsockname()) == ["v=spf1 -all"]
        thread.join(10)


def serve_one(server: socket.socket) -> None:
    """Answer one question with an SPF record in two pieces."""
    packet, client = server.recvfrom(4096)
    reply = make_response(from_wire(packet))
    (question,) = reply.question
    reply.answer.append(from_text(question.name, 60, "IN", "TXT", '"v=spf1 " "-all"'))
    server.sendto(reply.to_wire(), client)


@pytest.mark.parametrize(
    ("quota", "advice"), [((95_000, 102_400), "archive"), ((10, 51_200), 'capacity = "50MB"')]
)
def test_capacity(tmp_path: Path, smtp: SmtpPeer, quota: tuple[int, int], advice: str) -> None:
    capabilities = ("IMAP4rev1", "ID", "QUOTA")
    with ImapPeer(capabilities=capabilities, quota=quota) as imap:
        code, steps = examine(tmp_path, imap.port, smtp.port)
    assert (code, steps["quota"]["verdict"]) == (0, "warn")
    assert advice in steps["quota"]["to_do"]


def test_hotline_that_nobody_verified_for_long(
    tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer
) -> None:
    code, steps = examine(tmp_path, imap.port, smtp.port, verified="2020-01-01")
    assert (code, steps["directory"]["verdict"]) == (0, "warn")


def test_unknown_mailbox(tmp_path: Path) -> None:
    examine(tmp_path, 9, 9)
    path = str(tmp_path / "config.toml")
    result = CliRunner().invoke(main, ["doctor", "-c", path, "--mailbox", "vsa"])
    assert result.exit_code == 2
    assert "there are: vas" in result.stderr
