"""A whole letter without personal data, as plain text; and the check that it worked."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mailcare.learning.compare import narrow
from mailcare.learning.masking.masker import Masker
from mailcare.model.letter import Address, Message

_KEPT_FIELDS = frozenset(
    (
        "auto-submitted",
        "precedence",
        "x-mailer",
        "x-failed-recipients",
        "x-qq-system",
        "x-foxmail-filter",
        "x-ms-exchange-message-is-ndr",
        "list-id",
        "list-post",
        "list-unsubscribe",
        "feedback-id",
        "return-path",
    )
)
"""Fields by which machines are known; their values are masked like any text."""
_KEPT_PREFIXES = ("x-auto", "x-mail-auto")
_LONGEST_VALUE = 200
_TELLING = 4
"""Characters from which a value left in a masked letter is no coincidence."""
_NOBODY = Address("user@masked.example")


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked letter, and how values of its label are masked likewise."""

    raw: bytes
    masker: Masker
    names: tuple[str, ...]
    leaks: bool
    """Something known to be personal is still in it; it must not leave."""

    def value(self, value: str, *, is_name: bool) -> str:
        """Return the masked form of a labelled value."""
        if is_name:
            return self.masker.name(value)
        return self.masker.without(self.masker.text(value, self.names), [value])


def mask_letter(message: Message, masker: Masker, known: Iterable[str]) -> Masked:
    """Return `message` masked; `known` are values that must not be in it any more."""
    secrets = sorted({one for one in known if one and not masker.keeps(one)}, key=len)[::-1]
    texts = (message.subject, message.text, message.signature)
    names = masker.names(message.from_, texts)
    mail = EmailMessage(policy=SMTP.clone(utf8=False))
    for field, text in _fields(message, masker, names, secrets):
        mail[field] = _line(text)
    _address(mail, "From", masker.address(message.from_ or _NOBODY, names))
    for to in message.to[:1]:
        _address(mail, "To", masker.address(to, names))
    for other in message.reply_to[:1]:
        _address(mail, "Reply-To", masker.address(other, names))
    body = masker.without(masker.text(message.text, names), secrets)
    mail.set_content(_encodable(body), charset="utf-8", cte="base64")
    shown = "\n".join((str(mail["From"]), str(mail["Subject"]), body))
    return Masked(mail.as_bytes(), masker, tuple(names), _leaks(shown, secrets))


def _fields(
    message: Message, masker: Masker, names: list[str], secrets: list[str]
) -> Iterator[tuple[str, str]]:
    yield "Subject", masker.without(masker.text(message.subject, names), secrets)
    if message.date:
        yield "Date", format_datetime(message.date)
    for name, values in message.fields.items():
        if name in _KEPT_FIELDS or name.startswith(_KEPT_PREFIXES):
            yield name.title(), masker.text(values[0], names)


def _address(mail: EmailMessage, field: str, address: Address) -> None:
    """Write an address field; an address that no mail can hold becomes nobody's."""
    try:
        mail[field] = HeaderAddress(_line(address.name), addr_spec=address.address)
    except (ValueError, IndexError, MessageError):
        mail[field] = HeaderAddress(_line(address.name), addr_spec=_NOBODY.address)


def _line(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in _encodable(text))
    return " ".join(shown.split())[:_LONGEST_VALUE]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _leaks(shown: str, secrets: Iterable[str]) -> bool:
    masked = narrow(unicodedata.normalize("NFKC", shown))
    return any(_telling(secret) and narrow(secret) in masked for secret in secrets)


def _telling(secret: str) -> bool:
    return len(secret) >= (2 if any(char > "\u2e80" for char in secret) else _TELLING)
