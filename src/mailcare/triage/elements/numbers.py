"""Everything in a text that has the shape of a number, an account, an address or a host."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailcare.triage.elements.page import Page


class Shape(StrEnum):
    """What a token looks like; what it means is told by its surroundings."""

    MOBILE = "mobile"
    FIXED = "fixed"
    """A fixed line with its area code."""
    LOCAL = "local"
    """Eight digits as people of one city write their fixed lines."""
    FOREIGN = "foreign"
    ADDRESS = "address"
    """A mail address, or an account written like one."""
    DOMAIN = "domain"
    IP = "ip"
    CARD = "card"
    """Twelve to twenty digits: a card, or an order, or an identity card."""
    RUN = "run"
    """Any other run of digits."""
    ACCOUNT = "account"
    """Letters and digits mixed."""
    CODE = "code"
    """Short pieces of letters and digits, joined: a rack, a port, a host, or a part's number."""
    FREE = "free"
    """A toll-free number: a hotline, or a company's own."""


CALLABLE = frozenset({Shape.MOBILE, Shape.FIXED, Shape.LOCAL, Shape.FOREIGN})


@dataclass(frozen=True, slots=True)
class Token:
    """A number-like token on a page."""

    shape: Shape
    start: int
    end: int
    value: str
    """Narrow and without spaces, else as written."""

    @property
    def digits(self) -> str:
        """The digits alone, with a leading + if it was written."""
        plus = "+" if self.value.startswith(("+", "(+")) else ""
        return plus + "".join(char for char in self.value if char.isascii() and char.isdigit())


_TLD = (
    "com|cn|net|org|edu|gov|info|biz|cc|tv|me|hk|tw|io|co|top|shop|site|online|tech|vip|club|xyz"
    "|asia|wang|ltd|store|cloud|jp|de|uk|us|fr|example"
)
_GAP = r"[ .\-]{0,2}"
_NAME = r"(?<![A-Za-z0-9._+-])[A-Za-z0-9][A-Za-z0-9._+-]*"
_LABEL_GAP = r"(?:[A-Za-z0-9-]{2,20} ?\. ?)"
_COUNTRY = rf"[+(]{{0,2}}(?:00)?86\)?{_GAP}"
_PATTERNS = {
    "address": (
        rf"{_NAME}(?: ?@ {_LABEL_GAP}{{1,3}}|@(?:[A-Za-z0-9-]{{2,20}}(?: \. ?|\. )){{1,3}})"
        rf"(?:{_TLD})(?![A-Za-z0-9-])|{_NAME}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
    ),
    "ip": r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)",
    "domain": (
        r"(?<![A-Za-z0-9@._-])@?(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+"
        rf"(?:{_TLD})(?:\.(?:cn|hk|tw))?(?![A-Za-z0-9-]|\.[A-Za-z])"
    ),
    "glued": (
        r"(?<![A-Za-z0-9])(?:tel|phone|mobile|mob|cell|call|office|home|fax|[mtpfhc]|hp|ph|no)"
        r"(?=1[3-9]\d{9}(?!\d)|1[3-9]\d[ -]\d{4}[ -]|0(?:10|2\d)-?\d{8}(?!\d)|[2-9]\d{7}(?!\d))"
    ),
    "identity": r"(?<![A-Za-z0-9])\d{6}(?:\d{8}|[*x]{3,})\d{2,3}[\dXx*](?![A-Za-z0-9])",
    "masked": r"\d{2,}(?:[*×●•]{2,}|x{3,})\d*",
    "mobile": rf"(?<!\d)(?:{_COUNTRY})?\(?1[ \-]?[3-9][ \-]?\d\)?(?:{_GAP}\d){{8}}(?!\d)|"
    r"(?<!\d)1[3-9]\d[·・、,~_/(]\d{4}[·・、,~_/)]\d{4}(?!\d)|"
    r"(?<!\d)(?=1[3-9](?:\d\n?){8}\d(?!\d))1[3-9]\d*\n\d+(?!\d)",
    "free": (
        r"(?<!\d)[48]00(?:[ \-]{0,2}(?:\d{3}[ \-]?\d{4}|\d{4}[ \-]?\d{3})|"
        r"\d[ \-]\d{3}[ \-]\d{3})(?!\d)"
    ),
    "foreign": (
        r"\([1-9]\d{1,2}\) ?\d{3,4}[ \-]?\d{4}(?!\d)|"
        r"(?<!\d)(?:\(0[2-8]\)[ \-]?\d{3,4}-?\d{4}|0[2-8]-\d{3,4}-?\d{4}|"
        r"09\d\d[ \-]?\d{3}[ \-]?\d{3})(?!\d)|"
        r"(?<!\d)(?:\+|\(\+|00)(?!86)[1-9]\d{0,2}\)?[ \-]?(?:\(\d+\)[ \-]?)?"
        r"\d+(?:[ .\-]\d+){0,4}(?!\d)"
    ),
    "fixed": (
        rf"(?<!\d)(?:{_COUNTRY}\(?0?\)?|\(?0)(?:10|2\d|[3-9]\d\d)\)?[ .\-/_]{{0,3}}"
        rf"[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d|[ \-]\d{{4}}(?!\d))|"
        r"(?<!\d)0(?:10|2\d)[ .\-]\d\d(?:[ .]\d\d){3}(?![ .]?\d)"
    ),
    "route": r"(?<![A-Za-z0-9])AS\d{3,6}(?!\d)",
    "date": (
        r"(?<!\d)(?:19|20)\d\d *[-./年] *\d{1,2} *[-./月] *\d{1,2}(?!\d)|"
        r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)"
    ),
    "spaced": r"(?<![A-Za-z0-9])(?:ad|lan|ftth|itv|iptv|vn|sh)[ \-]?\d{4}[ \-]\d{4}(?![ \-]?\d)",
    "lettered": r"(?<![A-Za-z0-9])[A-Za-z]{1,4}\d{2,6}(?:[ \-]\d{3,5}){2,4}(?!\d)",
    "account": (
        r"(?<![A-Za-z0-9_])(?<![A-Za-z0-9_]/)(?=[A-Za-z0-9])(?=[A-Za-z0-9_/-]{0,40}[A-Za-z])"
        r"(?=(?:[A-Za-z_/-]{0,30}\d){4})"
        r"[A-Za-z0-9]+(?:[-_/][A-Za-z0-9]+)*(?![A-Za-z0-9])"
    ),
    "code": (
        r"(?<![A-Za-z0-9_./:@-])(?=[A-Za-z0-9]{1,16}[-_])(?=[A-Za-z0-9/:-]{0,30}[\d_])"
        r"(?=[A-Za-z0-9_/:-]{5,40}(?![A-Za-z0-9_@]))(?=[\d_/:-]{0,30}[A-Za-z])"
        r"[A-Za-z0-9]+(?:[-_/:][A-Za-z0-9]+){1,5}(?![A-Za-z0-9_@-])"
    ),
    "card": (
        r"(?<!\d)\d{4}(?:[ \-]+\d{4}){2,4}(?:[ \-]?\d{1,3})?(?!\d)|(?<!\d)\d{12,20}(?!\d)|"
        r"(?<!\d)(?![2-9]\d{3}[ \-]?\d{4}-\d{2,4}(?!\d|[ \-]\d))"
        r"\d{3,6}(?:[ \-]\d{3,6}){2,5}(?!\d)"
    ),
    "local": (
        r"(?<![\d.\-])\(?[2-9](?:\d{3}[ .\-]?\d{4}|\d{2}[ \-]\d{5}|\d{3}[·・~_]\d{4}|\d(?: "
        r"\d\d){3}|(?: \d){7})\)?"
        r"(?![A-Za-z0-9]|[.\-]\d{5})"
    ),
    "run": r"(?<!\d)\d{5,}(?!\d)",
}
_STARTS = r"(?=[A-Za-z0-9+(@])"
"""With which any of them starts: all else need not be tried."""
_TOKENS = re.compile(
    f"{_STARTS}(?:{'|'.join(f'(?P<{k}>{v})' for k, v in _PATTERNS.items())})", re.IGNORECASE
)
_DATE8 = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_NOTHING = frozenset({"masked", "date", "glued", "route"})
"""Looked at only so that no part of them is taken for something else."""
_SHAPES = {"identity": Shape.RUN, "lettered": Shape.CARD, "spaced": Shape.ACCOUNT} | {
    shape.value: shape for shape in Shape
}
_FOREIGN_LENGTH = range(8, 16)


def tokens(page: Page) -> Iterator[Token]:
    """Yield the number-like tokens of `page`; dates, times and masked ones are passed over."""
    for match in _TOKENS.finditer(page.digits):
        name = match.lastgroup or ""
        if name in _NOTHING:
            continue
        value = _value(match[0])
        if name in _DIALLED:
            value = _ODD_JOINT.sub("", value)
        token = Token(_SHAPES[name], match.start(), match.end(), value)
        yield _second_look(token)


_DIALLED = frozenset({"mobile", "local"})
_ODD_JOINT = re.compile(r"(?<=\d)[·・、,~(_/)](?=\d{4})")


def _value(written: str) -> str:
    value = "".join(written.split()).removeprefix("@")
    enclosed = value.startswith("(") and value.endswith(")")
    return value.strip("()") if enclosed or value.count("(") != value.count(")") else value


def _second_look(token: Token) -> Token:
    """Return `token` with the shape it has on closer inspection."""
    if token.shape is Shape.FOREIGN and len(token.digits.lstrip("+")) not in _FOREIGN_LENGTH:
        return _reshaped(token, Shape.RUN)
    if token.shape is Shape.LOCAL and _DATE8.match(token.digits):
        return _reshaped(token, Shape.RUN)
    if token.shape is Shape.ADDRESS:
        return Token(token.shape, token.start, token.end, token.value.rstrip(".-"))
    return token


def _reshaped(token: Token, shape: Shape) -> Token:
    return Token(shape, token.start, token.end, token.value)


def is_hotline(digits: str) -> bool:
    """Say whether `digits` is a short or toll-free service number, which nobody is reached at."""
    if len(digits) <= _LONGEST_SHORT_CODE:
        return True
    return len(digits) not in _SUBSCRIBER and digits.startswith(("400", "800", "106", "95", "96"))


_LONGEST_SHORT_CODE = 6
_SUBSCRIBER = (8, 11)
"""Digits of a local and of a mobile number."""


def subscriber(digits: str, area_code: str) -> str:
    """Return `digits` without country and home area code, so that one line compares equal."""
    bare = digits.removeprefix("+")
    for prefix in ("0086", "86"):
        if bare.startswith(prefix) and len(bare) > len(prefix) + 9:
            bare = bare.removeprefix(prefix)
    trunk = area_code.removeprefix("0")
    for prefix in (area_code, trunk):
        if len(bare) == len(prefix) + 8 and bare.startswith(prefix):
            return bare.removeprefix(prefix)
    return bare


def is_mobile(value: str) -> bool:
    """Say whether `value` is a mainland mobile number and nothing else."""
    return bool(_MOBILE.fullmatch(value))


_MOBILE = re.compile(r"1[3-9]\d{9}")
