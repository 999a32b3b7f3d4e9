"""In which language a letter's problem is written."""

import re

from mailcare.model.judgement import Language
from mailcare.model.letter import Message
from mailcare.triage.text import fold, simplify_chars

_ADDRESSES = re.compile(r"\S*@\S*|https?://\S*|\b[\w-]+(?:\.[\w-]+)+\b|\S*[\\/_=]\S*|\b\w*\d\w*\b")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]{2,}(?![A-Za-z])")
_CONTACT_LINE = re.compile(
    r"^.{0,12}(?:姓名|联系|聯|电话|電話|账号|帳號|name|phone|tel|mobile|account)\S{0,6}\s*[::].*$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_ENGLISH = frozenset(
    "app web email mail vip iphone ipad android windows outlook foxmail wifi online sent from my "
    "com cgi www http https smtp imap pop server client adsl vnet iptv ping error test foxmail "
    "chrome firefox excel word pdf hdmi wechat openssl notafter gmail hotmail".split()
)
"""Words that Chinese letters hold without being half English."""


def find_language(message: Message) -> Language:
    """Tell the language; Chinese with a fair part of English words is mixed."""
    text = _problem_text(message)
    han = len(_HAN.findall(text))
    words = [word for word in _WORD.findall(text) if word.lower() not in _NO_ENGLISH]
    if han <= 0.15 * len(words) or (not han and not words and _is_latin(text)):
        return Language.EN
    if len(words) >= 4 and len(words) / (len(words) + han / 1.7) >= 0.14:  # noqa: PLR2004 - tuned shares
        return Language.MIXED
    return Language.ZH_HANT if _is_traditional(text, han) else Language.ZH


def _problem_text(message: Message) -> str:
    body = message.own_text or message.forwarded or message.text
    text = fold(f"{message.subject}\n{body[:8000]}").text
    return _ADDRESSES.sub(" ", _CONTACT_LINE.sub(" ", text))


def _is_latin(text: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in text)


def _is_traditional(text: str, han: int) -> bool:
    changed = sum(a != b for a, b in zip(text, simplify_chars(text), strict=True))
    return changed >= max(2, 0.08 * han)
