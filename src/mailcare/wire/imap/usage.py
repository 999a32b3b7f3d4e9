"""How full a mailbox is: by its quota where the server tells it, else by counting.

Counting asks for the sizes of new letters only: what was counted before is given back as tallies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from mailcare.errors import WireError
from mailcare.model.place import Tally
from mailcare.wire.imap.channel import Channel
from mailcare.wire.imap.folders import FolderEntry, encode_name

_KB = 1024
_BATCH = 2000
_MOST_ROOTS = 8
_MIRRORS = {"\\all", "\\flagged", "\\important"}
"""Folders that show letters of other folders (RFC 6154, RFC 8457): they take no room."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a mailbox is used."""

    used: int
    """Bytes."""
    limit: int | None
    """Bytes; None where the server tells none."""
    messages: int
    source: Literal["quota", "sizes"]
    message_limit: int | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """Of the folders that were counted, by their names on the wire; to be given back next time."""


@dataclass(frozen=True, slots=True)
class _Quota:
    used: int | None = None
    limit: int | None = None
    messages: int | None = None
    message_limit: int | None = None


def measure(
    channel: Channel,
    entries: Iterable[FolderEntry],
    *,
    polled: Sequence[str] = ("INBOX",),
    known: Mapping[str, Tally] = MappingProxyType({}),
    recount: bool = False,
) -> Usage:
    """Return the mailbox's usage; leaves no folder selected that could be relied on.

    Args:
        channel: logged in.
        entries: all folders of the account.
        polled: those into which letters come; where they have several quota roots, the fullest
            counts (RFC 9208 3.2).
        known: the tallies of last time.
        recount: count folders anew whose tallies were estimated, as the night's reconcile does.
    """
    quota = _ask_quota(channel, polled) if "QUOTA" in channel.capabilities else _Quota()
    if quota.used is not None and quota.messages is not None:
        return Usage(quota.used, quota.limit, quota.messages, "quota", quota.message_limit)
    names = _own_names(channel, entries)
    if quota.used is not None:
        messages = sum(_status(channel, name, "MESSAGES") or 0 for name in names)
        return Usage(quota.used, quota.limit, messages, "quota", quota.message_limit)
    found: dict[str, Tally] = {}
    for name in names:
        tally = _tally(channel, name, known.get(name), recount=recount) or known.get(name)
        found |= {} if tally is None else {name: tally}
    messages = quota.messages or sum(tally.letters for tally in found.values())
    used = sum(tally.size for tally in found.values())
    return Usage(used, None, messages, "sizes", quota.message_limit, found)


def quota_roots(channel: Channel, folder: str) -> frozenset[str] | None:
    """Return the names of the quota roots of `folder`; None where the server doesn't tell."""
    if "QUOTA" not in channel.capabilities:
        return None
    try:
        with channel.exchange("GETQUOTAROOT"):
            root, _quotas = channel.client.get_quota_root(_quoted(folder))
    except WireError:
        if not channel.open:
            raise
        return None
    return frozenset(str(name) for name in root.quota_roots)


def _ask_quota(channel: Channel, polled: Sequence[str]) -> _Quota:
    """Return the fullest of the folders' roots; nothing where the server refuses or has none."""
    quotas: list[object] = []
    for folder in dict.fromkeys(("INBOX", *polled[:_MOST_ROOTS])):
        try:
            with channel.exchange("GETQUOTAROOT"):
                quotas += channel.client.get_quota_root(_quoted(folder))[1]
        except WireError:
            if not channel.open:
                raise
    storage, count = _fullest(quotas, "STORAGE"), _fullest(quotas, "MESSAGE")
    used, limit = (storage[0] * _KB, storage[1] * _KB) if storage else (None, None)
    return _Quota(used, limit or None, *((count[0], count[1] or None) if count else (None, None)))


def _quoted(folder: str) -> str:
    name = encode_name(folder).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'


def _fullest(quotas: Iterable[object], resource: str) -> tuple[int, int] | None:
    pairs = [
        (int(getattr(quota, "usage", 0)), int(getattr(quota, "limit", 0)))
        for quota in quotas
        if str(getattr(quota, "resource", "")).upper() == resource
    ]
    return max(pairs, key=lambda pair: pair[0] / pair[1] if pair[1] else 0.0, default=None)


def _own_names(channel: Channel, entries: Iterable[FolderEntry]) -> list[str]:
    """Return the folders that take room of this account: neither mirrors nor other people's."""
    foreign = _foreign_prefixes(channel)
    return [
        entry.wire_name
        for entry in entries
        if entry.selectable
        and not entry.flags & _MIRRORS
        and not entry.wire_name.startswith(foreign)
    ]


def _foreign_prefixes(channel: Channel) -> tuple[str, ...]:
    """Return how the names of other users' and shared folders begin (RFC 2342)."""
    if "NAMESPACE" not in channel.capabilities:
        return ()
    try:
        with channel.exchange("NAMESPACE"):
            found = channel.client.namespace()
    except WireError:
        if not channel.open:
            raise
        return ()
    spaces = [space for kind in (found.other, found.shared) for space in kind or ()]
    texts = (prefix.decode() if isinstance(prefix, bytes) else prefix for prefix, _ in spaces)
    return tuple(str(text) for text in texts if text)


def _status(channel: Channel, wire_name: str, item: str) -> int | None:
    try:
        with channel.exchange("STATUS"):
            value = channel.client.folder_status(wire_name, [item]).get(item.encode())
    except WireError:
        if not channel.open:
            raise
        return None
    return value if isinstance(value, int) else None


def _tally(
    channel: Channel, wire_name: str, before: Tally | None, *, recount: bool
) -> Tally | None:
    """Return the folder's tally; None where the server won't open it."""
    if "STATUS=SIZE" in channel.capabilities:
        size = _status(channel, wire_name, "SIZE")
        if size is not None:
            return Tally(None, 0, _status(channel, wire_name, "MESSAGES") or 0, size)
    try:
        return _count(channel, wire_name, before, recount=recount)
    except WireError:
        if not channel.open:
            raise
        return None


def _count(channel: Channel, wire_name: str, before: Tally | None, *, recount: bool) -> Tally:
    with channel.exchange("EXAMINE"):
        told = channel.client.select_folder(wire_name, readonly=True)
    exists = int(told.get(b"EXISTS", 0))
    uidvalidity = told.get(b"UIDVALIDITY")
    if not exists:
        return Tally(uidvalidity, 0, 0, 0)
    if before is None or before.uidvalidity != uidvalidity or (recount and not before.exact):
        return _whole(channel, exists, uidvalidity)
    with channel.exchange("FETCH"):
        new = channel.client.sizes_after(before.highest_uid)
    return _carried_on(before, new, exists) or _whole(channel, exists, uidvalidity)


def _carried_on(before: Tally, new: Mapping[int, int], exists: int) -> Tally | None:
    """Return the tally after `new` letters came; None where that can't be.

    Of letters that vanished nobody knows the sizes any more: they are taken for the mean.
    """
    vanished = before.letters + len(new) - exists
    if not 0 <= vanished <= before.letters:
        return None
    kept = before.size
    if vanished:
        kept = round(before.size * (before.letters - vanished) / before.letters)
    return replace(
        before,
        highest_uid=max([before.highest_uid, *new]),
        letters=exists,
        size=kept + sum(new.values()),
        exact=before.exact and not vanished,
    )


def _whole(channel: Channel, exists: int, uidvalidity: int | None) -> Tally:
    sizes: dict[int, int] = {}
    for first in range(1, exists + 1, _BATCH):
        with channel.exchange("FETCH"):
            last = min(exists, first + _BATCH - 1)
            sizes |= channel.client.sizes_by_number(first, last)
    return Tally(uidvalidity, max(sizes, default=0), exists, sum(sizes.values()))
