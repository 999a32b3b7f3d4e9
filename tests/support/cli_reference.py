"""docs/cli.md from the help texts: `PYTHONPATH=tests python -m support.cli_reference`."""

from collections.abc import Iterator
from pathlib import Path

import click

from mailcare.cli import main

FILE = Path(__file__).parents[2] / "docs" / "cli.md"
WIDTH = 100
HEAD = """# The command line

Made from the help texts (`PYTHONPATH=tests python -m support.cli_reference` writes it anew); a test
compares them. `mailcare COMMAND --help` says the same.

Every command takes `-c FILE` (`--config FILE`), before or behind its name; else the environment
variable `MAILCARE_CONFIG` counts, else `/etc/mailcare/config.toml`. Where a script may want it
there is `--json`: one JSON value on one line (`inspect`: one per file). Messages go to standard
error.

The commands that look into or change the state directory run as its owner (`sudo -u mailcare
mailcare …`) and refuse everybody else; all but `run` and `once` may run beside the daemon.

## Exit codes

| code | means |
|---|---|
| 0 | all is well |
| 1 | something needs a person: a check failed, a pass wasn't clean, an alarm is open |
| 2 | the command line is wrong, or a name or number isn't known |
| 75 | try again later: a server or another daemon is in the way, or there is no state yet |
| 78 | the config is wrong; systemd doesn't start the daemon again |

## Completion

| shell | line for its start file |
|---|---|
| bash ≥ 4.4 | `eval "$(_MAILCARE_COMPLETE=bash_source mailcare)"` |
| zsh | `eval "$(_MAILCARE_COMPLETE=zsh_source mailcare)"` |
| fish | `_MAILCARE_COMPLETE=fish_source mailcare \\| source` |
"""


def every_command(
    command: click.Command, name: tuple[str, ...] = ("mailcare",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Return `command` and all below it, with what is typed for each."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            assert found is not None
            yield from every_command(found, (*name, sub))


def reference() -> str:
    """Return the whole of docs/cli.md."""
    parts = [HEAD]
    for name, command in every_command(main):
        context = click.Context(
            command, info_name=" ".join(name), terminal_width=WIDTH, max_content_width=WIDTH
        )
        text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        level = "#" * min(len(name) + 1, 3)
        parts.append(f"{level} {' '.join(name)}\n\n```\n{text.strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    FILE.write_text(reference(), encoding="utf-8")
