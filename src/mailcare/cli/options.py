"""Options that many commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from mailcare.config import Config

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_CONFIG = "/etc/mailcare/config.toml"

CONFIG_OPTION = click.option(
    "-c",
    "--config",
    "config_path",
    metavar="FILE",
    envvar="MAILCARE_CONFIG",
    default=DEFAULT_CONFIG,
    show_default=True,
    help="The config file (or the environment variable MAILCARE_CONFIG).",
)


def _named_or_inherited(context: click.Context, _option: click.Parameter, value: object) -> Path:
    """Take ``mailcare -c FILE command`` where the command itself has no -c."""
    return Path(str(value or context.find_root().params.get("config_path") or DEFAULT_CONFIG))


def examples(*lines: str) -> str:
    """Return a help text's epilog that shows `lines` as they would be typed."""
    head = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(["\b", head, *(f"  {line}" for line in lines)])


def config_option(command: F) -> F:
    """Give a command ``-c/--config FILE``, passed on as the path `config_path`."""
    option = click.option(
        "-c",
        "--config",
        "config_path",
        metavar="FILE",
        callback=_named_or_inherited,
        help=f"The config file.  [env MAILCARE_CONFIG; default: {DEFAULT_CONFIG}]",
    )
    return option(command)


def json_option(command: F) -> F:
    """Give a command ``--json``, passed on as the flag `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON for scripts.")(command)


def read_config(path: Path) -> "Config":
    """Load the config; imported late, since it is what takes time to start.

    What is logged while a command works goes to standard error, warnings alone: its output is for
    scripts.

    Raises:
        ConfigError: as `mailcare.config.load`.
    """
    from mailcare import logs  # noqa: PLC0415 - `version` and `--help` must start fast
    from mailcare.config import load  # noqa: PLC0415 - the same

    logs.configure("console", "warning")
    return load(path)
