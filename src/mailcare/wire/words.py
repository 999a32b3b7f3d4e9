"""What servers say: bytes of any charset made one readable line without personal data."""

import re

_LONGEST = 200
_ADDRESS = re.compile(r"[^\s<>\"'()]+@[^\s<>\"'()]+")
_DIGITS = re.compile(r"\d{7,}")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_CODE = re.compile(r"\s*\[([A-Za-z0-9-]+)")
_OVER_QUOTA = re.compile(
    r"over ?quota|quota (exceeded|full)|exceed(ed|s) .{0,40}(quota|storage allocation)|"
    r"box (is )?full|full (mail|in)box|"
    r"[邮郵信件]箱(空间|空間|容量)?已?[满滿]|(空间|空間|容量)(已[满滿]|不足)|"
    r"超[出过過].{0,8}(空间|空間|容量|配[额額])|配[额額](已[满滿]|不足|已用完)",
    re.IGNORECASE,
)

_IN_PART = re.compile(r"(?<![\d.])\d{1,2}(\.\d+)? ?[%％]")
"""Of a quota: a warning that it is nearly used up."""


def decode(words: bytes) -> str:
    """Return `words` as text: UTF-8, else GB18030 (Tencent's refusals), else with gaps."""
    for charset in ("utf-8", "gb18030"):
        try:
            return words.decode(charset)
        except UnicodeDecodeError:
            continue
    return words.decode("ascii", "replace")


def readable(words: bytes | str) -> str:
    """Return one short line that may be logged and shown: no address, no long number."""
    text = decode(words) if isinstance(words, bytes) else words
    text = _ADDRESS.sub("<address>", _SPACE.sub(" ", text)).strip()
    return _DIGITS.sub("<number>", text)[:_LONGEST]


def response_code(words: bytes | str) -> str:
    """Return the response code that an IMAP status text starts with (RFC 5530), or nothing."""
    text = decode(words) if isinstance(words, bytes) else words
    found = _CODE.match(text)
    return found.group(1).upper() if found else ""


def says_over_quota(words: bytes | str) -> bool:
    """Say whether an IMAP answer means that the mailbox is full; many servers lack the code."""
    text = decode(words) if isinstance(words, bytes) else words
    if response_code(text) == "OVERQUOTA":
        return True
    return bool(_OVER_QUOTA.search(text)) and not _IN_PART.search(text)
