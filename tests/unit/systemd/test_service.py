"""The unit files: what they promise, and how exposed systemd finds it."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mailcare.cli import main
from mailcare.cli.options import DEFAULT_CONFIG
from mailcare.config import load
from mailcare.errors import ExitCode
from mailcare.resources import shipped

FOLDER = Path(__file__).parents[3] / "systemd"
UNIT, BACKUP = FOLDER / "mailcare.service", FOLDER / "mailcare-backup.service"
TIMER = FOLDER / "mailcare-backup.timer"
OLDEST = 252


def analyze() -> str:
    """Path of a systemd-analyze that can judge a file offline; else skip, on CI fail."""
    program = shutil.which("systemd-analyze") or ""
    if version_of(program) < OLDEST:
        reason = f"needs systemd-analyze of systemd >= {OLDEST}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def version_of(program: str) -> int:
    """Version of systemd that `program` belongs to; 0 where there is none."""
    if not program:
        return 0
    result = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    found = re.match(r"systemd (\d+)", result.stdout)
    return int(found[1]) if found else 0


def section(unit: Path = UNIT, name: str = "Service") -> dict[str, str]:
    """A section; of keys given several times, the last."""
    parser = configparser.RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit, encoding="utf-8")
    return dict(parser[name])


@pytest.mark.parametrize("unit", [UNIT, BACKUP], ids=lambda one: one.stem)
def test_exposure_is_low(unit: Path) -> None:
    result = subprocess.run(
        [analyze(), "security", "--offline=true", "--no-pager", str(unit)],
        capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", result.stdout)
    assert found is not None, result.stdout
    assert float(found[1]) <= 1.5


def test_systemd_understands_every_line(tmp_path: Path) -> None:
    for unit in (UNIT, BACKUP, TIMER):
        text = unit.read_text(encoding="utf-8")
        text = text.replace("/opt/mailcare/bin/mailcare", sys.executable)
        text = re.sub(r"(?m)^Documentation=.*\n", "", text)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    result = subprocess.run(
        [analyze(), "verify", "--recursive-errors=no", *map(str, tmp_path.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    complaints = [line for line in result.stderr.splitlines() if "mailcare" in line]
    assert complaints == []


def test_a_backup_is_made_every_night() -> None:
    program, *arguments = shlex.split(section(BACKUP)["ExecStart"])
    assert program == shlex.split(section()["ExecStart"])[0]
    context = main.make_context("mailcare", arguments, resilient_parsing=True)
    name, command, rest = main.resolve_command(context, arguments)
    assert command is not None
    given = command.make_context(str(name), rest, parent=context).params
    assert (name, given["config_path"]) == ("backup", Path(DEFAULT_CONFIG))
    assert str(given["folder"]) == section(BACKUP)["ReadWritePaths"]
    assert section(BACKUP)["User"] == section()["User"]
    assert TIMER.stem == BACKUP.stem
    assert section(TIMER, "Timer")["Persistent"] == "true"


def test_the_daemon_is_run_as_designed() -> None:
    promised = {
        "Type": "notify",
        "KillMode": "mixed",
        "ExecReload": "/bin/kill -HUP $MAINPID",
        "RestartPreventExitStatus": str(int(ExitCode.CONFIG)),
        "StateDirectory": "mailcare",
        "StateDirectoryMode": "0700",
        "UMask": "0077",
    }
    assert {key: section()[key] for key in promised} == promised
    assert "WatchdogSec" in section()
    assert section()["LoadCredential"].startswith("vas:")


def test_what_is_started_is_a_command_of_ours_with_the_default_config() -> None:
    program, *arguments = shlex.split(section()["ExecStart"])
    assert Path(program).name == "mailcare"
    context = main.make_context("mailcare", arguments, resilient_parsing=True)
    name, command, rest = main.resolve_command(context, arguments)
    assert (name, rest) == ("run", ["--config", DEFAULT_CONFIG])
    assert command is not None
    assert command.make_context("run", rest, parent=context).params == {
        "config_path": Path(DEFAULT_CONFIG)
    }
    assert str(Path(program).parents[1]) in section()["ExecPaths"].split()


def test_credentials_and_state_are_those_of_the_example_config() -> None:
    config = load(shipped("config.example.toml"))
    accounts = [account for box in config.mailboxes.values() for account in (box.imap, box.smtp)]
    wanted = {one.password_credential for one in accounts} - {None}
    unit = UNIT.read_text(encoding="utf-8")
    given = set(re.findall(r"(?m)^LoadCredential=([^:]+):", unit))
    assert given == wanted
    assert config.storage.state_dir == Path("/var/lib", section()["StateDirectory"])


def test_the_user_of_the_unit_is_created() -> None:
    users = (UNIT.parent / "sysusers.conf").read_text(encoding="utf-8")
    assert re.search(rf"(?m)^u {section()['User']} ", users)
