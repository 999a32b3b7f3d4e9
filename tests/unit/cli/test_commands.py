"""What the commands say and do on a real state directory."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from mailcare import __version__
from mailcare.cli import COMMANDS, main
from mailcare.config import load
from mailcare.model.trouble import AlarmKind
from mailcare.resources import shipped
from mailcare.wiring import open_store
from unit.cli.conftest import MAIL, Run, Site
from unit.store.builders import CANARY, NOW


def answer(run: Run, *arguments: str) -> Any:  # noqa: ANN401 - whatever JSON it is
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def every_command(
    command: click.Command = main, name: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands below `command`, with what is typed for them."""
    if not isinstance(command, click.Group):
        yield name, command
        return
    context = click.Context(command)
    for sub in command.list_commands(context):
        found = command.get_command(context, sub)
        assert found is not None
        yield from every_command(found, (*name, sub))


def test_every_help_text_has_an_example_that_is_this_command() -> None:
    for name, command in every_command():
        assert command.help, name
        assert f"mailcare {' '.join(name)}" in (command.epilog or ""), name


def test_the_table_tells_each_commands_purpose() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert all(name in shown and line[:30] in shown for name, (_, line) in COMMANDS.items())


def test_version_starts_without_the_heavy_rooms() -> None:
    code = (
        "import sys; from mailcare.cli import main; main(['version'], standalone_mode=False);"
        "print([m for m in ('pydantic', 'rich', 'sqlalchemy', 'imapclient') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    first, heavy = result.stdout.splitlines()
    assert __version__ in first
    assert heavy == "[]"


def test_check_of_the_example() -> None:
    path = str(shipped("config.example.toml"))
    result = CliRunner().invoke(main, ["check", "--config", path])
    assert result.exit_code == 0
    assert "vas (shadow)" in result.stdout


def test_check_tells_all_errors_with_exit_code_78(run: Run, config: Path) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('unit = "vas"', 'unti = "vas"'), encoding="utf-8")
    result = run("check")
    assert result.exit_code == 78
    assert (
        'mailboxes.vas.unti: found an unknown key; allowed: did you mean "unit"?' in result.stderr
    )
    assert "Traceback" not in result.output
    listed = json.loads(run("check", "--json").stdout)
    assert {one["key"] for one in listed["problems"]} == {
        "mailboxes.vas.unit",
        "mailboxes.vas.unti",
    }


def test_check_of_secrets(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VAS_PASSWORD", raising=False)
    assert run("check").exit_code == 0
    result = run("check", "--secrets")
    assert (result.exit_code, "VAS_PASSWORD" in result.stderr) == (78, True)
    monkeypatch.setenv("VAS_PASSWORD", "hunter2")
    assert run("check", "--secrets").exit_code == 0


def test_config_by_environment_and_by_the_command_itself(
    config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MAILCARE_CONFIG", str(config))
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    other = CliRunner().invoke(main, ["check", "-c", str(tmp_path / "none.toml")])
    assert other.exit_code == 78


def test_without_a_state_directory_there_is_one_clear_message(run: Run) -> None:
    result = run("case", "list")
    assert result.exit_code == 75
    assert result.stderr.startswith("Error: there is no ")
    assert result.stderr.count("\n") == 1


def test_case_list_names_nobody(run: Run, site: Site) -> None:
    assert [case["number"] for case in answer(run, "case", "list")] == [site.number]
    assert answer(run, "case", "list", "--unit", "idc") == []
    listed = run("case", "list").stdout
    assert site.number in listed
    assert CANARY not in listed


def test_overdue_cases(run: Run, site: Site) -> None:
    # due hours after the fixture's NOW, which lies in the past of every test run
    assert [case["number"] for case in answer(run, "case", "list", "--overdue")] == [site.number]


def test_case_show_tells_user_elements_ledger_and_mail(run: Run, site: Site) -> None:
    case = answer(run, "case", "show", site.number.lower())
    assert case["user"]["address"] == f"u{CANARY}@users.example"
    assert case["elements"]["contact"] is None
    assert [event["kind"] for event in case["events"]] == ["opened"]
    assert [mail["id"] for mail in case["mails"]] == [site.draft]
    shown = run("case", "show", site.number).stdout
    assert f"宽带断线 {CANARY}" in shown


def test_unknown_case(run: Run, site: Site) -> None:
    result = run("case", "show", "VAS-202611-9999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert site.number not in result.stderr


def test_outbox_shows_a_mail_without_its_control_characters(run: Run, site: Site) -> None:
    shown = run("outbox", "show", str(site.draft)).stdout
    assert "Subject: 回复" in shown
    assert "您好!" in shown
    assert "\x1b" not in shown
    raw = run("outbox", "show", str(site.draft), "--raw")
    assert raw.stdout_bytes == MAIL


def test_outbox_release_and_drop(run: Run, site: Site) -> None:
    assert [mail["state"] for mail in answer(run, "outbox", "list")] == ["draft"]
    partly = run("outbox", "release", str(site.draft), "999")
    assert partly.exit_code == 1
    assert f"{site.draft}: released, " in partly.stdout
    assert [mail["state"] for mail in answer(run, "outbox", "list")] == ["queued"]
    assert run("outbox", "drop", str(site.draft), "--reason", "by phone").exit_code == 0
    assert answer(run, "outbox", "list") == []
    (dropped,) = answer(run, "outbox", "list", "--state", "cancelled")
    assert dropped["reason"] == "by phone"
    many = run("outbox", "release", str(site.draft), "999")
    assert many.exit_code == 1
    assert f"{site.draft}: NOT released: mail {site.draft} is cancelled" in many.stdout
    assert "999: NOT released: no mail" in many.stdout
    again = run("outbox", "release", str(site.draft))
    assert again.exit_code == 1
    assert again.stderr.startswith("Error: ")


def test_aside_list_show_replay(run: Run, site: Site) -> None:
    (row,) = answer(run, "aside", "list")
    assert (row["letter"], row["mailbox"], row["kind"]) == (site.aside, "vas", "failed")
    assert "my mailbox is full" in run("aside", "show", str(site.aside)).stdout
    assert run("aside", "replay", str(site.aside)).exit_code == 0
    assert answer(run, "aside", "list") == []
    assert run("aside", "replay", str(site.aside)).exit_code == 1


def test_filed_letters(run: Run, site: Site) -> None:
    (row,) = answer(run, "aside", "list", "--filed")
    assert (row["letter"], row["kind"]) == (site.filed, "system")
    assert CANARY not in json.dumps(row)


def test_filed_letters_are_brought_back(run: Run, site: Site) -> None:
    assert run("aside", "replay", str(site.filed)).exit_code == 1  # it was not set aside
    assert run("aside", "replay", "--filed", str(site.filed), str(site.aside)).exit_code == 1
    assert len(answer(run, "aside", "list", "--filed")) == 1  # all or none
    assert run("aside", "replay", "--filed", str(site.filed)).exit_code == 0
    assert answer(run, "aside", "list", "--filed") == []


def test_a_case_from_a_filed_letter(run: Run, site: Site) -> None:
    result = run("case", "open-from", str(site.filed))
    assert result.exit_code == 0, result.output
    number = next(word for word in result.stdout.split() if word.startswith("VAS-")).rstrip(",")
    case = answer(run, "case", "show", number)
    assert (case["state"], case["decision"]) == ("review", "review")
    assert case["user"]["address"] == "u@users.example"
    assert case["events"][0]["actor"].startswith("cli:")
    assert case["reasons"][0]["rule"] == "person.vouched"
    assert answer(run, "aside", "list", "--filed") == []
    again = run("case", "open-from", str(site.filed))
    assert (again.exit_code, "not filed" in again.stderr) == (1, True)
    assert len(answer(run, "case", "list")) == 2


def test_no_case_from_what_was_not_filed(run: Run, site: Site) -> None:
    assert run("case", "open-from", str(site.aside)).exit_code == 1
    assert run("case", "open-from", "999").exit_code == 2
    assert len(answer(run, "case", "list")) == 1


def test_alarms_are_listed_and_acknowledged(run: Run, site: Site) -> None:
    with open_store(load(site.config)) as (store, _vault):
        store.run(lambda tx: tx.alarms.raise_(AlarmKind.DISK, "vas", "{}", NOW))
    (alarm,) = answer(run, "alarm", "list")
    assert (alarm["kind"], alarm["subject"], alarm["acknowledged_at"]) == ("disk", "vas", None)
    assert run("alarm", "ack", str(alarm["id"])).exit_code == 0
    (alarm,) = answer(run, "alarm", "list")
    assert alarm["acknowledged_at"]
    assert "disk" in run("alarm", "list").stdout
    assert run("alarm", "acknowledge", "99").exit_code == 2


def test_keys_list_and_rotate(run: Run, site: Site) -> None:
    assert [key["current"] for key in answer(run, "keys", "list")] == [True]
    assert run("keys", "rotate").exit_code == 0
    keys = answer(run, "keys", "list")
    assert [key["current"] for key in keys] == [False, True]
    assert run("case", "show", site.number).exit_code == 0


def test_mailbox_list_and_rename(run: Run, site: Site) -> None:
    assert [box["name"] for box in answer(run, "mailbox", "list")] == ["vas"]
    assert run("mailbox", "rename", "vas", "mail").exit_code == 0
    assert [box["name"] for box in answer(run, "mailbox", "list")] == ["mail"]
    assert run("mailbox", "rename", "vas", "x").exit_code == 2
    assert site.number in run("case", "list").stdout
