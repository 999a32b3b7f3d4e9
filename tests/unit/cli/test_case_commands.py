"""Staff's commands from the command line, on a real state directory."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mailcare.cli import main
from unit.cli.conftest import CONFIG, Run, Site

DEPARTMENT = """
[departments.telecom]
title = "电信公司"
dispatch_address = "cs@telecom.example"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    text = CONFIG.replace('capacity = "2GB"', 'capacity = "2GB"\nmode = "live"')
    path.write_text(text + DEPARTMENT, encoding="utf-8")
    return path


@pytest.fixture
def number(run: Run, site: Site) -> str:
    """A case in review, opened from a filed letter."""
    assert run("case", "open-from", str(site.filed)).exit_code == 0
    listed = json.loads(run("case", "list", "--json").stdout)
    return next(str(case["number"]) for case in listed if case["number"] != site.number)


def say(config: Path, text: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(config), "case", *arguments], input=text)


def shown(run: Run, number: str) -> Any:  # noqa: ANN401 - whatever JSON it is
    return json.loads(run("case", "show", number, "--json").stdout)


def last(run: Run, number: str) -> dict[str, Any]:
    event: dict[str, Any] = shown(run, number)["events"][-1]
    return event


def test_an_answer_is_written_once_and_can_be_taken_back(
    run: Run, config: Path, number: str, tmp_path: Path
) -> None:
    report = tmp_path / "处理结果.pdf"
    report.write_bytes(b"%PDF")
    result = say(config, "已恢复。\n", "reply", number.lower(), "--attach", str(report))
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{number}: decided, answer written; open.\n"
    event = last(run, number)
    assert (event["kind"], event["note"]) == ("answer_written", "已恢复。")
    assert event["actor"].startswith("cli:")
    again = say(config, "已恢复。", "reply", number)
    assert again.exit_code == 1
    assert "an answer waits" in again.stderr
    assert run("case", "close", number).exit_code == 1
    assert run("case", "take-back", number).exit_code == 0
    assert last(run, number)["kind"] == "taken_back"


def test_a_call_is_recorded_and_the_case_closed(run: Run, config: Path, number: str) -> None:
    assert run("case", "close", number).exit_code == 1
    future = say(config, "ok", "called", number, "--at", "2999-01-01 10:00")
    assert (future.exit_code, "in the future" in future.stderr) == (1, True)
    assert say(config, "ok", "called", number, "--at", "noon").exit_code == 2
    assert say(config, "用户表示满意", "called", number).exit_code == 0
    assert shown(run, number)["state"] == "answered"
    assert run("case", "close", number, "--reason", "已办结").stdout.endswith("closed; closed.\n")
    assert run("case", "reopen", number, "--reason", "又坏了").exit_code == 0
    assert shown(run, number)["state"] == "open"


def test_what_was_answered_past_mailcare_is_recorded(run: Run, config: Path, number: str) -> None:
    assert say(config, "网页邮箱", "answered", number).exit_code == 0
    assert last(run, number)["facts"]["by"] == "hand"


def test_a_dispatch_waits_to_be_sent_before_it_is_confirmed(run: Run, number: str) -> None:
    assert run("case", "dispatch", number, "nobody").exit_code == 1
    assert run("case", "dispatch", number, "telecom").exit_code == 0
    assert last(run, number)["kind"] == "dispatch_queued"
    assert run("case", "remind", number).exit_code == 0
    for command in (["confirm"], ["return", "--reason", "x"]):
        result = run("case", command[0], number, *command[1:])
        assert (result.exit_code, "with nobody else" in result.stderr) == (1, True)


def test_a_question_a_note_and_a_refusal(run: Run, config: Path, number: str) -> None:
    assert say(config, "下周再看", "note", number).exit_code == 0
    assert last(run, number)["note"] == "下周再看"
    assert say(config, "何时开始?", "ask", number).exit_code == 0
    assert run("case", "decline", number, "--reason", "此前已答复").exit_code == 0
    assert shown(run, number)["state"] == "not_accepted"


def test_what_is_no_complaint_is_filed(run: Run, number: str) -> None:
    assert run("case", "not-complaint", number, "--reason", "广告").exit_code == 0
    assert shown(run, number)["state"] == "closed"


def test_a_case_is_claimed_and_given_to_a_colleague(run: Run, number: str) -> None:
    assert run("case", "claim", number).exit_code == 0
    assert shown(run, number)["handler"].startswith("cli:")
    assert run("case", "claim", number).stdout == f"{number}: as before; review.\n"
    assert run("case", "assign", number, "someone@mail.example").exit_code == 2
    assert run("case", "assign", number, "Staff@telecom.example").exit_code == 0
    assert "@" not in shown(run, number)["handler"]
    assert "staff@telecom.example" in run("case", "show", number).stdout


def test_a_command_can_be_bound_to_what_was_seen(run: Run, config: Path, number: str) -> None:
    seen = str(last(run, number)["seq"])
    assert say(config, "一", "note", number, "--seen", seen).exit_code == 0
    again = say(config, "一", "note", number, "--seen", seen)
    assert (again.exit_code, "has moved on" in again.stderr) == (1, True)


def test_a_number_that_is_none_is_said_so(config: Path, site: Site) -> None:
    assert site.number
    assert say(config, "x", "note", "VAS-202611-9999").exit_code == 2
