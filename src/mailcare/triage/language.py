"""In which language a letter's problem is written."""

import re

from mailcare.model.judgement import Language
from mailcare.model.letter import Message
from mailcare.triage.text import fold, simplify_chars
from mailcare.triage.words import MAX_CHARS

HAN_OF_ENGLISH = 0.15
"""Han characters for each English word that an English letter may hold: names, addresses."""
A_NAME = 4
"""Han characters of a name in a short English letter."""
MIXED_WORDS = 4
MIXED_SHARE = 0.14
"""From how many English words, and what part of all words, a Chinese letter is mixed."""

_ADDRESSES = re.compile(
    r"https?://\S{0,200}|[\w.+-]{1,64}@[\w.-]{1,120}|\b\w{1,63}(?:[.\\/_=-]\w{1,63}){1,8}|"
    r"[A-Za-z_]{0,40}\d[A-Za-z0-9_]{0,40}",
    re.ASCII,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z][a-z]{2,}(?![A-Za-z])")
_CONTACT_LINE = re.compile(
    r"^.{0,12}(?:姓名|联系|聯|电话|電話|账号|帳號|name|phone|tel|mobile|"
    r"account)\S{0,6}\s{0,4}:.{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)
_NO_ENGLISH = re.compile(
    r"adsl|android|app|cgi|chrome|client|com|email|error|excel|firefox|foxmail|from|gmail|hdmi|"
    r"hotmail|http|https|imap|ipad|iphone|iptv|mail|my|notafter|online|openssl|outlook|pdf|ping|"
    r"pop|sent|server|smtp|test|vip|vnet|web|wechat|wifi|windows|word|www",
    re.IGNORECASE,
)
"""Words that Chinese letters hold without being half English."""


def find_language(message: Message) -> Language:
    """Tell the language; Chinese with a fair part of English words is mixed."""
    text = _problem_text(message)
    han = len(_HAN.findall(text))
    words = [word for word in _WORD.findall(text) if not _NO_ENGLISH.fullmatch(word)]
    if _is_english(han, len(words)) or (not han and not words and _is_latin(text)):
        return Language.EN
    if len(words) >= MIXED_WORDS and len(words) / (len(words) + han / 1.7) >= MIXED_SHARE:
        return Language.MIXED
    return Language.ZH_HANT if _is_traditional(text, han) else Language.ZH


def _is_english(han: int, words: int) -> bool:
    mostly = words > 0 and han <= HAN_OF_ENGLISH * words
    return mostly or (han <= A_NAME and words >= MIXED_WORDS - 1)


def _problem_text(message: Message) -> str:
    body = message.own_text or message.forwarded or message.text
    text = fold(f"{message.subject}\n{body[:MAX_CHARS]}").text
    return _ADDRESSES.sub(" ", _CONTACT_LINE.sub(" ", text))


def _is_latin(text: str) -> bool:
    return any(char.isascii() and char.isalpha() for char in text)


def _is_traditional(text: str, han: int) -> bool:
    changed = sum(a != b for a, b in zip(text, simplify_chars(text), strict=True))
    return changed >= max(2, 0.08 * han)
