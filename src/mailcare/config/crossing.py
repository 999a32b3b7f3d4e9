"""What only several keys together show to be wrong; works on any parsed file, however broken."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from mailcare.config.crossing_channels import check_channels
from mailcare.config.defaults import tables
from mailcare.config.kinds import parse_duration, parse_size
from mailcare.config.presets import PRESETS
from mailcare.config.problems import LITERAL_SECRETS, KeyPath, Problem, describe
from mailcare.config.suggest import did_you_mean

T = TypeVar("T")

_SOURCES = ("password_file", "password_credential", "password_env")


def cross_check(raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield contradictions between parts of the filled-in file `raw`."""
    units, departments = tables(raw.get("units")), tables(raw.get("departments"))
    mailboxes = tables(raw.get("mailboxes"))
    yield from _directory(units, departments)
    yield from _outside(raw, (*units, *departments))
    yield from _routes(units, departments)
    yield from _people(raw, units, mailboxes)
    yield from _vouchers(raw, units)
    for name, box in mailboxes.items():
        yield from _unknown_name(("mailboxes", name, "unit"), box.get("unit"), list(units))
        yield from _provider(("mailboxes", name), box)
        yield from _passwords(("mailboxes", name), box)
        yield from _tokens(("mailboxes", name, "oauth"), box.get("oauth"))
    yield from _same_account(mailboxes)
    yield from _sizes(raw, mailboxes)
    alarms = raw.get("alarms")
    yield from check_channels(alarms)
    if isinstance(alarms, Mapping):
        yield from _unknown_name(("alarms", "mailbox"), alarms.get("mailbox"), list(mailboxes))


def _unknown_name(path: KeyPath, name: object, known: list[str]) -> Iterator[Problem]:
    if isinstance(name, str) and name not in known:
        some = f"one of {', '.join(known)}" if known else "a name defined in this file"
        yield Problem(path, describe(name, path), did_you_mean(name, known) + some)


def _directory(units: Mapping[str, Any], departments: Mapping[str, Any]) -> Iterator[Problem]:
    for name in departments:
        if name in units:
            yield Problem(("departments", name), "the name of a unit", "a name of its own")
    for kind, entries in (("units", units), ("departments", departments)):
        if "direct" in entries:
            yield Problem((kind, "direct"), "a reserved name", "any name but direct")
    designated = [name for name, unit in units.items() if unit.get("role") == "designated"]
    for name in designated[1:]:
        path = ("units", name, "role")
        yield Problem(
            path, '"designated"', f'"unit": {designated[0]} is the designated unit already'
        )


def _outside(raw: Mapping[str, Any], ours: tuple[str, ...]) -> Iterator[Problem]:
    """Refuse a business outside that is called like a unit or department, or like another."""
    triage = tables(raw).get("triage", {})
    seen = set(ours)
    for kind in ("non_telecom", "outsiders"):
        for name in tables(triage.get(kind)):
            if name in seen:
                path = ("triage", kind, name)
                yield Problem(path, "a name that is taken", "a name that nobody else has")
            seen.add(name)


def _routes(units: Mapping[str, Any], departments: Mapping[str, Any]) -> Iterator[Problem]:
    for name, unit in units.items():
        known = [other for other in (*units, *departments) if other != name]
        path = ("units", name, "dispatch_via")
        yield from _unknown_name(path, unit.get("dispatch_via"), ["direct", *known])


def _people(
    raw: Mapping[str, Any], units: Mapping[str, Any], mailboxes: Mapping[str, Any]
) -> Iterator[Problem]:
    """Staff who are a polled mailbox would make mailcare write to itself."""
    polled = {str(box.get("address", "")).lower(): name for name, box in mailboxes.items()}
    lists: list[tuple[KeyPath, object]] = [
        (("units", name, role), unit.get(role))
        for name, unit in units.items()
        for role in ("staff", "second", "supervisors")
    ]
    alarms = raw.get("alarms")
    if isinstance(alarms, Mapping):
        lists.append((("alarms", "admins"), alarms.get("admins")))
    for path, addresses in lists:
        for place, address in enumerate(addresses if isinstance(addresses, list) else ()):
            if isinstance(address, str) and address.lower() in polled:
                allowed = "a person's address; this one is polled by mailcare itself"
                yield Problem((*path, place), describe(address, path), allowed)


_VOUCHED_BY = {
    "authentication-results": ("authserv_id", "the name of the server that checks the sender"),
    "internal-received": ("trusted_relays", "the networks of your own servers"),
}


def _vouchers(raw: Mapping[str, Any], units: Mapping[str, Any]) -> Iterator[Problem]:
    """Whoever trusts a server's word must say which server's."""
    organisation = raw.get("organisation")
    said = organisation if isinstance(organisation, Mapping) else {}
    used = [said.get("staff_auth"), *(unit.get("staff_auth") for unit in units.values())]
    for method, (key, allowed) in _VOUCHED_BY.items():
        if method in used and not said.get(key):
            yield Problem(("organisation", key), f'nothing, with staff_auth = "{method}"', allowed)


def _provider(path: KeyPath, box: Mapping[str, Any]) -> Iterator[Problem]:
    """Check the preset's name; people write ``163.com`` and ``office365``."""
    name = box.get("provider", "")
    if isinstance(name, str) and name and name not in PRESETS:
        within = [one for one in PRESETS if one in name.lower()]
        hint = did_you_mean(name, list(PRESETS)) or did_you_mean((within or [""])[-1], within)
        some = f"one of {', '.join(PRESETS)}; none for another provider"
        yield Problem((*path, "provider"), describe(name, path), hint + some)


def _tokens(path: KeyPath, oauth: object) -> Iterator[Problem]:
    """Check that exactly one place is told for each secret that the flow needs.

    Of Microsoft's refresh tokens none needs to be: `mailcare mailbox authorize` has one granted.
    """
    if not isinstance(oauth, Mapping):
        return
    refresh = oauth.get("flow") == "refresh_token"
    given_by_hand = refresh and not str(oauth.get("token_url", "")).endswith("/oauth2/v2.0/token")
    for secret, needed in (("client_secret", not refresh), ("refresh_token", given_by_hand)):
        sources = tuple(f"{secret}_{kind}" for kind in ("file", "credential", "env"))
        given = [source for source in sources if source in oauth]
        if len(given) > 1 or (needed and not given):
            found = f"{given[0]} too" if given else f"no {secret.replace('_', ' ')}"
            key = given[1] if given else sources[0]
            yield Problem((*path, key), found, f"exactly one of {', '.join(sources)}")


def _passwords(path: KeyPath, box: Mapping[str, Any]) -> Iterator[Problem]:
    """Check both accounts; SMTP's only where it doesn't log in as IMAP does."""
    if isinstance(box.get("oauth"), Mapping):
        return
    said = []
    for kind in ("imap", "smtp"):
        account = box.get(kind)
        if isinstance(account, Mapping):
            login = {key: account.get(key) for key in ("user", *_SOURCES)}
            if login not in said:
                yield from _password((*path, kind), account)
            said.append(login)


def _password(path: KeyPath, account: Mapping[str, Any]) -> Iterator[Problem]:
    given = [source for source in _SOURCES if source in account]
    one = f"exactly one of {', '.join(_SOURCES)}"
    if len(given) > 1:
        yield Problem((*path, given[1]), f"{given[0]} too", one)
    if not given and account.get("user") and not LITERAL_SECRETS & account.keys():
        yield Problem((*path, "password_file"), "no password", one)


def _same_account(mailboxes: Mapping[str, Any]) -> Iterator[Problem]:
    accounts: dict[object, list[str]] = defaultdict(list)
    addresses: dict[object, list[str]] = defaultdict(list)
    for name, box in mailboxes.items():
        imap = box.get("imap")
        if isinstance(imap, Mapping):
            host = str(imap.get("host", name)).lower()
            accounts[host, str(imap.get("port")), str(imap.get("user"))].append(name)
        addresses[str(box.get("address", name)).lower()].append(name)
    yield from _twice(("imap", "user"), "account", accounts.values())
    yield from _twice(("address",), "address", addresses.values())


def _twice(key: KeyPath, what: str, same: Iterable[list[str]]) -> Iterator[Problem]:
    for first, *others in same:
        for name in others:
            path: KeyPath = ("mailboxes", name, *key)
            yield Problem(path, f"the {what} of {first}", f"an {what} that no other mailbox has")


def _sizes(raw: Mapping[str, Any], mailboxes: Mapping[str, Any]) -> Iterator[Problem]:
    daemon = raw.get("daemon")
    daemon = daemon if isinstance(daemon, Mapping) else {}
    largest = _read(parse_size, daemon.get("max_letter_bytes", "30MB"))
    for name, box in mailboxes.items():
        path = ("mailboxes", name, "capacity")
        capacity = _read(parse_size, box.get("capacity"))
        if capacity and largest and capacity <= largest:
            found = describe(box["capacity"], path)
            yield Problem(path, found, "more than daemon.max_letter_bytes")
    deadline = _read(parse_duration, daemon.get("poll_deadline", "5m"))
    timeout = _read(parse_duration, daemon.get("imap_timeout", "30s"))
    if deadline and timeout and deadline <= timeout:
        found = describe(daemon.get("poll_deadline", "5m"), ())
        yield Problem(("daemon", "poll_deadline"), found, "more than daemon.imap_timeout")


def _read(parse: Callable[[object], T], value: object) -> T | None:
    try:
        return parse(value)
    except ValueError:
        return None
