"""Asking for delivery status notifications (RFC 3461)."""

import re

_LONGEST_ID = 100
"""RFC 3461 4.4: the ENVID parameter's value."""
_LONGEST_ADDRESS = 500
_PLAIN = re.compile(r"[!-*,-<>-~]")
"""xtext (RFC 3461 4): printable ASCII but ``+`` and ``=``, which are written as hex."""


def xtext(text: str) -> str:
    """Return `text` as the values of these parameters are written."""
    return "".join(
        one if _PLAIN.fullmatch(one) else f"+{octet:02X}"
        for one, octet in ((chr(octet), octet) for octet in text.encode("utf-8"))
    )


def for_mail(envelope_id: str) -> list[str]:
    """Return the parameters of MAIL: headers alone come back, under this id."""
    written = xtext(envelope_id)
    return ["RET=HDRS", *([f"ENVID={written}"] if len(written) <= _LONGEST_ID else [])]


def for_recipient(recipient: str) -> list[str]:
    """Return the parameters of RCPT: whatever becomes of it is reported."""
    written = xtext(recipient)
    known = recipient.isascii() and len(written) <= _LONGEST_ADDRESS
    return ["NOTIFY=SUCCESS,FAILURE,DELAY", *([f"ORCPT=rfc822;{written}"] if known else [])]
