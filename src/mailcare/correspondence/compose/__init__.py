"""Pure: what is to be said → the bytes of an RFC 5322 mail.

Bytes are built by hand, field by field: text of users goes nowhere but through `fields`, which
lets no line end through, and a user's original is spliced in as it was stored, never parsed.
"""

from mailcare.correspondence.compose.fields import check_address, encode_text, one_line
from mailcare.correspondence.compose.mail import Outgoing, compose
from mailcare.correspondence.compose.original import Original, original_part
from mailcare.correspondence.compose.parts import Part

__all__ = [
    "Original",
    "Outgoing",
    "Part",
    "check_address",
    "compose",
    "encode_text",
    "one_line",
    "original_part",
]
