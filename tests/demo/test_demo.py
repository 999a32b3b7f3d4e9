"""`mailcare demo` as people run it: a process of its own, and what lies in its folder then."""

import json
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mailcare.demo.samples import HISTORY, LATER, SAMPLES

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module", name="played")
def _played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demo once; return its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = subprocess.run(
        [sys.executable, "-m", "mailcare", "demo", "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder, done.stdout


@pytest.fixture(name="folder")
def _folder(played: tuple[Path, str]) -> Path:
    return played[0]


@pytest.fixture(name="result")
def _result(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return found


def later(result: dict[str, Any], sender: str) -> dict[str, Any]:
    """Return the first of the later letters from this sender."""
    found: dict[str, Any] = next(one for one in result["later"] if one["from"] == sender)
    return found


def events(letter: dict[str, Any]) -> list[str]:
    return [one["what"] for one in letter["happened"]]


def sent(folder: Path, result: dict[str, Any], to: str, template: str) -> EmailMessage:
    """Return the one mail of this template to this address."""
    paths = [
        one["path"] for one in result["sent"] if (one["to"], one["template"]) == (to, template)
    ]
    assert len(paths) == 1, paths
    return message_from_bytes((folder / paths[0]).read_bytes(), policy=policy.default)


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_every_decision_of_the_table_is_shown(result: dict[str, Any]) -> None:
    assert len(result["letters"]) == len(SAMPLES)
    assert {one["decision"] for one in result["letters"]} == {
        "in_scope", "need_info", "forwarded", "insufficient", "not_accepted", "none", "review",
    }  # fmt: skip
    assert result["history"] == HISTORY
    assert not [one for one in result["sent"] if one["to"].startswith("old")]


def test_every_letter_and_mail_is_a_file(folder: Path, result: dict[str, Any]) -> None:
    named = [one["path"] for part in ("letters", "later", "sent") for one in result[part]]
    assert len(named) == len(set(named))
    assert len(result["later"]) == len(LATER) + 1
    assert not [path for path in named if not (folder / path).read_bytes()]


def test_a_colleagues_answer_reaches_the_user_in_the_thread(
    folder: Path, result: dict[str, Any]
) -> None:
    staff, user = "vas-staff@telecom.example", "zhoumin@mail.example"
    answered = [one for one in result["later"] if one["from"] == staff]
    assert [one["state"] for one in answered] == ["answered", "answered"]
    assert "answered" not in events(answered[0])
    assert "answered" in events(answered[1])
    first = message_from_bytes((folder / "letters/01.eml").read_bytes(), policy=policy.default)
    mail = sent(folder, result, user, "reply.answer")
    assert str(first["Message-ID"]) in str(mail["References"])
    assert text(mail).startswith("亲爱的用户:")
    assert "提示密码错误" in text(mail)
    assert "值班员" not in text(mail)


def test_the_department_confirms_and_the_case_says_so(result: dict[str, Any]) -> None:
    confirmed = later(result, "kfzx@telecom.example")
    assert events(confirmed) == ["letter_joined", "dispatch_confirmed"]
    assert confirmed["state"] == "dispatched"


def test_users_who_add_something_or_urge_are_understood(
    folder: Path, result: dict[str, Any]
) -> None:
    assert later(result, "u7788@mail.example")["state"] == "open"
    rest = text(sent(folder, result, "anon4@mail.example", "reply.rest"))
    assert "联系人" in rest
    assert "13817770033" not in rest
    urged = later(result, "hefang@mail.example")
    assert "escalated" in events(urged)
    assert [one["to"] for one in urged["mails"]] == [
        "vas-staff@telecom.example",
        "vas-lead@telecom.example",
    ]


def test_what_is_printed_holds_one_mail_of_each_sort(played: tuple[Path, str]) -> None:
    folder, printed = played
    for title in (
        "A reply to a user (sent/",
        "A notice to staff (sent/",
        "A colleague answers the notice (letters/",
        "What the user then gets (sent/",
        "A dispatch (sent/",
        "The department answers the dispatch (letters/",
        "An overdue alarm (sent/",
        f"case list --config {folder}",
    ):
        assert title in printed, title
