"""What the name of a person looks like, in Chinese and in English letters."""

import re

from mailcare.triage.elements.surnames import (
    COMMON,
    COMPOUND,
    NEVER_GIVEN,
    NOT_NAMES,
    SELDOM_GIVEN,
    TITLES,
    WORDY,
)

HAN = "\u4e00-\u9fa5"
_MINORITY = re.compile(rf"[{HAN}]{{1,7}}(?:[·•・‧.][{HAN}]{{1,8}}){{1,3}}")
_TITLED = re.compile(rf"(?:{TITLES})(?!们|您|你)")
_ALONE_ONLY = frozenset("住想今昨由家在有前上这那我天在是也和说因现手人本身生地先及")
"""Where nothing parts the name from what follows, its third character is none of these."""
_UP, _LOW, _ANY = "[A-ZÀ-ÖØ-Þ]", "[a-zß-öø-ÿ]", "[A-Za-zÀ-ÖØ-öø-ÿ]"
_ENGLISH = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?{_UP}{_LOW}*(?:['’\-]{_ANY}+)*\.?"
    r"(?: (?:[A-Z]\.|de|da|di|van|von|der|den|la|le|al|bin|ter|y)(?= )){0,3}"
    rf"(?: {_UP}{_ANY}*(?:['’\-]{_ANY}+)*){{0,3}}(?!{_LOW})"
)
_NO_PERSON = frozenset(
    "hi hello dear thanks thank regards best kind sincerely yours cheers sent from to re fw fwd team sir madam "
    "customer service support sales office manager department dept company co ltd inc corp limited trading shanghai "
    "china telecom center centre tel fax mobile phone email mail e-mail iphone ipad android outlook foxmail please "
    "billing accounts account admin info engineer director assistant general purchasing marketing hr it finance "
    "group international consulting logistics design studio hotel school university road street room floor building "
    "subject date original message vnet adsl iptv sms vpn web internet website the a an and or of for my your our we i "
    "it this that there no not yes ok pop smtp imap ps attn user client qq wechat weixin monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september october november "
    "december pudong puxi xuhui minhang hongqiao jing'an executive operations officer ceo cto cfo coo technology".split()
)


def is_full_name(text: str, *, sure: bool) -> bool:
    """Say whether the simplified `text` reads as surname and given name.

    `sure`: a label or a line of its own speaks for it already; else only likely names pass.
    """
    if _MINORITY.fullmatch(text):
        return sure and not set(text[:2]) & set("我你的")
    if not 2 <= len(text) <= 4 or text in NOT_NAMES:
        return False
    if text[:2] in COMPOUND:
        return len(text) > 2 and _is_given(text[2:], sure=sure)
    return _starts_with_surname(text, sure=sure) and _is_given(text[1:], sure=sure)


def _starts_with_surname(text: str, *, sure: bool) -> bool:
    if len(text) == 4:
        return sure and text[0] in COMMON and text[1] in COMMON
    return text[0] in COMMON or (sure and text[0] in WORDY)


def _is_given(text: str, *, sure: bool) -> bool:
    if set(text) & NEVER_GIVEN:
        return False
    return sure or not set(text) & SELDOM_GIVEN


def name_length(plain: str, start: int, *, sure: bool) -> int:
    """Return how long the Chinese name is that starts at `start`; 0 if none does.

    A title stays only where a surname alone precedes it (张先生).
    """
    minority = _MINORITY.match(plain, start)
    if minority and sure:
        return len(minority[0])
    run = _han_run(plain, start)
    titled = _titled_length(run)
    if titled:
        return titled
    if len(run) <= 4 and is_full_name(run, sure=sure):
        return len(run)
    return next((n for n in _lengths(run) if is_full_name(run[:n], sure=sure)), 0)


def _han_run(plain: str, start: int) -> str:
    end = start
    while end < len(plain) and end < start + 9 and "\u4e00" <= plain[end] <= "\u9fa5":
        end += 1
    return plain[start:end]


def _titled_length(run: str) -> int:
    for surname in (2, 1):
        known = run[:2] in COMPOUND if surname == 2 else run[:1] in COMMON | WORDY
        title = _TITLED.match(run, surname) if known else None
        if title:
            return title.end()
    return 0


def _lengths(run: str) -> tuple[int, ...]:
    if run[:2] in COMPOUND:
        return (4, 3)
    return (2,) if run[2:3] in _ALONE_ONLY else (3, 2)


def is_titled(text: str) -> bool:
    """Say whether `text` is a surname with a title (张先生, 欧阳女士), and nothing else."""
    return bool(text) and _titled_length(text) == len(text)


def is_familiar(text: str) -> bool:
    """Say whether `text` is what friends call somebody: 小郭, 老王, 阿明."""
    return len(text) == 2 and text[0] in "小老阿" and text[1] in COMMON


def is_given_name(text: str) -> bool:
    """Say whether a two-character signature may be a given name: 梁子, 晓峰."""
    return len(text) == 2 and not set(text) & NEVER_GIVEN and text not in NOT_NAMES


def english_name(shown: str, start: int) -> str:
    """Return the English name that starts at `start`, or an empty string."""
    match = _ENGLISH.match(shown, start)
    words = match[0].split() if match else []
    while words and words[-1].lower().strip(".") in _NO_PERSON:
        words.pop()
    if not words or any(word.lower().strip(".") in _NO_PERSON for word in words):
        return ""
    name = " ".join(words)
    return name if len(name.replace(".", "")) > 1 else ""


def is_full_english(text: str) -> bool:
    """Say whether `text` is plainly first and last name in English letters or pinyin."""
    words = text.split()
    whole = english_name(text, 0) == text or (
        text.isupper() and bool(english_name(text.title(), 0))
    )
    return whole and 2 <= len(words) <= 4 and all(len(w.strip(".")) > 1 for w in words[-1:])
