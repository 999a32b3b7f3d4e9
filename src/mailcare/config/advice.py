"""What a config may say, but shouldn't without a thought: warnings of `mailcare check`."""

from collections import defaultdict
from collections.abc import Iterator

from mailcare.config.kinds import parse_duration
from mailcare.config.schema import Config

_NOWHERE = ".example"
"""A domain that no one can have (RFC 2606)."""
_WEAK = {
    "token+confirm": "each command that staff send by mail waits for a code that goes to their"
    " address and back; staff_auth can spare them that, see docs/admin.md",
    "off": "staff can give no commands by mail: their letters are only recorded",
}


def advice(config: Config) -> tuple[str, ...]:
    """Return warnings about how staff are authenticated, and about servers' limits."""
    weak = (*_weak_methods(config), *_wide_networks(config))
    return (*weak, *_providers(config), *_connections(config))


def placeholders(config: Config) -> tuple[str, ...]:
    """Return the hosts and addresses that the shipped example left behind: nobody is there."""
    return tuple(dict.fromkeys(one for one in _names(config) if one.casefold().endswith(_NOWHERE)))


def _names(config: Config) -> Iterator[str]:
    for box in config.mailboxes.values():
        yield from (box.imap.host, box.smtp.host, box.address)
    yield from config.alarms.admins
    for unit in config.units.values():
        yield from (*unit.people, unit.dispatch_address or "", unit.public_mailbox or "")
    for department in config.departments.values():
        yield from (department.dispatch_address or "", department.public_mailbox or "")


def _weak_methods(config: Config) -> Iterator[str]:
    units: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(box.unit for box in config.mailboxes.values()):
        own = config.units[name].staff_auth
        units[own or config.organisation.staff_auth].append(name)
    for method, why in _WEAK.items():
        if units[method]:
            yield f"staff_auth of {', '.join(units[method])} is {method}: {why}"


def _wide_networks(config: Config) -> Iterator[str]:
    for network in config.organisation.trusted_relays:
        if not network.is_private:
            yield f"trusted_relays: {network} is no private network; whoever is in it is believed"


def _providers(config: Config) -> Iterator[str]:
    """Warn where a provider will not put up with what is configured."""
    for name, box in config.mailboxes.items():
        known = box.preset
        if not known.takes_passwords and box.oauth is None:
            yield f"mailboxes.{name}: {known.title} takes no passwords; add an oauth table"
        if box.interval < parse_duration(known.interval):
            yield (
                f"mailboxes.{name}: {known.title} was seen to refuse logins when polled more often "
                f"than every {known.interval}"
            )


def _connections(config: Config) -> Iterator[str]:
    """Warn where so many mailboxes share a server's connections that logins can't keep up."""
    daemon = config.daemon
    servers: dict[str, list[float]] = defaultdict(list)
    for box in config.mailboxes.values():
        each_minute = 60 / max(1.0, box.interval.total_seconds())
        servers[f"{box.imap.host}:{box.imap.port}"].append(each_minute)
    for server, rates in servers.items():
        if len(rates) > daemon.connections_per_server and sum(rates) > daemon.logins_per_minute:
            yield (
                f"{server}: {len(rates)} mailboxes share {daemon.connections_per_server}"
                f" connections, so that polls at their intervals take {sum(rates):.0f} logins a"
                f" minute, and logins_per_minute allows {daemon.logins_per_minute}: raise"
                " connections_per_server, or the intervals"
            )
