"""Bytes → Message: the steps in their order, each in its own module."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from mailcare.intake.reading import (
    bodies,
    dates,
    enclosed,
    header,
    limits,
    mime,
    own_text,
    people,
    report,
    words,
)
from mailcare.intake.reading.choice import choose, is_same
from mailcare.intake.reading.scan import Node, scan
from mailcare.model.letter import Address, Attachment, Message, Report

_ID = re.compile(r"<[^<>\s]{1,500}>")
_BARE_ID = re.compile(r"[^\s<>]{1,250}@[^\s<>]{1,250}")
_IDS = 100
_FACE = 2_000
"""Characters by which the two faces of a text are known."""
_MARKUP = 10
_ADDRESS_FIELDS = frozenset(mime.ADDRESS_FIELDS)


@dataclass(slots=True)
class _Fields:
    """The header section, repaired."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    plain: list[tuple[str, bytes]] = field(default_factory=list)
    """What mail-parser is given."""
    lossy: bool = False

    def first(self, name: str) -> str:
        """Return the first field of that name that holds anything."""
        return next((value for value in self.texts.get(name, ()) if value), "")


def read(raw: bytes) -> Message:
    """Return the letter in `raw` as a Message; any bytes whatever give one.

    Pure: the same bytes always give the same Message. Time and memory grow with the letter's
    size at most, up to the limits of `limits`; beyond them the Message's notes say so.
    """
    return _read(raw, is_nested=False)


def _read(raw: bytes, *, is_nested: bool) -> Message:
    """Return the letter in `raw`; of a nested one, its own attachments are not opened."""
    raw = _with_line_feeds(raw)
    scanned = scan(raw, header.letter_start(raw))
    found = bodies.sort_parts(scanned.root)
    texts, files, notes, lossy = _texts(raw, found)
    fields = _fields(scanned.root.section, _charset(found))
    parsed = mime.parse(scanned.root, fields.plain, texts, raw)
    message = _from_fields(fields, parsed)
    message = _with_text(message, found, texts, parsed, notes)
    if not is_nested:
        message = enclosed.with_enclosures(message, raw, found.attached, notes, _read_nested)
    return replace(
        message,
        attachments=(*_attachments(raw, found), *files)[: limits.PARTS],
        report=report.find_report(raw, found.reports, found.attached) or _report(message),
        lossy=lossy or fields.lossy,
        notes=tuple(dict.fromkeys([*scanned.notes, *message.notes, *notes])),
    )


def _read_nested(raw: bytes) -> Message:
    """Return an attached letter."""
    return _read(raw, is_nested=True)


def _with_line_feeds(raw: bytes) -> bytes:
    """Return `raw` with line feeds if it has carriage returns only."""
    if b"\n" not in raw[: limits.HEADER_BYTES] and b"\r" in raw[: limits.HEADER_BYTES]:
        return raw.replace(b"\r", b"\n")
    return raw


class _Texts(NamedTuple):
    """The text parts decoded, and what was found out on the way."""

    parts: dict[int, mime.TextPart]
    files: list[Attachment]
    notes: list[str]
    lossy: bool


def _texts(raw: bytes, found: bodies.Sorted) -> _Texts:
    """Return the text parts decoded, up to the limits."""
    texts: dict[int, mime.TextPart] = {}
    files: list[Attachment] = []
    notes: list[str] = []
    lossy = False
    left = limits.TEXT_BYTES * 2
    for body in found.bodies:
        for node in (*body.plain, *body.html):
            if left <= 0:
                notes.append("text_cut")
                break
            part = bodies.part_text(raw, node)
            left -= len(part.decoded.text)
            lossy = lossy or part.decoded.lossy
            if part.is_cut:
                notes.append("text_cut")
            kind = "text/html" if node.media_type == "text/html" else "text/plain"
            texts[id(node)] = mime.TextPart(len(texts), kind, part.decoded.text)
            files += part.files
    return _Texts(texts, files, notes, lossy)


def _charset(found: bodies.Sorted) -> str:
    """Return the charset that the body declares: raw 8-bit fields are likely in it too."""
    for body in found.bodies:
        for node in (*body.plain, *body.html):
            return node.type_field.text("charset")
    return ""


def _fields(section: header.Section, hint: str) -> _Fields:
    """Return the fields decoded, up to the limits."""
    fields = _Fields()
    count = 0
    for name, value in section.fields:
        text, lossy = words.decode_field(value, hint)
        if name in ("subject", "from") and lossy:
            fields.lossy = True
        if count < limits.FIELD_VALUES:
            fields.texts.setdefault(name, []).append(text[: limits.FIELD_CHARS])
            count += 1
        if name in _ADDRESS_FIELDS and text and name not in (n for n, _ in fields.plain):
            fields.plain.append((name, words.plain_addresses(value, hint)[0]))
    if fields.first("date"):
        fields.plain.append(("date", fields.first("date")[:1000].encode("utf-8", "replace")))
    return fields


def _from_fields(fields: _Fields, parsed: mime.Parsed) -> Message:
    """Return the Message as far as its header section goes."""
    found = {
        name: people.addresses(parsed.addresses[name], fields.first(name))
        for name in mime.ADDRESS_FIELDS
    }
    return Message(
        from_=_one(found["from"]) or _stand_in(fields, found),
        sender=_one(found["sender"]),
        reply_to=found["reply-to"],
        to=found["to"],
        cc=found["cc"],
        subject=fields.first("subject"),
        date=dates.read_date(parsed.date, fields.first("date")),
        message_id=_message_id(fields.first("message-id")),
        in_reply_to=_ids(fields.texts.get("in-reply-to", ())),
        references=_ids(fields.texts.get("references", ())),
        fields=MappingProxyType({name: tuple(values) for name, values in fields.texts.items()}),
    )


def _stand_in(fields: _Fields, found: Mapping[str, tuple[Address, ...]]) -> Address | None:
    """Return who wrote where From names nobody: Sender, else where answers or bounces go."""
    path = people.addresses([], fields.first("return-path"))
    known = _one(found["sender"]) or _one(found["reply-to"]) or _one(path)
    name = people.tidy_name(fields.first("from").strip("<> "))
    return replace(known, name=name) if known and name and not known.name else known


def _report(message: Message) -> Report | None:
    """Return the report that stands in the text, or None."""
    sender = message.from_.address if message.from_ else ""
    return report.report_in_words(sender, message.subject, message.text, message.fields)


def _one(found: tuple[Address, ...]) -> Address | None:
    """Return the first address, or None."""
    return found[0] if found else None


def _message_id(text: str) -> str:
    """Return the Message-ID in angle brackets, or nothing."""
    match = _ID.search(text)
    if match:
        return match[0]
    word = text.split(" ", maxsplit=1)[0].strip("<>")
    return f"<{word[:500]}>" if word else ""


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    """Return the Message-IDs in fields, each once."""
    found: list[str] = []
    for value in values:
        ids = _ID.findall(value) or [f"<{bare}>" for bare in _BARE_ID.findall(value)]
        found += ids
    return tuple(dict.fromkeys(found))[:_IDS]


def _with_text(
    message: Message,
    found: bodies.Sorted,
    texts: Mapping[int, mime.TextPart],
    parsed: mime.Parsed,
    notes: list[str],
) -> Message:
    """Return `message` with its text, told apart."""
    shown: list[str] = []
    sources: list[str] = []
    for body in _paired(found.bodies, texts):
        chosen = choose(_joined(body.plain, texts, parsed), _joined(body.html, texts, parsed))
        shown.append(chosen.shown)
        sources.append(chosen.source)
        if chosen.html_was_empty:
            notes.append("html_without_text")
    is_reply = bool(message.in_reply_to or message.references)
    parts = own_text.tell_apart(
        _cut("\n\n".join(s for s in sources if s.strip())), message.subject, is_reply=is_reply
    )
    notes += parts.notes
    return replace(
        message,
        text=_cut("\n\n".join(s.strip("\n") for s in shown if s.strip())),
        own_text=parts.own,
        signature=parts.signature,
        quoted=parts.quoted,
        forwarded=parts.forwarded,
    )


def _paired(found: list[bodies.Body], texts: Mapping[int, mime.TextPart]) -> list[bodies.Body]:
    """Return the bodies, a plain one and an HTML one beside it that says the same made one."""
    paired: list[bodies.Body] = []
    for body in found:
        last = paired[-1] if paired else None
        if last and not last.html and not body.plain and _says_same(last, body, texts):
            paired[-1] = bodies.Body(last.plain, body.html)
        else:
            paired.append(body)
    return paired


def _says_same(plain: bodies.Body, html: bodies.Body, texts: Mapping[int, mime.TextPart]) -> bool:
    """Say whether an HTML body is the other face of a plain one: the same words at its start."""
    one = "".join(texts[id(node)].text for node in plain.plain if id(node) in texts)
    other = "".join(texts[id(node)].text for node in html.html if id(node) in texts)
    return bool(one.strip()) and is_same(one[:_FACE], other[: _FACE * _MARKUP])


def _joined(nodes: list[Node], texts: Mapping[int, mime.TextPart], parsed: mime.Parsed) -> str:
    """Return the texts of `nodes` as mail-parser gave them."""
    numbers = [texts[id(node)].number for node in nodes if id(node) in texts]
    return "\n\n".join(parsed.texts.get(number, "") for number in numbers)


def _cut(text: str) -> str:
    """Return text up to the limit."""
    return text[: limits.TEXT_CHARS]


def _attachments(raw: bytes, found: bodies.Sorted) -> tuple[Attachment, ...]:
    """Return what is attached, in the order it stands in the letter."""
    nodes = sorted((*found.attached, *found.reports), key=lambda node: node.start)
    return tuple(bodies.attachment(raw, node) for node in nodes[: limits.PARTS])
