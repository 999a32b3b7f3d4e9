"""How full a mailbox is: by its quota where the server tells it, else by counting."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mailcare.errors import WireError
from mailcare.wire.imap.channel import Channel
from mailcare.wire.imap.client import Client
from mailcare.wire.imap.folders import FolderEntry

_KB = 1024
_BATCH = 500


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


@dataclass(frozen=True, slots=True)
class _Quota:
    used: int | None = None
    limit: int | None = None
    messages: int | None = None
    message_limit: int | None = None


def measure(channel: Channel, folders: Iterable[FolderEntry]) -> Usage:
    """Return the mailbox's usage; leaves no folder selected that could be relied on."""
    names = [folder.wire_name for folder in folders if folder.selectable]
    quota = _ask_quota(channel) if "QUOTA" in channel.capabilities else _Quota()
    messages = quota.messages
    if messages is None:
        messages = sum(_status(channel, name, "MESSAGES") or 0 for name in names)
    if quota.used is not None:
        return Usage(quota.used, quota.limit, messages, "quota", quota.message_limit)
    used = sum(_folder_size(channel, name) for name in names)
    return Usage(used, None, messages, "sizes", quota.message_limit)


def _ask_quota(channel: Channel) -> _Quota:
    """Return the fullest of the roots of INBOX; nothing where the server refuses or has none."""
    try:
        with channel.exchange("GETQUOTAROOT"):
            _root, quotas = channel.client.get_quota_root("INBOX")
            storage = _fullest(quotas, "STORAGE")
            count = _fullest(quotas, "MESSAGE")
    except WireError:
        if not channel.open:
            raise
        return _Quota()
    used, limit = (storage[0] * _KB, storage[1] * _KB) if storage else (None, None)
    return _Quota(used, limit, *(count or (None, None)))


def _fullest(quotas: Iterable[object], resource: str) -> tuple[int, int] | None:
    pairs = [
        (int(getattr(quota, "usage", 0)), int(getattr(quota, "limit", 0)))
        for quota in quotas
        if str(getattr(quota, "resource", "")).upper() == resource
    ]
    return max(pairs, key=lambda pair: pair[0] / max(pair[1], 1), default=None)


def _status(channel: Channel, wire_name: str, item: str) -> int | None:
    try:
        with channel.exchange("STATUS"):
            value = channel.client.folder_status(wire_name, [item]).get(item.encode())
    except WireError:
        if not channel.open:
            raise
        return None
    return value if isinstance(value, int) else None


def _folder_size(channel: Channel, wire_name: str) -> int:
    if "STATUS=SIZE" in channel.capabilities:
        size = _status(channel, wire_name, "SIZE")
        if size is not None:
            return size
    try:
        return _sum_of_sizes(channel, wire_name)
    except WireError:
        if not channel.open:
            raise
        return 0


def _sum_of_sizes(channel: Channel, wire_name: str) -> int:
    with channel.exchange("EXAMINE"):
        exists = int(channel.client.select_folder(wire_name, readonly=True).get(b"EXISTS", 0))
    total = 0
    for first in range(1, exists + 1, _BATCH):
        with channel.exchange("FETCH"):
            total += _sizes(channel.client, first, min(exists, first + _BATCH - 1))
    return total


def _sizes(client: Client, first: int, last: int) -> int:
    return sum(client.sizes_by_number(first, last))
