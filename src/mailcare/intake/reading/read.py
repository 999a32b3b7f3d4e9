"""Bytes → Message."""

import mailparser

from mailcare.model.letter import Address, Message


def read(raw: bytes) -> Message:
    """Return the letter in `raw` as a Message; any bytes whatever give one."""
    mail = mailparser.parse_from_bytes(raw)
    text = "\n".join(mail.text_plain or mail.text_html)
    people = [Address(address, name) for name, address in mail.from_]
    return Message(
        from_=people[0] if people else None,
        subject=str(mail.subject),
        text=text,
        own_text=text,
    )
