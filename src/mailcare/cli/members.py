"""People of the config and the names that the ledger has for them."""

from collections.abc import Iterator

from mailcare.casework.staff.codes import is_member, member_id
from mailcare.casework.tokens import TokenKeys
from mailcare.config import Config
from mailcare.errors import NotFoundError
from mailcare.vault import Keyring
from mailcare.wiring import token_keys


def member_of(config: Config, unit: str, address: str) -> str:
    """Return what the ledger calls the colleague of `unit` with this address.

    Raises:
        NotFoundError: the unit has no such colleague in the config.
    """
    if address.casefold() not in {one.casefold() for one in _people(config, unit)}:
        raise NotFoundError(f"No staff of {unit} has this address; the config names them")
    return member_id(_keys(config), address)


def shown_member(config: Config, unit: str, member: str | None) -> str | None:
    """Return the address of a colleague for people to read; others as the ledger calls them."""
    if member is None:
        return None
    keys = _keys(config)
    found = (one for one in _people(config, unit) if is_member(keys, member, one))
    return next(found, member)


def _people(config: Config, unit: str) -> Iterator[str]:
    found = config.units.get(unit)
    if found is not None:
        yield from found.people


def _keys(config: Config) -> TokenKeys:
    return token_keys(Keyring.open(config.storage.keys))
