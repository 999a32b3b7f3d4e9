"""A group of commands that imports a command's module only when that command is run."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from mailcare.errors import MailcareError, StoreError

Table = Mapping[str, tuple[str, str]]


class Failure(click.ClickException):
    """An error as the person at the terminal sees it: its text, its exit code."""

    def __init__(self, error: MailcareError) -> None:
        super().__init__(str(error))
        self.exit_code = int(error.exit_code)  # type: ignore[misc] # click's own documented use


class LazyGroup(click.Group):
    """Knows its commands by a table; help needs none of their modules."""

    def __init__(
        self,
        *,
        commands_table: Table,
        **options: Any,  # noqa: ANN401 - click's own, passed on
    ) -> None:
        super().__init__(**options)
        self._table = commands_table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names in order."""
        return sorted({*self._table, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command called `cmd_name`."""
        if cmd_name not in self._table:
            return super().get_command(ctx, cmd_name)
        command = import_module(self._table[cmd_name][0]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{self._table[cmd_name][0]} holds no click command")
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete names from the table: a press of the tab key imports no command."""
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self._table[name][1]) for name in names]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._table[name][1]) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        """Run; what mailcare can say in words becomes one message instead of a traceback."""
        try:
            return super().invoke(ctx)
        except MailcareError as error:
            raise Failure(error) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Failure(StoreError(_told(error))) from error


def _told(error: OSError) -> str:
    """Return what the system refused: names of files, which hold no personal data."""
    why = error.strerror or type(error).__name__
    return f"{error.filename}: {why}" if error.filename else why
