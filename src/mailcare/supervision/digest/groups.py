"""Who gets a digest about what: every address one a day.

Who is to have the whole gets it alone. Who supervises several units gets one about them all.
A scope is a word: `WHOLE`, or names of units joined by ``+`` in the order of the config.
"""

from mailcare.config import Config
from mailcare.errors import NotFoundError

WHOLE = "*"


def recipients(config: Config) -> dict[str, tuple[str, ...]]:
    """Return the addresses of each scope that anybody is to hear of."""
    whole = _whole(config)
    reach: dict[str, list[str]] = {}
    spelt: dict[str, str] = {}
    for name, unit in config.units.items():
        for address in dict.fromkeys(one.casefold() for one in unit.supervisors):
            reach.setdefault(address, []).append(name)
        spelt |= {one.casefold(): one for one in unit.supervisors}
    found: dict[str, list[str]] = {WHOLE: list(whole.values())} if whole else {}
    for address, units in reach.items():
        if address not in whole:
            found.setdefault("+".join(units), []).append(spelt[address])
    return {scope: tuple(addresses) for scope, addresses in found.items()}


def units_of(config: Config, scope: str) -> tuple[str, ...] | None:
    """Return the units of a scope; None for all.

    Raises:
        NotFoundError: the config has no such unit.
    """
    if scope == WHOLE:
        return None
    units = tuple(scope.split("+"))
    for name in units:
        if name not in config.units:
            raise NotFoundError(f"No unit {name!r}; the config has: {', '.join(config.units)}")
    return units


def title(config: Config, scope: str) -> str:
    """Return what a scope is called."""
    units = units_of(config, scope)
    return "全部单位" if units is None else "、".join(config.units[one].title for one in units)


def _whole(config: Config) -> dict[str, str]:
    """Return who gets the whole, by folded address: named ones, else the designated unit's."""
    designated = [unit for unit in config.units.values() if unit.role == "designated"]
    named = config.alarms.digest_to or [one for unit in designated for one in unit.supervisors]
    return {one.casefold(): one for one in named}
