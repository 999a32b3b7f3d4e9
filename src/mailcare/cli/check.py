"""``mailcare check``."""

from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.config import Config
from mailcare.config.problems import InvalidConfigError
from mailcare.errors import ConfigError, ExitCode


@click.command(
    epilog=examples(
        "mailcare check --config /etc/mailcare/config.toml",
        "mailcare check --secrets && systemctl reload mailcare",
    )
)
@config_option
@json_option
@click.option("--secrets", is_flag=True, help="Also try to read every password.")
def command(config_path: Path, *, as_json: bool, secrets: bool) -> None:
    """Check the config; say everything that is wrong with it.

    Touches no server and nothing but the file (and the passwords, if asked to).
    """
    try:
        config = read_config(config_path)
    except InvalidConfigError as error:
        if as_json:
            _write_problems(error)
            raise SystemExit(ExitCode.CONFIG) from None
        raise
    unread = _unreadable(config) if secrets else []
    if unread:
        raise ConfigError("\n".join(unread))
    _write_summary(config, as_json=as_json)


def _write_problems(error: InvalidConfigError) -> None:
    problems = [
        {"key": problem.key, "found": problem.found, "allowed": problem.allowed}
        for problem in error.problems
    ]
    write_json({"ok": False, "file": str(error.file), "problems": problems})


def _write_summary(config: Config, *, as_json: bool) -> None:
    modes = {name: box.mode.value for name, box in config.mailboxes.items()}
    if as_json:
        write_json({"ok": True, "version": config.version, "mailboxes": modes})
        return
    boxes = ", ".join(f"{name} ({mode})" for name, mode in modes.items())
    click.echo(f"{config.path} is right; version {config.version}; mailboxes: {boxes}")


def _unreadable(config: Config) -> list[str]:
    found = []
    for name, box in config.mailboxes.items():
        for kind, account in (("imap", box.imap), ("smtp", box.smtp)):
            try:
                _ = account.user and config.secret(account)
            except ConfigError as error:
                found.append(f"mailboxes.{name}.{kind}: {error}")
    return found
