"""Who wrote, and to whom: mail-parser's addresses, and what it gives up on."""

import re
from itertools import islice

from mailcare.model.letter import Address

_ANGLE = re.compile(r"<+\s*['\"]?([^<>\s@'\"][^<>\s@\"]{0,255}@[^<>\s@'\"]{1,255})['\"]?\s*>+")
_BARE = re.compile(r"[^\s<>()\[\],;:\"'@\\]{1,64}@[^\s<>()\[\],;:\"'@\\]{1,255}")
_WORD = re.compile(r"<?\s*([A-Za-z0-9._+=-]{1,64})\s*>?")
_MAILTO = re.compile(r"(?i)\bmailto:")
_ROUTE = re.compile(r"@[\w.,@-]{1,250}:(?=[^\s@]{1,64}@)")
_PLAIN = re.compile(
    r"[^\s<>()\[\],;:\"'@\\][^\s<>()\[\],;:\"@\\]*@(?:[^\s<>()\[\],;:\"'@\\]+|\[[\w.:]+\])"
)
_QUOTED_LOCAL = re.compile(r"\"[^\"@]{1,64}\"@[^\s<>()\[\],;:\"'@\\]+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that only steer how a name is shown."""
_NO_NAME = " <>()[],;:"
_MOST = 100


def addresses(pairs: list[tuple[str, str]], field: str) -> tuple[Address, ...]:
    """Return the addresses of a field.

    Args:
        pairs: (name, address) as mail-parser gave them; empty where it found the field ambiguous.
        field: the field's text, for what mail-parser left out.
    """
    found = [_address(name, address) for name, address in pairs if address]
    if not found or not _is_sound(found[0], field):
        return _recovered(field) or tuple(found)
    return tuple(found)


def _is_sound(first: Address, field: str) -> bool:
    """Say whether mail-parser understood who stands first: an address, no rest of one."""
    if not (_PLAIN.fullmatch(first.address) or _QUOTED_LOCAL.fullmatch(first.address)):
        return False
    return not (";" in field and ":" not in field) and not set("<>") & set(first.name)


def _address(name: str, address: str) -> Address:
    """Return a tidy Address."""
    address = _MAILTO.sub("", address.strip()).strip()
    name = tidy_name(name)
    return Address(address, "" if name == address else name)


def _recovered(field: str) -> tuple[Address, ...]:
    """Return the addresses that stand in a field no parser accepts: those in brackets first."""
    field = _ROUTE.sub("", _MAILTO.sub("", field.strip()))
    found = _in_brackets(field) if "<" in field else []
    found = found or _bare(field)
    if found:
        return tuple(found)
    word = _WORD.fullmatch(field)
    return (Address(word[1]),) if word else ()


def _in_brackets(field: str) -> list[Address]:
    """Return the addresses in angle brackets, each with the name before it, or else behind it."""
    found: list[Address] = []
    at = 0
    for angle in islice(_ANGLE.finditer(field), _MOST):
        name = field[at : angle.start()].strip(_NO_NAME)
        at = angle.end()
        found.append(_address(name, angle[1]))
    rest = field[at:].strip(_NO_NAME)
    if len(found) == 1 and not found[0].name and rest:
        return [_address(rest, found[0].address)]
    return found


def _bare(field: str) -> list[Address]:
    """Return the addresses that stand without brackets; of a lone one, the rest is its name."""
    found = list(islice(_BARE.finditer(field), _MOST))
    if len(found) != 1:
        return [Address(one[0].rstrip(".")) for one in found]
    one = found[0]
    rest = field[: one.start()].strip(_NO_NAME) or field[one.end() :].strip(_NO_NAME)
    return [_address(rest, one[0].rstrip("."))]


def tidy_name(name: str) -> str:
    """Return a display name without the quotes that clients doubled."""
    name = re.sub(r"\s+", " ", _UNSEEN.sub("", name)).strip(" ,;")
    for quote in ('"', "'"):
        if len(name) > 1 and name[0] == name[-1] == quote:
            name = name[1:-1].strip()
    return name.strip('"').replace('\\"', '"').strip()
