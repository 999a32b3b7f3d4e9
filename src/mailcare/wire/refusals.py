"""Servers' words for why they will not have us, as one of a few kinds; the words themselves vary.

Chinese providers write English, Chinese in UTF-8, or Chinese in GBK; none uses response codes.
"""

import re
from collections.abc import Mapping
from typing import Final

from mailcare.model.refusal import RefusalKind
from mailcare.wire import words

_CODES: Final[Mapping[str, RefusalKind]] = {
    "AUTHENTICATIONFAILED": RefusalKind.PASSWORD,
    "EXPIRED": RefusalKind.PASSWORD,
    "AUTHORIZATIONFAILED": RefusalKind.PERMISSION,
    "WEBALERT": RefusalKind.LOCKED,
    "LIMIT": RefusalKind.CONNECTIONS,
    "UNAVAILABLE": RefusalKind.BUSY,
    "INUSE": RefusalKind.BUSY,
    "SERVERBUG": RefusalKind.BUSY,
    "CONTACTADMIN": RefusalKind.BUSY,
}
"""RFC 5530, and Google's own."""

_WORDS: Final[Mapping[RefusalKind, str]] = {
    RefusalKind.UNSAFE: r"unsafe login",
    RefusalKind.PERMISSION: r"authenticated but not connected",
    RefusalKind.BASIC_AUTH: (
        r"\b5\.7\.30\b|basic auth\w* is (not supported|disabled)|legacy auth\w*.{0,20}disabled"
    ),
    RefusalKind.CODE_WANTED: (
        r"authori[sz](ed|ation) code|app(lication)?[- ]specific password|app password"
        r"|授权码|授權碼|客户端专用密码|安全密码"
    ),
    RefusalKind.FREQUENCY: (
        r"frequen|too (many|much) (\w+ ){0,2}(auth|login|attempt|fail)|too many times"
        r"|rate ?limit|throttl|频繁|频率|次数(过多|超)"
    ),
    RefusalKind.CONNECTIONS: (
        r"too many (\w+ )?(connections|sessions)|(maximum|max) number of connections"
        r"|connections? (limit|exceeded)|连接数?(过多|超)"
    ),
    RefusalKind.SWITCHED_OFF: (
        r"(imap4?|smtp|pop3?|service|protocol|smtpclientauthentication)[^.;,]{0,24}"
        r"(not (open|enabled|allowed|available|activated)|disabled|closed|turned off)"
        r"|not enabled for (imap|smtp|pop)|has no permission"
        r"|未开启|没有开启|未开通|未启用|已关闭|被关闭|无权登"
    ),
    RefusalKind.LOCKED: (
        r"(account|user|mailbox)( \w+){0,2} (locked|suspended|frozen|disabled|abnormal|blocked)"
        r"|log ?in via your web browser|锁定|冻结|封停|被封|停用|账[号户]异常|帐[号户]异常"
    ),
    RefusalKind.PASSWORD: (
        r"password|passwd|credential|authenticat\w+ (failed|failure|error|unsuccessful)"
        r"|auth failed|login (error|fail)|invalid (login|user)|密码|帐号或|账号或"
    ),
    RefusalKind.BUSY: r"busy|try again|temporar|unavailable|繁忙|稍后|稍候",
}
_PATTERNS: Final = {kind: re.compile(text, re.IGNORECASE) for kind, text in _WORDS.items()}
_REASONS: Final = {
    RefusalKind.FREQUENCY,
    RefusalKind.SWITCHED_OFF,
    RefusalKind.LOCKED,
    RefusalKind.PASSWORD,
}
_ALL_AT_ONCE: Final = 3
"""So many reasons in one sentence are none."""


def classify(said: bytes | str) -> RefusalKind | None:
    """Return what a refusal comes down to, or None where its words tell nothing known."""
    text = said if isinstance(said, str) else words.decode(said)
    found = [kind for kind, pattern in _PATTERNS.items() if pattern.search(text)]
    if len(_REASONS.intersection(found)) >= _ALL_AT_ONCE:
        return RefusalKind.UNCLEAR
    by_code = _CODES.get(words.response_code(text))
    if by_code not in {None, RefusalKind.PASSWORD}:
        return by_code
    return found[0] if found else by_code
