"""Every exit code that the help promises, by a command that ends with it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from mailcare.cli import main
from mailcare.errors import ExitCode
from mailcare.store import StateLock
from unit.cli.conftest import Run, Site


def test_the_help_names_each_of_them() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output
    assert [f"  {int(code):2}  " in shown for code in ExitCode] == [True] * len(ExitCode)


def test_all_is_well(run: Run, site: Site) -> None:
    assert run("case", "list", "--unit", site.number[:3].lower()).exit_code == ExitCode.OK


def test_something_needs_a_person(run: Run, site: Site) -> None:
    assert site
    assert run("status").exit_code == ExitCode.PROBLEM  # no daemon is running


@pytest.mark.parametrize(
    "line", [["nonsense"], ["case", "list", "--state", "x"], ["case", "show", "VAS-202611-0099"]]
)
def test_a_wrong_command_line_or_an_unknown_number(run: Run, site: Site, line: list[str]) -> None:
    assert site
    assert run(*line).exit_code == ExitCode.USAGE


def test_another_daemon_is_in_the_way(run: Run, site: Site) -> None:
    with StateLock(site.config.parent / "state"):
        result = run("once")
    assert (result.exit_code, result.stderr.startswith("Error: ")) == (ExitCode.TEMPORARY, True)


def test_what_the_system_refuses_is_one_line(config: Path, run: Run) -> None:
    (config.parent / "state").write_text("in the way", encoding="ascii")
    result = run("once")
    assert (result.exit_code, result.stderr.count("\n")) == (ExitCode.TEMPORARY, 1)
    assert "state: File exists" in result.stderr


@pytest.mark.parametrize("command", ["run", "once", "check", "status", "doctor"])
def test_a_wrong_config(config: Path, run: Run, command: str) -> None:
    config.write_text("[organisation\n", encoding="utf-8")
    result = run(command)
    assert result.exit_code == ExitCode.CONFIG
    assert "Traceback" not in result.output


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
@pytest.mark.parametrize("line", [["case", "list"], ["keys", "rotate"], ["once"]])
def test_a_state_directory_of_another_user_is_left_alone(
    run: Run, site: Site, line: list[str]
) -> None:
    state = site.config.parent / "state"
    before = sorted(path.name for path in state.rglob("*"))
    os.chown(state, 65534, 65534)
    result = run(*line)
    assert result.exit_code == ExitCode.TEMPORARY
    assert "sudo -u nobody mailcare" in result.stderr
    assert sorted(path.name for path in state.rglob("*")) == before
