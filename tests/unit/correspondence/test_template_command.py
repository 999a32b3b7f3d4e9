import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailcare.cli import main
from mailcare.resources import shipped

LETTER = """From: =?utf-8?B?546L5aWz5aOr?= <wang@mail.example>
To: vas@telecom.example
Subject: =?utf-8?B?6YKu566x?=
Message-ID: <1@mail.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

你好,我的企业邮箱账号 corp0042 从昨天起一直收不到外来邮件,请尽快处理,我要投诉。
联系人:王女士
联系电话:13800005678
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def config(tmp_path: Path, own: Path) -> Path:
    text = shipped("config.example.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("templates_dir")]
    at = lines.index("[storage]") + 1
    lines.insert(at, f'templates_dir = "{own}"')
    file = tmp_path / "config.toml"
    file.write_text("\n".join(lines), "utf-8")
    return file


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-c", str(config), "template", *arguments])


def test_check_is_content_with_what_ships(config: Path) -> None:
    result = run(config, "check")
    assert (result.exit_code, result.stdout) == (0, "all templates are good\n")


def test_check_says_file_line_and_what_to_do(config: Path, own: Path) -> None:
    (own / "reply.review.zh.txt").write_text("Subject: x\n{{ nummer }}\n", "utf-8")
    (own / "nobody").mkdir()
    result = run(config, "check")
    assert result.exit_code == 1
    assert "own/reply.review.zh.txt:2: " in result.stdout
    assert "number" in result.stdout
    assert "own/nobody" in result.stdout
    found = json.loads(run(config, "check", "--json").stdout)
    assert [(one["file"], one["line"]) for one in found] == [
        ("own/reply.review.zh.txt", 2),
        ("own/nobody", 0),
    ]


def test_check_misses_a_folder_that_is_not_there(config: Path, own: Path) -> None:
    own.rmdir()
    result = run(config, "check")
    assert result.exit_code == 1
    assert str(own) in result.stdout
    assert "storage.templates_dir" in result.stdout


def test_preview_shows_the_examples(config: Path) -> None:
    result = run(config, "preview", "reply.accepted")
    assert result.exit_code == 0
    assert "受理编号 VAS-202611-0042" in result.stdout
    english = run(config, "preview", "reply.accepted", "--language", "en")
    assert "Dear user," in english.stdout


def test_preview_of_a_letter_shows_its_own_words(config: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_bytes(LETTER.replace("\n", "\r\n").encode())
    result = run(config, "preview", "notice.new_case", "--letter", str(letter), "--mailbox", "vas")
    assert result.exit_code == 0, result.output
    assert "13800005678" in result.stdout
    assert "wang@mail.example" in result.stdout


def test_preview_of_a_refused_template_says_so_and_shows_what_serves(
    config: Path, own: Path
) -> None:
    (own / "reply.review.zh.txt").write_text("Subject: x\n****\n", "utf-8")
    result = run(config, "preview", "reply.review")
    assert result.exit_code == 0
    assert "****" in result.stderr
    assert "您的来信我们已收到" in result.stdout


def test_preview_knows_its_templates_and_mailboxes(config: Path) -> None:
    assert run(config, "preview", "reply.nothing").exit_code == 2
    assert run(config, "preview", "reply.review", "--mailbox", "nobody").exit_code == 2
