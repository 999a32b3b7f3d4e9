"""Machine-readable reports: delivery status (RFC 3464) and disposition (RFC 8098) notifications."""

import re
from collections.abc import Mapping

from mailcare.intake.reading import header
from mailcare.intake.reading.scan import Node
from mailcare.intake.reading.transfer import undo
from mailcare.intake.reading.words import decode_field
from mailcare.model.letter import Report

_KINDS = {
    "message/delivery-status": "dsn",
    "message/global-delivery-status": "dsn",
    "message/disposition-notification": "mdn",
}
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{1,250}>)")
_SYSTEM = re.compile(
    r"(?i)(?:mailer-?daemon|postmaster|mail-?system|mailsystem|no-?reply-?bounce)\b"
)
_RETURNED_WORDS = re.compile(
    r"(?i)退信|退回|无法投递|無法投遞|投递失败|投遞失敗|未送达|未送達|传送失败|傳送失敗|undeliver|"
    r"failure notice|"
    r"returned mail|delivery (?:status|failure|report|delayed|has failed|problem)|"
    r"could not be delivered|"
    r"mail delivery failed|delivery to the following|unzustellbar|non remis|no se pudo entregar"
)
_DELAYED = re.compile(r"(?i)delay|延迟|延遲|warning")
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_ORIGINAL_ID = re.compile(r"(?im)^[> ]*message-id:\s*(<[^<>\s]{1,250}>)")
_WINDOW = 64 * 1024
_GROUPS = 20
_LONGEST_ID = 250


def find_report(raw: bytes, reports: list[Node], attached: list[Node]) -> Report | None:
    """Return the report that a letter carries, or None."""
    for node in reports:
        kind = _KINDS.get(node.media_type)
        if kind:
            fields = _fields(_content(raw, node))
            original = fields.get("original-message-id", "") or _original_id(raw, reports, attached)
            return _dsn(fields, original) if kind == "dsn" else _mdn(fields, original)
    return None


def report_in_words(
    sender: str, subject: str, text: str, fields: Mapping[str, tuple[str, ...]]
) -> Report | None:
    """Return what a mail system reports in plain words (qmail, QQ, 163, Sina …), or None."""
    is_system = bool(_SYSTEM.match(sender)) or fields.get("return-path", ("",))[0] == "<>"
    if not is_system or not _RETURNED_WORDS.search(subject):
        return None
    window = text[:_WINDOW]
    status = _STATUS.search(window)
    recipient = next((a for a in _ADDRESS.findall(window) if not _SYSTEM.match(a)), "")
    original = _ORIGINAL_ID.search(window)
    return Report(
        kind="dsn",
        action="delayed" if _DELAYED.search(subject) else "failed",
        status=status[0] if status else "",
        recipient=recipient,
        original_message_id=original[1] if original else "",
    )


def _content(raw: bytes, node: Node) -> bytes:
    """Return the beginning of a part, decoded."""
    return undo(raw[node.start : min(node.end, node.start + _WINDOW)], node.encoding)


def _fields(data: bytes) -> dict[str, str]:
    """Return the fields of all groups; of a field in several groups, the first that matters."""
    fields: dict[str, str] = {}
    at = 0
    for _ in range(_GROUPS):
        if at >= len(data):
            break
        section = header.split(data, at, len(data))
        for name, value in section.fields:
            fields.setdefault(name, decode_field(value)[0])
        at = max(section.body, at + 1)
    return fields


def _dsn(fields: dict[str, str], original: str) -> Report:
    """Return a delivery status notification."""
    status = _STATUS.search(fields.get("status", ""))
    recipient = fields.get("final-recipient", "") or fields.get("original-recipient", "")
    return Report(
        kind="dsn",
        action=fields.get("action", "").split(" ")[0].lower(),
        status=status[0] if status else "",
        recipient=_typed_value(recipient),
        original_message_id=original,
        envelope_id=_from_xtext(fields.get("original-envelope-id", "").strip())[:_LONGEST_ID],
    )


def _from_xtext(text: str) -> str:
    """Undo RFC 3461 4; a sign that is no hex stays."""
    return re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)


def _mdn(fields: dict[str, str], original: str) -> Report:
    """Return a disposition notification."""
    disposition = fields.get("disposition", "").rpartition(";")[2]
    return Report(
        kind="mdn",
        action=disposition.split("/")[0].strip().lower(),
        recipient=_typed_value(fields.get("final-recipient", "")),
        original_message_id=original,
    )


def _typed_value(value: str) -> str:
    """Return an address without its type (``rfc822;``)."""
    return value.rpartition(";")[2].strip().strip("<>")


def _original_id(raw: bytes, reports: list[Node], attached: list[Node]) -> str:
    """Return the Message-ID of the letter that came back."""
    returned = [n for n in (*reports, *attached) if n.media_type in _RETURNED]
    for node in returned:
        match = _MESSAGE_ID.search(_content(raw, node))
        if match:
            return match[1].decode("latin-1")
    return ""


_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
