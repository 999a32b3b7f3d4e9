"""The doctor against scripted servers: each thing that can be wrong, told with what to do."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mailcare.cli import main
from peers.imap import ImapPeer
from peers.script import answer, cut
from peers.smtp import SmtpPeer
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
) -> tuple[int, dict[str, Any]]:
    """Exit code, and the findings of the mailbox and the site by step."""
    (folder / "state").mkdir(mode=0o700, exist_ok=True)
    secret = folder / "pw"
    secret.write_text(password, encoding="ascii")
    secret.chmod(0o400)
    local = 'host = "127.0.0.1", security = "none"'
    text = small_config(
        unit=f'hotline = "021-55500001"\nverified_on = {verified}',
        box=f"folders = {folders}",
        capacity="100MB",
        imap=f'{local}, port = {imap_port}, user = "vas", password_file = "pw"',
        smtp=f"{local}, port = {smtp_port}",
    )
    (folder / "config.toml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["doctor", "-c", str(folder / "config.toml"), "--json"])
    return result.exit_code, {one["step"]: one for one in json.loads(result.stdout)}


def test_all_is_well(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    imap.deliver(b"Subject: x\r\n\r\nbody\r\n")
    code, steps = examine(tmp_path, imap.port, smtp.port)
    assert {one["verdict"] for one in steps.values()} == {"ok"}
    assert code == 0
    assert steps["select"]["found"] == "INBOX: 1 letters"
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
    assert (code, steps["select"]["verdict"]) == (1, "fail")
    assert "unsafe" in steps["select"]["found"]


def test_folder_that_is_not_there(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    code, steps = examine(tmp_path, imap.port, smtp.port, folders='["Complaints"]')
    assert (code, steps["select"]["verdict"]) == (1, "fail")
    assert "INBOX" in steps["select"]["to_do"]


def test_junk_folder_that_is_not_polled(tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer) -> None:
    imap.add_folder("&V4NXPpCuTvY-", "\\Junk")
    code, steps = examine(tmp_path, imap.port, smtp.port)
    assert (code, steps["junk"]["verdict"]) == (0, "warn")
    assert "垃圾邮件" in steps["junk"]["to_do"]


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
