"""Files to be sent along with what a person wrote: kept in the vault as one blob until then."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from mailcare.correspondence.compose.parts import Part, file_part

_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,127}")
_ANY = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along with a letter."""

    name: str
    data: bytes
    content_type: str = _ANY


def pack(files: Sequence[File]) -> bytes:
    """Return `files` as the content of one blob."""
    packed = [(one.name, one.content_type, b64encode(one.data).decode("ascii")) for one in files]
    return json.dumps(packed).encode("ascii")


def unpack(blob: bytes) -> tuple[Part, ...]:
    """Return the attachments that `pack` put into a blob; an odd type becomes a plain file."""
    return tuple(
        file_part(kind if _TYPE.fullmatch(kind) else _ANY, name, b64decode(data))
        for name, kind, data in json.loads(blob)
    )
