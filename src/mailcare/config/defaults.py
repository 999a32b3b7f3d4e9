"""What a file needn't say because it follows from the rest of it."""

from collections.abc import Mapping
from typing import Any

from mailcare.config.presets import fill_from_preset

_IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
_SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_SOURCES = ("password_file", "password_credential", "password_env")


def tables(value: object) -> dict[str, dict[str, Any]]:
    """Return the tables of a table, whatever else a wrong file has put there."""
    if not isinstance(value, Mapping):
        return {}
    return {str(key): dict(item) for key, item in value.items() if isinstance(item, Mapping)}


def fill(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of `raw` with ports, user names, routes and the alarms' mailbox filled in."""
    filled = dict(raw)
    if isinstance(raw.get("mailboxes"), Mapping):
        done = {name: _mailbox(box) for name, box in tables(raw["mailboxes"]).items()}
        filled["mailboxes"] = {**raw["mailboxes"], **done}
    if isinstance(raw.get("units"), Mapping):
        filled["units"] = {**raw["units"], **_routes(tables(raw["units"]))}
    if isinstance(raw.get("alarms"), Mapping) and tables(raw.get("mailboxes")):
        filled["alarms"] = {"mailbox": next(iter(tables(raw["mailboxes"]))), **raw["alarms"]}
    if isinstance(raw.get("alarms"), Mapping) and isinstance(
        raw["alarms"].get("channels"), Mapping
    ):
        channels = tables(raw["alarms"]["channels"])
        done = {name: _channel(one) for name, one in channels.items()}
        named = {**raw["alarms"]["channels"], **done}
        filled["alarms"] = {**filled["alarms"], "channels": named}
    return filled


def _mailbox(box: dict[str, Any]) -> dict[str, Any]:
    box = fill_from_preset(box)
    imap = box.get("imap")
    if isinstance(imap, Mapping):
        imap = {"user": box.get("address", ""), **imap}
        box["imap"] = _with_port(imap, _IMAP_PORTS)
    if isinstance(box.get("smtp"), Mapping):
        smtp = _login(box["smtp"], imap if isinstance(imap, Mapping) else {})
        box["smtp"] = _with_port(smtp, _SMTP_PORTS)
    return box


def _channel(channel: dict[str, Any]) -> dict[str, Any]:
    if isinstance(channel.get("smtp"), Mapping):
        smtp = {"user": channel.get("sender", ""), **channel["smtp"]}
        channel["smtp"] = _with_port(smtp, _SMTP_PORTS)
    return channel


def _with_port(account: Mapping[str, Any], ports: Mapping[str, int]) -> dict[str, Any]:
    security = account.get("security", "tls")
    port = ports.get(security, 1) if isinstance(security, str) else 1
    return {"port": port, **account}


def _login(smtp: Mapping[str, Any], imap: Mapping[str, Any]) -> dict[str, Any]:
    """Log in to SMTP as to IMAP, unless the file says otherwise."""
    filled = {"user": imap.get("user", ""), **smtp}
    own = any(source in smtp for source in _SOURCES)
    if not own and filled["user"] == imap.get("user"):
        filled |= {source: imap[source] for source in _SOURCES if source in imap}
    return filled


def _routes(units: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Send hand-overs through the designated unit where there is one, which answers users (R7)."""
    designated = [name for name, unit in units.items() if unit.get("role") == "designated"]
    for name, unit in units.items():
        if "dispatch_via" not in unit and len(designated) == 1 and name != designated[0]:
            unit["dispatch_via"] = designated[0]
        if "answer_by" not in unit and name in designated:
            unit["answer_by"] = "department"
    return units
