"""The second try, for a letter that broke the first: header section and first text part only."""

import re
from types import MappingProxyType

from mailcare.intake.reading import header, people
from mailcare.intake.reading.charset import decode
from mailcare.intake.reading.plain_text import tidy
from mailcare.intake.reading.transfer import undo
from mailcare.intake.reading.words import decode_field
from mailcare.model.letter import Message

_BODY_BYTES = 64 * 1024
_FIELDS = ("from", "sender", "reply-to", "to", "cc", "subject", "message-id", "auto-submitted")
_FIELD_BYTES = 2_000
_TEXT_PART = re.compile(rb"(?i)content-type:[ \t]*text/(?:plain|html)")
_ENCODING = re.compile(rb"(?i)content-transfer-encoding:[ \t]*([\w-]{1,40})")
_CHARSET = re.compile(rb"(?i)charset=[\"']?([\w.:-]{1,40})")
_TAGS = re.compile(r"<[^<>]{0,2000}>")


def read_degraded(raw: bytes) -> Message:
    """Return what can be had of `raw` without parsing its structure; `degraded` is set.

    Looks at a capped header section and at most 64 KB of the first text part; quoted mail is not
    told apart.
    """
    start = header.letter_start(raw)
    section = header.split(raw, start, min(len(raw), start + _BODY_BYTES), is_part=True)
    found = {name: decode_field(section.first(name)[:_FIELD_BYTES])[0] for name in _FIELDS}
    text = _first_text(raw, section)
    senders = people.addresses([], found["from"]) or people.addresses([], found["sender"])
    return Message(
        from_=senders[0] if senders else None,
        reply_to=people.addresses([], found["reply-to"]),
        to=people.addresses([], found["to"]),
        subject=found["subject"],
        message_id=found["message-id"],
        fields=MappingProxyType({name: (value,) for name, value in found.items() if value}),
        text=text,
        own_text=text,
        lossy=True,
        degraded=True,
        notes=("read_degraded",),
    )


def _first_text(raw: bytes, section: header.Section) -> str:
    """Return the text of the first part that says it is text, or of the body's beginning."""
    head = b"content-type: " + section.first("content-type")[:_FIELD_BYTES]
    head += b"\ncontent-transfer-encoding: " + section.first("content-transfer-encoding")[:100]
    start = section.body
    window = raw[start : start + _BODY_BYTES]
    part = _TEXT_PART.search(window)
    if part and b"multipart" in head.lower():
        inner = header.split(window, window.rfind(b"\n", 0, part.start()) + 1, len(window))
        head, window = window[part.start() : inner.body], window[inner.body :]
        window = window.split(b"\n--", 1)[0]
    encoding = _ENCODING.search(head)
    charset = _CHARSET.search(head)
    data = undo(window, encoding[1].decode().lower() if encoding else "")
    text = tidy(decode(data, charset[1].decode() if charset else "").text)
    return _TAGS.sub(" ", text).strip() if b"html" in head.lower() else text.strip()
