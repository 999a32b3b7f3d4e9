"""Who wrote, and to whom: mail-parser's addresses, and what it gives up on."""

import re

from mailcare.model.letter import Address

_ANGLE = re.compile(r"<\s*([^<>\s@]{1,256}@[^<>\s@]{1,255})\s*>")
_BARE = re.compile(r"[^\s<>()\[\],;:\"'@\\]{1,64}@[^\s<>()\[\],;:\"'@\\]{1,255}")
_WORD = re.compile(r"<?\s*([A-Za-z0-9._+=-]{1,64})\s*>?")
_MAILTO = re.compile(r"(?i)^mailto:")


def addresses(pairs: list[tuple[str, str]], field: str) -> tuple[Address, ...]:
    """Return the addresses of a field.

    Args:
        pairs: (name, address) as mail-parser gave them; empty where it found the field ambiguous.
        field: the field's text, for what mail-parser left out.
    """
    found = [_address(name, address) for name, address in pairs if address]
    return tuple(found) if found else _recovered(field)


def _address(name: str, address: str) -> Address:
    """Return a tidy Address."""
    address = _MAILTO.sub("", address.strip())
    name = _tidy_name(name)
    return Address(address, "" if name == address else name)


def _recovered(field: str) -> tuple[Address, ...]:
    """Return the address that stands in a field no parser accepts."""
    field = _MAILTO.sub("", field.strip())
    angles = list(_ANGLE.finditer(field))
    if angles:
        angle = angles[-1]
        return (_address(field[: angle.start()], angle[1]),)
    bare = _BARE.search(field)
    if bare:
        rest = (field[: bare.start()] + " " + field[bare.end() :]).strip()
        return (_address(rest.strip("<>()[],;: "), bare[0].rstrip(".")),)
    word = _WORD.fullmatch(field)
    return (Address(word[1]),) if word else ()


def _tidy_name(name: str) -> str:
    """Return a display name without the quotes that clients doubled."""
    name = re.sub(r"\s+", " ", name).strip()
    for quote in ('"', "'"):
        if len(name) > 1 and name[0] == name[-1] == quote:
            name = name[1:-1].strip()
    return name.strip('"').replace('\\"', '"').strip()
