"""docs/cli.md says what the commands say; completion completes; help comes fast."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.cli_reference import FILE, HEAD, reference

PROGRAM = Path(sys.executable).with_name("mailcare")


def test_the_reference_is_what_the_help_texts_say() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), (
        "write it anew: PYTHONPATH=tests python -m support.cli_reference"
    )


def test_bash_completes_commands_as_the_reference_says() -> None:
    bash = shutil.which("bash")
    if bash is None or not PROGRAM.exists():
        pytest.skip("needs bash and an installed mailcare")
    line = 'eval "$(_MAILCARE_COMPLETE=bash_source mailcare)"'
    assert f"`{line}`" in HEAD
    script = f"""{line}
COMP_WORDS=(mailcare out) COMP_CWORD=1
_mailcare_completion mailcare out
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "--norc", "-c", script],
        capture_output=True, text=True, check=True, env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.stdout.split() == ["outbox"]


def test_help_loads_none_of_the_commands() -> None:
    code = (
        "import sys; from mailcare.cli import main; main(['--help'], standalone_mode=False);"
        "print([m for m in sys.modules if m.startswith('mailcare.') and "
        "not m.startswith(('mailcare.cli', 'mailcare.errors'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
