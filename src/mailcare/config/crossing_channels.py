"""What an alarm channel needs by its form, and what it can't use."""

from collections.abc import Iterator, Mapping
from typing import Any

from mailcare.config.defaults import tables
from mailcare.config.problems import KeyPath, Problem

_WEBHOOKS = frozenset({"wecom", "dingtalk", "feishu", "json"})
_URL = ("url_file", "url_credential", "url_env")
_SECRET = ("secret_file", "secret_credential", "secret_env")
_PASSWORD = ("password_file", "password_credential", "password_env")
_SIGNED = frozenset({"dingtalk", "feishu", "json"})
_OWN = {
    "command": frozenset({"command"}),
    "mail": frozenset({"smtp", "sender", "to"}),
    **{form: frozenset({*_URL, "ca_file"}) for form in _WEBHOOKS},
}


def check_channels(alarms: object) -> Iterator[Problem]:
    """Yield what is wrong with `alarms.channels` of a filled-in file."""
    if not isinstance(alarms, Mapping):
        return
    for name, channel in tables(alarms.get("channels")).items():
        form = channel.get("form")
        if isinstance(form, str) and form in _OWN:
            path: KeyPath = ("alarms", "channels", name)
            yield from _needed(path, form, channel)
            yield from _useless(path, form, channel)


def _needed(path: KeyPath, form: str, channel: Mapping[str, Any]) -> Iterator[Problem]:
    if form == "command" and not channel.get("command"):
        yield Problem((*path, "command"), "nothing", "the program and its arguments, as a list")
    elif form in _WEBHOOKS:
        yield from _one_of(path, channel, _URL)
        yield from _one_of(path, channel, _SECRET, least=0)
    elif form == "mail":
        smtp = channel.get("smtp")
        for key in ("smtp", "sender"):
            if not channel.get(key):
                allowed = "an account of its own" if key == "smtp" else "the sender's address"
                yield Problem((*path, key), "nothing", allowed)
        if isinstance(smtp, Mapping) and smtp.get("user"):
            yield from _one_of((*path, "smtp"), smtp, _PASSWORD)


def _one_of(
    path: KeyPath, table: Mapping[str, Any], keys: tuple[str, ...], least: int = 1
) -> Iterator[Problem]:
    given = [key for key in keys if key in table]
    if not least <= len(given) <= 1:
        found = f"{given[0]} too" if given else "none of them"
        yield Problem((*path, given[1] if given else keys[0]), found, f"one of {', '.join(keys)}")


def _useless(path: KeyPath, form: str, channel: Mapping[str, Any]) -> Iterator[Problem]:
    """An option that does nothing would be a lie."""
    own = _OWN[form] | (frozenset(_SECRET) if form in _SIGNED else frozenset())
    everything = frozenset().union(*_OWN.values(), _SECRET)
    for key in sorted(everything - own):
        if key in channel:
            yield Problem((*path, key), "an option", f"nothing here, for form = {form!r}")
