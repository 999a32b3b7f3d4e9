"""``mailcare check``."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import clean, write_json
from mailcare.config import Config, Flow, Mailbox, advice, placeholders, read_secret
from mailcare.config.advice_alarms import alarm_advice, unreadable_secrets
from mailcare.config.base import Section
from mailcare.config.problems import InvalidConfigError
from mailcare.errors import ConfigError, ExitCode
from mailcare.learning.contradictions import Contradiction, find_contradictions

_SHOWN = 12
"""Warnings written unless all are asked for."""

_NAMED = 3
"""Names of the shipped example that are named where they still stand in a config."""


@click.command(
    epilog=examples(
        "mailcare check --config /etc/mailcare/config.toml",
        "mailcare check --secrets && systemctl reload mailcare",
    )
)
@config_option
@json_option
@click.option("--secrets", is_flag=True, help="Also try to read every password.")
@click.option("--phrases", is_flag=True, help="List every phrase that contradicts others.")
def command(config_path: Path, *, as_json: bool, secrets: bool, phrases: bool) -> None:
    """Check the config; say everything that is wrong with it.

    Touches no server and nothing but the file (and the passwords, if asked to). Phrases that
    contradict each other, or never count, are warnings, and so are a weak `staff_auth` and names
    left over from the example: the config can be used, and the exit code is 0. What each means
    stands in docs/rules.md and docs/admin.md.
    """
    try:
        config = read_config(config_path)
    except InvalidConfigError as error:
        if as_json:
            _write_problems(error)
            raise SystemExit(ExitCode.CONFIG) from None
        raise
    unread = [*_unreadable(config), *unreadable_secrets(config)] if secrets else []
    if unread:
        raise ConfigError("\n".join(unread))
    _write_summary(config, find_contradictions(config), as_json=as_json, whole=phrases)


def _write_problems(error: InvalidConfigError) -> None:
    problems = [
        {
            "key": problem.key,
            "line": problem.line,
            "found": problem.found,
            "allowed": problem.allowed,
        }
        for problem in error.problems
    ]
    write_json({"ok": False, "file": str(error.file), "problems": problems})


def _write_summary(
    config: Config, odd: Sequence[Contradiction], *, as_json: bool, whole: bool
) -> None:
    modes = {name: box.mode.value for name, box in config.mailboxes.items()}
    providers = {name: box.provider for name, box in config.mailboxes.items()}
    if as_json:
        warnings = [asdict(one) for one in odd]
        write_json(
            {
                "ok": True,
                "version": config.version,
                "mailboxes": modes,
                "providers": providers,
                "warnings": warnings,
                "advice": _advice(config),
                "placeholders": placeholders(config),
            }
        )
        return
    boxes = ", ".join(
        f"{name} ({', '.join(filter(None, (providers[name], mode)))})"
        for name, mode in modes.items()
    )
    click.echo(f"{config.path} is right; version {config.version}; mailboxes: {boxes}")
    for said in _advice(config):
        click.echo(f"Warning: {said}")
    left = placeholders(config)
    if left:
        click.echo(
            f"Warning: {len(left)} names are still those of the example and reach nobody: "
            f"{', '.join(left[:_NAMED])}{' …' if len(left) > _NAMED else ''}"
        )
    shown = odd if whole else odd[:_SHOWN]
    for one in shown:
        click.echo(f"Warning: {one.owner}: {clean(_said(one))}")
    if len(shown) < len(odd):
        click.echo(f"… and {len(odd) - len(shown)} more: mailcare check --phrases")


def _advice(config: Config) -> tuple[str, ...]:
    return (*advice(config), *alarm_advice(config))


def _said(one: Contradiction) -> str:
    """Say what is odd about a phrase, and what comes of it."""
    other = f"{one.other!r} of {one.other_owner}"
    texts = {
        "empty": "matches nothing at all, which never counts",
        "unwritable": f"never matches: letters are searched as simplified, half-width text, "
        f"in which there is no {one.other}",
        "weightless": "has weight 0 and says nothing",
        "twice": f"is for letters the same as {one.other!r} before it; only the first counts",
        "same": f"never counts: {one.other_owner} has it too, and the first in the file wins",
        "self_negated": f"never counts: its negated_by {one.other!r} stands in itself",
        "shadowed": f"never counts: {other} is found instead"
        if one.other
        else "never counts: its words deny it themselves",
        "overlap": f"grows into {other}: such words speak for both, and a person must decide",
    }
    return f"phrase {one.phrase!r} {texts[one.kind]}"


def _unreadable(config: Config) -> list[str]:
    found = []
    for name, box in config.mailboxes.items():
        for kind, section, secret in _secrets(box):
            try:
                read_secret(section, secret)
            except ConfigError as error:
                found.append(f"mailboxes.{name}.{kind}: {error}")
    return found


def _secrets(box: Mailbox) -> Iterator[tuple[str, Section, str]]:
    """Yield the tables of a mailbox that need a secret, with its name."""
    if box.oauth is None:
        for kind, account in (("imap", box.imap), ("smtp", box.smtp)):
            if account.user:
                yield kind, account, "password"
        return
    refresh = box.oauth.flow is Flow.REFRESH_TOKEN
    if box.oauth.has("refresh_token") or not refresh:
        yield "oauth", box.oauth, "refresh_token" if refresh else "client_secret"
