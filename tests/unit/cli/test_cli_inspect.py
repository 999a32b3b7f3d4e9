"""``mailcare inspect`` for scripts and for people."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailcare.cli import main
from mailcare.resources import shipped

CONFIG = str(shipped("config.example.toml"))
LETTER = """From: =?utf-8?b?6aG+5paH5paM?= <user@mail.example>
To: vas@telecom.example
Subject: mailbox
Date: Tue, 01 Sep 2026 08:00:00 +0800
Message-ID: <1@mail.example>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

我的邮箱 guwb@online.sh.cn 登录不上,请处理。联系电话:13501234871
""".encode()
KEYS = {
    "decision", "suggested", "scope", "unit", "kind", "category", "elements", "missing",
    "reply_by_phone", "special_demand", "escalation", "language", "confidence", "reasons",
}  # fmt: skip


def inspect(*arguments: str | Path) -> Result:
    arguments = ("inspect", "--config", CONFIG, *arguments)
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_one_object_a_line_and_file(tmp_path: Path) -> None:
    files = [tmp_path / "a.eml", tmp_path / "b.eml"]
    for file in files:
        file.write_bytes(LETTER)
    result = inspect("--mailbox", "vas", "--json", *files)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [line["file"] for line in lines] == [str(file) for file in files]
    assert lines[0]["message"]["from"] == {"address": "user@mail.example", "name": "顾文斌"}
    assert set(lines[0]["triage"]) == KEYS
    assert lines[0]["triage"]["unit"] == "vas"
    assert lines[0]["triage"]["elements"]["device_number"]["value"] == "guwb@online.sh.cn"


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0\1\2", b"\xff" * 3000, b"From: \xed\xa0\x80\r\n\r\n\xed\xb0\x80", os.urandom(4000)],
)
def test_any_bytes_are_a_letter(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "x.eml"
    file.write_bytes(raw)
    result = inspect("--mailbox", "vas", "--json", file)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["triage"]["decision"]


def test_a_person_is_told_why(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(LETTER)
    result = inspect("--mailbox", "vas", file)
    assert result.exit_code == 0
    assert "scope.phrase" in result.output
    assert "guwb@online.sh.cn" in result.output


def test_an_unknown_mailbox_is_named_with_the_known_ones(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(LETTER)
    result = inspect("--mailbox", "nobody", file)
    assert result.exit_code == 2
    assert "broadband" in result.output


def test_the_mailbox_must_be_said_where_there_are_several(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(LETTER)
    assert inspect(file).exit_code == 2


def test_help_has_an_example() -> None:
    assert "mailcare inspect --mailbox vas letter.eml" in inspect("--help").output


def test_a_person_is_told_what_is_attached_and_what_nobody_can_open(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    letter = LETTER.replace(b"Content-Type: text/plain; charset=utf-8\n", b"")
    head, _, body = letter.partition(b"\n\n")
    part = b"--b\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx\n"
    file.write_bytes(
        head.replace(b"\nContent-Transfer-Encoding: 8bit", b"")
        + b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n" + body + part + b"--b--\n"
    )  # fmt: skip
    output = inspect("--mailbox", "vas", file).output
    assert "attached" in output
    assert "Outlook alone can open" in output
