"""Who is who, as letters need it: titles, signatures, public lines, recipients."""

from datetime import datetime

from mailcare.casework.staff.codes import is_member
from mailcare.casework.tokens import TokenKeys
from mailcare.config import Config, Department, Mailbox, Unit
from mailcare.errors import ComposeError
from mailcare.model.judgement import Language
from mailcare.model.letter import Address

_KINDS_OF_OFFICE = ("部门", "部", "中心", "处", "公司", "科", "局", "室", "组", "厅")


def entry(config: Config, name: str | None) -> Unit | Department | None:
    """Return the unit or department called `name` in the config."""
    return config.units.get(name or "") or config.departments.get(name or "")


def title(config: Config, name: str | None, language: Language) -> str:
    """Return the title of a unit or department; its name in the config where it has gone."""
    found = entry(config, name)
    if found is None:
        return name or ""
    return found.title_en or found.title if language is Language.EN else found.title


def organisation(config: Config, language: Language) -> str:
    """Return the organisation's name."""
    names = config.organisation
    return names.name_en or names.name if language is Language.EN else names.name


def signature(config: Config, unit: str, language: Language) -> str:
    """Return how letters of `unit` are signed: 中国电信上海公司****部门."""
    name, office = organisation(config, language), title(config, unit, language)
    if language is Language.EN:
        return f"{office}, {name}"
    return name + office + ("" if office.endswith(_KINDS_OF_OFFICE) else "部门")


def public_line(config: Config, name: str | None, now: datetime) -> tuple[str, str]:
    """Return phone and mailbox that users may be told; outdated entries are not told (R35)."""
    found = entry(config, name)
    if found is None or found.verified_on is None:
        return "", ""
    age = now.date() - found.verified_on
    if age > config.organisation.verified_for:
        return "", ""
    return found.hotline, found.public_mailbox or ""


def fax(config: Config, name: str | None) -> str:
    """Return the fax number of a department, empty where none is known."""
    found = config.departments.get(name or "")
    return found.fax if found else ""


def sender(config: Config, mailbox: Mailbox, language: Language) -> Address:
    """Return the From of letters sent by `mailbox`: the account itself, or providers refuse."""
    name = mailbox.display_name or signature(config, mailbox.unit, language)
    return Address(mailbox.address, name)


def recipients(config: Config, role: str, unit: str | None) -> tuple[str, ...]:
    """Return the addresses of a role of our own side, each once.

    Raises:
        ComposeError: nobody stands in it.
    """
    once: dict[str, str] = {}
    for address in _addresses(config, role, unit):
        once.setdefault(address.casefold(), address)
    found = tuple(once.values())
    if not found:
        raise ComposeError(f"nobody to write to: role {role}, unit {unit}")
    return found


def member(config: Config, unit: str, keys: TokenKeys, name: str) -> str:
    """Return the address of one of a unit's people, whom the ledger calls `name`.

    Raises:
        ComposeError: nobody of the unit is called so any more.
    """
    found = config.units.get(unit)
    people = (*(found.people if found else ()), *digest_readers(config))
    for address in people:
        if is_member(keys, name, address):
            return address
    raise ComposeError(f"nobody of unit {unit} is {name} any more")


def digest_readers(config: Config) -> tuple[str, ...]:
    """Return who may get a digest without being of the unit that it tells of."""
    units = config.units.values()
    return (*config.alarms.digest_to, *(one for unit in units for one in unit.supervisors))


def _addresses(config: Config, role: str, unit: str | None) -> tuple[str, ...]:
    found = entry(config, unit)
    if role == "admins":
        return config.alarms.admins
    if role == "origin":
        return _at_origin(config, unit, found)
    if isinstance(found, Unit):
        if role == "department" and found.dispatch_address:
            return (found.dispatch_address,)
        roles = {"supervisors": found.supervisors, "second": found.second}
        return roles.get(role, found.staff)
    address = found.dispatch_address if found and role != "supervisors" else None
    return (address,) if address else ()


def _at_origin(
    config: Config, name: str | None, found: Unit | Department | None
) -> tuple[str, ...]:
    """Return where dispatches of another mailcare come from: there its answers are awaited."""
    if found is not None and found.dispatch_address:
        return (found.dispatch_address,)
    return tuple(box.address for box in config.mailboxes.values() if box.unit == name)[:1]
