"""Is the sender who they say they are? By what servers of ours wrote on the letter.

The address in From proves nothing by itself. Either our server checked it and wrote so in an
Authentication-Results field (RFC 8601) under its own name, which it must take out of what comes
from elsewhere; or every hop lies within our own networks, so that nobody outside wrote it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import getaddresses
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address

from mailcare.model.letter import Message

_MOST = 4_000
"""Characters of a field that are looked at; servers of ours write less."""
_AUTHSERV = re.compile(r"^\s*(\S{1,253})(?:\s+\d+)?\s*$")
_UNQUOTABLE = re.compile(r"[\s=]")
_RESULT = re.compile(r"^\s*([a-z0-9-]{2,20})(?:\s*/\s*\d+)?\s*=\s*([a-z]{2,20})\b", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z-]{2,20})\.([a-z0-9_-]{1,30})\s*=\s*([^\s;]{1,320})")
_FROM_PART = re.compile(r"^\s*from\s(.*?)(?:\sby\s(?![^(]{0,300}\))|$)", re.IGNORECASE | re.DOTALL)
_ADDRESSES = re.compile(
    r"(?<![\w.:-])(?:ipv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:[\d.]{0,15}))"
    r"(?![\w.:-])",
    re.IGNORECASE,
)
_DELIVERED = re.compile(r"\swith\s+(?:LMTP|local)", re.IGNORECASE)

Network = IPv4Network | IPv6Network


class Method(StrEnum):
    """By what a letter of staff is authenticated."""

    AUTHENTICATION_RESULTS = "authentication-results"
    INTERNAL_RECEIVED = "internal-received"
    TOKEN_CONFIRM = "token+confirm"  # noqa: S105 - the name of a method


@dataclass(frozen=True, slots=True)
class StaffAuth:
    """How a unit's staff are authenticated."""

    method: Method = Method.TOKEN_CONFIRM
    authserv_id: str = ""
    """The name under which our own server writes Authentication-Results."""
    relays: tuple[Network, ...] = ()
    """Our own networks: every hop of a letter from within lies there."""


def is_proven(message: Message, auth: StaffAuth) -> bool:
    """Say whether servers of ours vouch for the letter's From; never so by token and code."""
    if not _names_one_sender(message):
        return False
    if auth.method is Method.AUTHENTICATION_RESULTS:
        return _passed(message, auth.authserv_id)
    if auth.method is Method.INTERNAL_RECEIVED:
        return _from_within(message.fields.get("received", ()), auth.relays)
    return False


def is_forged(message: Message, authserv_id: str) -> bool:
    """Say whether our own server found that From names a domain that did not send the letter.

    Only its plain ``dmarc=fail`` counts (RFC 8601 2.7, RFC 7489): what could not be checked, and
    what a domain does not ask to be checked, is no forgery.
    """
    own = (f for f in message.fields.get("authentication-results", ()) if _writer(f) == authserv_id)
    topmost = next(own, None) if authserv_id else None
    if topmost is None or message.from_ is None:
        return False
    domain = message.from_.address.rpartition("@")[2].lower()
    return any(
        one.method == "dmarc"
        and one.value == "fail"
        and one.properties.get("header.from", domain).lower().rpartition("@")[2] == domain
        for one in _results(topmost)
    )


def checkers(message: Message) -> tuple[str, ...]:
    """Return under which names servers wrote Authentication-Results, the last hop's first."""
    found = (_writer(field) for field in message.fields.get("authentication-results", ()))
    return tuple(dict.fromkeys(one for one in found if one))


def hops(message: Message) -> tuple[str, ...]:
    """Return the addresses of the servers that the letter came over, the last one first."""
    found = (_hop(field) or [] for field in message.fields.get("received", ()))
    return tuple(dict.fromkeys(address for hop in found for address in hop))


def _names_one_sender(message: Message) -> bool:
    """Two From fields or addresses: nobody can say which of them was checked."""
    fields = message.fields.get("from", ())
    if len(fields) != 1 or message.from_ is None:
        return False
    named = {one.lower() for _, one in getaddresses([fields[0][:_MOST]]) if "@" in one}
    return named == {message.from_.address.lower()}


def _passed(message: Message, authserv_id: str) -> bool:
    """Say whether the topmost results of our own server speak for the domain in From."""
    own = (f for f in message.fields.get("authentication-results", ()) if _writer(f) == authserv_id)
    topmost = next(own, None) if authserv_id else None
    if topmost is None or message.from_ is None:
        return False
    domain = message.from_.address.rpartition("@")[2].lower()
    return any(_speaks_for(result, domain) for result in _results(topmost))


def _writer(field: str) -> str:
    pieces = _pieces(field)
    match = _AUTHSERV.match(pieces[0]) if pieces else None
    return match[1].lower() if match else ""


def _pieces(field: str) -> list[str]:
    """Return what stands between semicolons, comments left out, quoted words without blanks.

    A sender can put almost anything into what is quoted or remarked upon; an open quote or
    comment makes the whole field useless.
    """
    pieces, comments, quoted, escaped = [""], 0, False, False
    for char in field[:_MOST]:
        if escaped:
            escaped = False
            pieces[-1] += "" if comments else _UNQUOTABLE.sub("_", char)
        elif char == "\\" and (quoted or comments):
            escaped = True
        elif char == '"' and not comments:
            quoted = not quoted
        elif quoted:
            pieces[-1] += "_" if char == ";" else _UNQUOTABLE.sub("_", char)
        elif char in "()":
            comments = max(0, comments + (1 if char == "(" else -1))
            pieces[-1] += " "
        elif not comments:
            pieces[-1:] = [pieces[-1], ""] if char == ";" else [pieces[-1] + char]
    return [] if quoted or comments else pieces


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    value: str
    properties: dict[str, str]


def _results(field: str) -> Iterator[_Result]:
    """Yield what a field says, one method after the other (RFC 8601 2.2)."""
    for part in _pieces(field)[1:]:
        head = _RESULT.match(part)
        if head is None:
            continue
        found = _PROPERTY.findall(part[head.end() :])
        said = {f"{kind}.{name}".lower(): value for kind, name, value in found}
        yield _Result(head[1].lower(), head[2].lower(), said)


def _speaks_for(result: _Result, domain: str) -> bool:
    """Say whether a result passed for `domain`, the one that the reader sees."""
    if result.value != "pass":
        return False
    said = result.properties
    if result.method == "dmarc":
        return said.get("header.from", domain).lower().rpartition("@")[2] == domain
    if result.method == "spf":
        return _aligned(said.get("smtp.mailfrom", ""), domain)
    if result.method == "dkim":
        return _aligned(said.get("header.d") or said.get("header.i", ""), domain)
    return False


def _aligned(identity: str, domain: str) -> bool:
    """The checked domain is that of From or one below it, which only its owner can give away."""
    checked = identity.strip("<>").lower().rpartition("@")[2].strip(".")
    return bool(checked) and (checked == domain or checked.endswith("." + domain))


def _from_within(received: Sequence[str], relays: Sequence[Network]) -> bool:
    """Say whether every hop names an address of ours; one that tells none may be anybody's."""
    hops = [hop for field in received if (hop := _hop(field)) is not None]
    return bool(hops and relays) and all(_is_ours(hop, relays) for hop in hops)


def _hop(field: str) -> list[str] | None:
    """Return the addresses from which a server took the letter; None: it was not taken from afar.

    A HELO may be written like an address: it counts too, and must lie within as well.
    """
    text = " " + field[:_MOST]
    match = _FROM_PART.match(text)
    if match is None:
        return None
    found: list[str] = _ADDRESSES.findall(match[1])
    return None if not found and _DELIVERED.search(text) else found


def _is_ours(hop: list[str], relays: Sequence[Network]) -> bool:
    return bool(hop) and all(_lies_within(address, relays) for address in hop)


def _lies_within(text: str, relays: Sequence[Network]) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return any(mapped in network for network in relays if network.version == mapped.version)
