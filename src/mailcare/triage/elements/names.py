"""What the name of a person looks like, in Chinese and in English letters."""

import re

from mailcare.triage.elements.surnames import (
    COMMON,
    COMPOUND,
    GIVEN,
    HARDLY_GIVEN,
    NEVER_GIVEN,
    NO_PERSON,
    NOT_NAMES,
    PINYIN,
    SELDOM_GIVEN,
    TITLES,
    WORDY,
)

HAN = "\u4e00-\u9fa5"
SHORTEST, LONGEST = 2, 4
"""A Chinese name's length: surname of one or two characters, given name of one or two."""
RUN = 9
"""Characters that are looked at for a name and its title."""
_MOST_WORDS = 4
_INITIALS = 4
"""A single word of so few capitals is a company's or a thing's name."""
_SURNAMES = COMMON | WORDY
_HEADS = _SURNAMES | {surname[0] for surname in COMPOUND}
"""With which a Chinese name starts, unless a point parts it (·)."""
_MAY_BE_GIVEN = GIVEN | HARDLY_GIVEN
_GIVEN_OR_SURNAME = GIVEN | COMMON
_MINORITY = re.compile(rf"[{HAN}]{{1,7}}(?:[·•・‧.][{HAN}]{{1,8}}){{1,3}}")
_TITLED = re.compile(rf"(?:{TITLES})(?!们|您|你)")
_OFFICES = frozenset("科组队办社院校委局厅行会坊路街弄巷镇苑浜")
"""With which an office's name ends, not a person's."""
_WISH = re.compile("祝(?:[商时][祺绥]|.?[安好]$|[你您贵愉顺健万事大春夏秋冬编教新节元发合工生身])")
"""Not the surname 祝 but a closing wish."""
_NO_MINORITY = frozenset("公司店厂网部处的是邮箱电话号您请")
_NUMERALS = frozenset("零一二三四五六七八九")
_ALONE_ONLY = frozenset("住想今昨由家在有前上这那我天在是也和说因现手人本身生地先及")
"""Where nothing parts the name from what follows, its third character is none of these."""
_UP, _LOW = r"[A-ZÀ-ÖØ-Þ\u0100-\u017f]", r"[a-zß-öø-ÿ\u0100-\u017f]"
_ANY = r"[A-Za-zÀ-ÖØ-öø-ÿ\u0100-\u017f]"
_ENGLISH = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?(?:[A-Z]\.[ -]?){{0,3}}{_UP}{_ANY}*(?:['’\-]{_ANY}+)*\.?"
    r"(?: (?:[A-Z]\.|de|da|di|van|von|der|den|la|le|al|bin|ter|y)(?= )){0,3}"
    rf"(?: {_UP}{_ANY}*(?:['’\-]{_ANY}+)*){{0,3}}(?!{_LOW})"
)


def is_full_name(text: str, *, sure: bool) -> bool:
    """Say whether the simplified `text` reads as surname and given name.

    `sure`: a label or a line of its own speaks for it already; else only likely names pass.
    """
    is_parted = "·" in text
    if not (is_parted or text[:1] in _HEADS) or not text.replace("·", "").isalpha():
        return False
    if is_parted and _MINORITY.fullmatch(text):
        return sure and not set(text[:2]) & set("我你的")
    if not SHORTEST <= len(text) <= LONGEST or _is_word(text, sure=sure):
        return False
    if text[:2] in COMPOUND:
        return len(text) > SHORTEST and _is_given(text[2:], sure=sure)
    return _starts_with_surname(text, sure=sure) and _is_given(text[1:], sure=sure)


def _is_word(text: str, *, sure: bool) -> bool:
    if text[0] == "于" and text[1:] in NOT_NAMES:
        return True
    if _WISH.match(text) or (len(text) > SHORTEST and text[-1] in _OFFICES):
        return True
    starts_as_one = text[:SHORTEST] in NOT_NAMES and not set(text[1:]) <= GIVEN
    return text in NOT_NAMES or (not sure and starts_as_one)


def _starts_with_surname(text: str, *, sure: bool) -> bool:
    if len(text) == LONGEST:
        titled = _TITLED.fullmatch(text, SHORTEST)
        return sure and not titled and text[0] in COMMON and text[1] in COMMON
    if text[0] in COMMON:
        return True
    return text[0] in WORDY and (sure or set(text[1:]) <= GIVEN)


def _is_given(text: str, *, sure: bool) -> bool:
    chars = set(text)
    if chars & NEVER_GIVEN:
        return False
    doubtful = chars & HARDLY_GIVEN
    if doubtful and not (chars - doubtful and chars - doubtful <= GIVEN):
        return False
    return sure or not chars & SELDOM_GIVEN


def name_length(plain: str, start: int, *, sure: bool) -> int:
    """Return how long the Chinese name is that starts at `start`; 0 if none does.

    A title stays only where a surname alone precedes it (张先生).
    """
    head = plain[start : start + 1]
    if not "\u4e00" <= head <= "\u9fa5":
        return 0
    minority = _MINORITY.match(plain, start)
    if minority and (len(set(minority[0]) & _NUMERALS) > 1 or set(minority[0]) & _NO_MINORITY):
        minority = None
    if minority and (sure or "·" in minority[0]):
        return len(minority[0])
    if head not in _HEADS:
        return 0
    run = _han_run(plain, start)
    titled = _titled_length(run)
    if titled:
        return titled
    if len(run) <= LONGEST and is_full_name(run, sure=sure):
        return len(run)
    return next((n for n in _lengths(run) if is_full_name(run[:n], sure=sure)), 0)


def _han_run(plain: str, start: int) -> str:
    end = start
    while end < len(plain) and end < start + RUN and "\u4e00" <= plain[end] <= "\u9fa5":
        end += 1
    return plain[start:end]


def _titled_length(run: str) -> int:
    for surname in (2, 1):
        known = run[:2] in COMPOUND if surname > 1 else run[:1] in _SURNAMES
        title = _TITLED.match(run, surname) if known else None
        if title:
            return title.end()
    return 0


def _lengths(run: str) -> tuple[int, ...]:
    if run[:2] in COMPOUND:
        return (4, 3)
    alone = run[2:3] in _ALONE_ONLY or _TITLED.match(run, SHORTEST)
    return (SHORTEST,) if alone else (3, SHORTEST)


def may_be_name(text: str) -> bool:
    """Say whether `text`, which a label calls a name, starts with a surname and is no word."""
    office = len(text) > SHORTEST and text[-1] in _OFFICES
    if office or text in NOT_NAMES or _WISH.match(text):
        return False
    return text[0] in COMMON or (text[0] in WORDY and set(text[1:]) <= _MAY_BE_GIVEN)


def is_titled(text: str) -> bool:
    """Say whether `text` is a surname with a title (张先生, 欧阳女士), and nothing else."""
    return bool(text) and _titled_length(text) == len(text)


def is_familiar(text: str) -> bool:
    """Say whether `text` is what friends call somebody: 小郭, 老王, 阿明."""
    if len(text) != SHORTEST:
        return False
    by_age = text[0] in "小老阿" and (text[1] in COMMON or (text[0] != "老" and text[1] in GIVEN))
    return by_age or (text[0] in COMMON and text[1] in _ELDERS)


_ELDERS = "姐哥伯叔婶嫂姨婆爷"
"""What is put behind a surname among neighbours: 王姐, 陈伯."""


_PARENT = re.compile(
    r"(?P<child>[\u4e00-\u9fa5]{1,3})(?:妈妈?|爸爸?|妈咪|爹|老爸|老妈|外婆|外公|奶奶|爷爷|姥姥|姥爷)"
)
_NO_CHILD = frozenset("我你他她它们的了是在和跟给叫问打找有没不你您咱俺家老奶")


def is_parent(text: str) -> bool:
    """Say whether a signature is a parent's by the child's name: 小宇妈妈, 毛毛爸."""
    match = _PARENT.fullmatch(text)
    if not match or len(text) < SHORTEST + 1:
        return False
    child = match["child"]
    return not set(child) & _NO_CHILD


def is_given_name(text: str) -> bool:
    """Say whether a two-character signature may be a given name: 梁子, 晓峰."""
    if len(text) != SHORTEST or text in NOT_NAMES:
        return False
    return text[0] in _GIVEN_OR_SURNAME and text[1] in GIVEN


_UNABBREVIATED = re.compile(r"(?<=[A-Za-z]{3})(?<!Mrs)(?<!Prof)\. ")
"""A full stop behind a whole word ends the name with the sentence."""


def english_name(shown: str, start: int) -> str:
    """Return the English name that starts at `start`, or an empty string."""
    match = _ENGLISH.match(shown, start)
    words = match[0].split() if match else []
    while words and words[-1].lower().strip(".") in NO_PERSON:
        words.pop()
    if not words or any(word.lower().strip(".") in NO_PERSON for word in words):
        return ""
    name = _UNABBREVIATED.split(" ".join(words), maxsplit=1)[0]
    name = name[:-1] if name.endswith(".") and len(words[-1]) > _INITIALS - 1 else name
    initials = name.isupper() and len(words) == 1 and len(name) <= _INITIALS
    return "" if initials or len(name) < SHORTEST else name


def is_pinyin(text: str) -> bool:
    """Say whether `text` is two or three words in pinyin, one of them a surname (li wei)."""
    words = text.lower().split()
    known = bool(words) and (words[0] in PINYIN or words[-1] in PINYIN)
    return known and len(words) in (2, 3) and text.isascii() and all(map(_LATIN.fullmatch, words))


_LATIN = re.compile(r"[a-z]{2,8}")


def is_full_english(text: str) -> bool:
    """Say whether `text` is plainly first and last name in English letters or pinyin."""
    words = text.split()
    whole = english_name(text, 0) == text or (
        text.isupper() and bool(english_name(text.title(), 0))
    )
    return (
        whole
        and SHORTEST <= len(words) <= _MOST_WORDS
        and all(len(w.strip(".")) > 1 for w in words[-1:])
    )
