"""Numbers, accounts, addresses, hosts and house numbers → look-alikes of the same shape.

One secret key makes them: the same number always becomes the same other one, and without the key
nobody finds the way back.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from string import ascii_lowercase, digits

_CHINESE = "零一二三四五六七八九"
_CHINESE_FORMS = (
    "〇零○",
    "一壹",
    "二贰貳两",
    "三叁參",
    "四肆",
    "五伍",
    "六陆陸",
    "七柒",
    "八捌",
    "九玖",
)
_VALUES = {char: value for value, forms in enumerate(_CHINESE_FORMS) for char in forms}
_MOBILE = re.compile(r"(?P<kept>(?:\+|00)?(?:86)?1\d\d)\d{8}")
_FIXED = re.compile(
    r"(?P<kept>(?:\+?86)?(?:0(?:10|2\d|[3-9]\d\d)|10(?=\d{8}$)|2\d(?=\d{8}$)))\d{7,8}"
)
_SUBSCRIBER = 7
"""Digits by which a fixed line is known, with or without its area code."""
_KEPT = 2
"""Leading digits of any other number that stay: they say what kind it is."""
_KIND = 4
"""Letters that may lead an account and say what kind it is: ad, iptv, vnet."""
_SERVICE = re.compile(r"[48]00\d{7}|9[56]\d{4}|11[68]\d{3}")
"""Numbers of companies, beside those of five digits and fewer."""
_LONGEST_SERVICE = 5


@dataclass(frozen=True)
class Shapes:
    """Makes look-alikes under one key; `hosts` are known to everybody and stay."""

    key: bytes
    hosts: frozenset[str] = frozenset()
    own_numbers: frozenset[str] = frozenset()
    area_code: str = field(default="021")

    def choose(self, what: str, value: str, among: int) -> Iterator[int]:
        """Yield endlessly many numbers below `among` that depend on `value` and the key alone."""
        block = 0
        while True:
            octets = hmac.digest(
                self.key, f"{what}:{block}:{value}".encode("utf-8", "replace"), "sha256"
            )
            yield from (octet % among for octet in octets)
            block += 1

    @cached_property
    def _own_digits(self) -> frozenset[str]:
        bare = {number.removeprefix(self.area_code) for number in self.own_numbers}
        return self.own_numbers | bare

    def number(self, written: str) -> str:
        """Return another number, written likewise: full width, Chinese digits, spaces, dashes."""
        values = [value(char) for char in written]
        plain = "".join(str(one) for one in values if one is not None)
        if plain in self._own_digits or self._is_service(plain):
            return written
        others = iter(self._digits(("+" if "+" in written else "") + plain).lstrip("+"))
        return "".join(
            char if one is None else likewise(char, next(others))
            for char, one in zip(written, values, strict=True)
        )

    def _is_service(self, plain: str) -> bool:
        return len(plain) <= _LONGEST_SERVICE or _SERVICE.fullmatch(plain) is not None

    def _digits(self, plain: str) -> str:
        """Return other digits; what says the kind of number, or the area, stays."""
        match = _MOBILE.fullmatch(plain) or _FIXED.fullmatch(plain)
        if match:
            kept = len(match["kept"])
            tail = 8 if _MOBILE.fullmatch(plain) else min(_SUBSCRIBER, len(plain) - kept)
            return plain[:-tail] + self._random("line", plain[-tail:])
        if len(plain.lstrip("+")) == _SUBSCRIBER + 1:
            return plain[:1] + self._random("line", plain[1:])
        kept = _KEPT + plain.startswith("+")
        return plain[:kept] + self._random("number", plain[kept:])

    def _random(self, what: str, tail: str) -> str:
        chosen = self.choose(what, tail, 10)
        return "".join(str(next(chosen)) for _ in tail)

    def account(self, written: str) -> str:
        """Return another account of letters and digits; a short prefix (ad, vnet) stays."""
        plain = unicodedata.normalize("NFKC", written).lower()
        prefix = re.match(rf"[a-z]{{1,{_KIND}}}(?=\d)", plain)
        kept = prefix.end() if prefix else 0
        chosen = self.choose("account", plain, 260)
        return written[:kept] + "".join(_like(char, next(chosen)) for char in written[kept:])

    def address(self, written: str) -> str:
        """Return another mail address; the host stays where everybody knows it."""
        local, at, host = written.rpartition("@")
        if not at:
            return written
        chosen = self.choose("local", local.lower(), 260)
        return "".join(_like(char, next(chosen)) for char in local) + at + self.host(host)

    def host(self, written: str) -> str:
        """Return another host with the same endings; those that everybody knows stay."""
        lower = written.lower().lstrip("@")
        if any(lower == known or lower.endswith("." + known) for known in self.hosts):
            return written
        labels = written.split(".")
        named = max(1, len(labels) - (2 if _is_double(labels) else 1))
        masked = [self._label(one) for one in labels[:named]]
        return ".".join([*masked, *labels[named:]])

    def _label(self, label: str) -> str:
        if label.lower() in {"www", "mail", "smtp", "pop", "pop3", "imap"}:
            return label
        chosen = self.choose("host", label.lower(), 260)
        return "".join(_like(char, next(chosen)) for char in label)

    def ip(self, written: str) -> str:
        """Return another IP address of the same network."""
        first, second, *others = written.split(".")
        chosen = self.choose("ip", written, 254)
        return ".".join([first, second, *(str(1 + next(chosen)) for _ in others)])


def _is_double(labels: list[str]) -> bool:
    """Say whether a host ends in two labels that name nobody: com.cn, sh.cn."""
    return len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3  # noqa: PLR2004 - cn; com, net, sh


def _like(char: str, chosen: int) -> str:
    """Return a letter for a letter, a digit for a digit, anything else as it is."""
    plain = unicodedata.normalize("NFKC", char)
    if plain in digits:
        return likewise(char, str(chosen % 10))
    if plain.lower() in ascii_lowercase and len(plain) == 1:
        letter = ascii_lowercase[chosen % 26]
        letter = letter.upper() if plain.isupper() else letter
        return letter if char == plain else chr(ord(letter) + 0xFEE0)
    return char


def value(char: str) -> int | None:
    """Return the value of a digit in any script that letters are written in."""
    if char in _VALUES:
        return _VALUES[char]
    return unicodedata.digit(char, None)


def likewise(char: str, digit: str) -> str:
    """Return `digit` written as `char` is."""
    if char in _VALUES:
        return _CHINESE[int(digit)]
    return digit if char.isascii() else chr(ord(char) - unicodedata.digit(char) + int(digit))
