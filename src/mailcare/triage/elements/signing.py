"""Names with which a letter is signed: on a line of their own, or behind its last sentence."""

import re
from collections.abc import Iterator

from mailcare.triage.elements.names import (
    SHORTEST,
    english_name,
    is_familiar,
    is_full_name,
    is_given_name,
    is_parent,
    is_titled,
    name_length,
)
from mailcare.triage.elements.page import Page, closes
from mailcare.triage.elements.surnames import COMMON, GIVEN

_SPREAD_NAME, _ENGLISH_NAME = 8, 24
"""Longest: a Chinese name with blanks between its characters; an English one beside it."""
_LAST_LINES = 5
_LONGEST_CARD = 300
"""What is longer is no card on one line."""
_CARD_LINES = 8
_BEFORE_NAME = re.compile(
    r"(?:\(?\d{1,2}[、.)][ \t]*)?(?:一[个名位])?(?:气愤的|失望的|普通的|你们的|"
    r"贵司的)?(?:退休教师|老用户|老客户|忠实用户|普通用户|用户|客户|申诉人|投诉人|报障人|"
    r"申请人|联系人|姓名|署名|落款|您的|你的|网友|学生|家长|市民|居民|消费者|此致|敬礼|顺颂商祺|"
    r"谢谢您?|祝好|致礼|from|by|yours,?)?[ \t:\-—(\[~/]*"
)
_AFTER_NAME = re.compile(
    r"[ \t]*(?:敬上|谨上|谨启|敬启|拜上|叩上|手书|上|启|呈|留|致|字|即日|拜托|代笔|"
    r"代)?[ \t]*(?:\(.{1,12}\))?[ \t]*$"
)
_RESPECT = re.compile(
    r"[ \t]*(?:[敬谨拜叩][上启呈]|手书|顿首|谨此?|(?<=[\u4e00-\u9fa5]{3})[上呈启])$"
)
_FIELD_SPLIT = re.compile(r"[ \t|/,,、·•]+")
_SENTENCE_END = re.compile(
    r"(?:regards|rgds|thanks|thank you|tks|thx|cheers|sincerely|br|best|wishes)[ ,.!/\-]+|"
    r"(?<!\bmr)(?<!mrs)(?<!\bms)(?<!\bdr)[。!?;~.]+[)\"”」]?(?:[ \t]*|[ ]?[-—–]{1,2} ?(?=[a-z]))|"
    r",[ \t]*"
)
_SENTENCE = re.compile(r"[。!?;]|[,][^,]{6,}[,]|.{45}|[a-z]{3}\.$")
_DATE = re.compile(
    r"(?:\d{2,4}[-./年] ?\d{1,2}[-./月] ?\d{1,2}日?|\d{1,2}月\d{1,2}[日号]|"
    r"[一二三四五六七八九十]{1,2}月[一二三四五六七八九十廿初]{1,3}[日号]?|"
    r"[〇零一二三四五六七八九十]{2,4}年.{2,6}日?|\d{1,2}[:点]\d{2})"
)
_GREETING = re.compile(r"(?:[:,]|您好|你好|hello|dear|hi)[! ]*$")
_CARDLIKE = re.compile(
    r"(?:部|科|室|处|公司|中心|集团|厂|店|学校|大学|医院|事务所|工作室|行政|财务|采购|经理|主任|"
    r"总监|助理|工程师|老师|律师|教授|manager|dept|office|director|"
    r"tel|电话|手机|传真|fax|mobile|地址|邮编|@|\d{6,})"
)
_HAS_HAN = re.compile(r"[\u4e00-\u9fa5]")
_CLOSER = re.compile(
    r"(?:regards|thanks|thank you|sincerely|cheers|best|truly|faithfully|wishes|appreciated|rgds|"
    r"br)[ ,.!]*(?:$|\n)",
    re.IGNORECASE,
)


def signed_names(page: Page) -> Iterator[tuple[int, int, int]]:
    """Yield (score, start, end) of the names with which the letter is signed."""
    body, card = _lines(page)
    last = body[-_LAST_LINES:]
    block = _closing_block(page, last)
    for index, (start, end) in enumerate(last):
        first = (start, end) == body[0]
        if first and len(body) > 1 and _GREETING.search(page.plain[start:end]):
            continue
        score = 75 - (index - block if index >= block else len(last) - index)
        yield from _of_line(page, start, end, score, final=index >= len(last) - 2, first=first)
    for depth, (start, end) in enumerate(card[:_CARD_LINES]):
        yield from _of_line(page, start, end, 69 - depth, final=True, first=False)


def _closing_block(page: Page, last: list[tuple[int, int]]) -> int:
    """Return from which of the last lines on there are no more sentences, only name and address."""
    block = len(last)
    while block and not _SENTENCE.search(page.plain, *last[block - 1]):
        block -= 1
    return min(block, max(len(last) - 1, 0))


def _lines(page: Page) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    body: list[tuple[int, int]] = []
    card: list[tuple[int, int]] = []
    start = page.body_at
    for line in page.plain[start:].split("\n"):
        text = line.strip(" \t|*_-—=>·")
        if text:
            left = start + line.index(text)
            (card if start >= page.signature_at else body).append((left, left + len(text)))
        start += len(line) + 1
    return body, card


def _of_line(
    page: Page, start: int, end: int, score: int, *, final: bool, first: bool
) -> Iterator[tuple[int, int, int]]:
    whole = _whole_line(page, start, end, alone=not first)
    if whole:
        yield score + 4, *whole
        return
    spaced = _spaced_name(page, start, end)
    if spaced:
        yield score + 3, start, start + spaced
    if _HAS_HAN.search(page.plain, start, end):
        yield from _of_fields(page, start, end, score)
    if final and page.plain[start:end] in COMMON and closes(page, start):
        yield _SURNAME_ALONE, start, end
    if final or _DATE.search(page.plain, start, end):
        yield from _of_tail(page, start, end, score)
    if final:
        yield from _of_last_sentence(page, start, end, score)


_LAST_SENTENCE = re.compile(r"(?:^|[。!?;~]|\.(?=[ \u4e00-\u9fa5]))[)\"”」 \t]*(?=[^。!?;~]+$)")
_BEHIND_NAME = re.compile(r"[ \t]*(?:[(,、/|]|\d|电话|手机|tel|qq|微信|vx|wx|e-?mail|邮箱|地址|$)")
_BEHIND_TITLE = re.compile(
    r"[ \t,]*(?:(?:女儿|儿子|家里|我的?|本人)(?:的)?(?:手机|电话)|"
    r"家?住|\(|\d|电话|手机|tel|qq|微信|地址|$)"
)
_CLOSED = re.compile(
    r"(?:regards|thanks|thank you|sincerely|cheers|best|truly|faithfully|wishes|rgds|br)[ ,.!]*$"
)
_LATIN_TAIL = re.compile(r"(?<=[啊吧呢了吗呀谢。!?~][ ])[A-Z][a-z]+(?: [A-Z][a-z]+)?$")
_CLOSER_BEFORE = re.compile(
    r"(?:[Rr]egards|Yours|[Ss]incerely|"
    r"[Cc]heers|[Tt]hanks|[Tt]hank you|[Bb]est|[Tt]ruly|[Ff]aithfully|"
    r"[Ww]ishes)[ ,.!\n\-]{1,4}"
    r"(?=[A-Z\u4e00-\u9fa5])"
)


def _of_last_sentence(
    page: Page, start: int, end: int, score: int
) -> Iterator[tuple[int, int, int]]:
    """Yield the name with which a line's last sentence starts: …。王芳，住 …, 13…."""
    line = page.plain[start:end]
    sentence = _LAST_SENTENCE.search(line.rstrip("。.! "))
    begin = start + sentence.end() if sentence else start
    length = name_length(page.plain, begin, sure=False)
    name = page.plain[begin : begin + length]
    behind = _BEHIND_TITLE if is_titled(name) else _BEHIND_NAME
    known = is_titled(name) or (len(name) > SHORTEST or set(name[1:]) <= GIVEN)
    if length and known and behind.match(page.plain, begin + length):
        yield score - 4, begin, begin + length
    first = english_name(page.shown, start)
    next_to = page.plain[start + len(first) : start + len(first) + 3].strip()
    above = page.plain[max(page.body_at, start - 40) : start].strip()
    apart = next_to.startswith((",", "(", "/"))
    card = next_to.startswith("|") or (apart and _CLOSED.search(above))
    if " " in first and (card or (next_to.startswith("(") and line.rstrip(" .").endswith(")"))):
        yield score, start, start + len(first)
    elif first and (both := _with_surname(page, start + len(first), end)) > start + len(first):
        yield score, start, both
    latin = _LATIN_TAIL.search(page.shown, start, end)
    if latin and latin.end() == end:
        english = english_name(page.shown, latin.start())
        if latin[0] == english:
            yield score - 3, latin.start(), end
    for closer in _CLOSER_BEFORE.finditer(page.shown, start, end):
        english = english_name(page.shown, closer.end())
        if english:
            yield score + 2, closer.end(), _with_surname(page, closer.end() + len(english), end)


_HAN_NAME = re.compile(r" ?[\u4e00-\u9fa5]{1,3}(?=[ \t,.。(/|\d]|$)")


def _with_surname(page: Page, at: int, end: int) -> int:
    """Return where an English name ends whose Chinese surname or name stands behind it: Ann 骆."""
    behind = _HAN_NAME.match(page.plain, at, end)
    name = behind[0].strip() if behind else ""
    known = name in COMMON or (bool(name) and is_full_name(name, sure=True))
    return behind.end() if behind and known else at


def _whole_line(page: Page, start: int, end: int, *, alone: bool) -> tuple[int, int] | None:
    """Return where the name is in a line that holds nothing else worth naming."""
    lead = _BEFORE_NAME.match(page.plain, start, end)
    begin = lead.end() if lead else start
    text = page.plain[begin:end]
    date = _DATE.search(text)
    text = (text[: date.start()] if date else text).rstrip(" \t,.。、")
    tail = _AFTER_NAME.search(text)
    core = text[: tail.start()] if tail else text
    for candidate in (core, text):
        length = _whole_name(page, begin, candidate, alone=alone)
        if length:
            return begin, begin + length
    return None


def _whole_name(page: Page, begin: int, text: str, *, alone: bool) -> int:
    """Return the length of the name that `text` is, titles and English names considered."""
    if not text:
        return 0
    if "\u4e00" <= text[0] <= "\u9fa5":
        return _whole_chinese(text, alone=alone)
    english = english_name(page.shown, begin)
    rest = text[len(english) :].strip(" ,.")
    if not english or (len(english) < len(text) and not rest):
        return len(english) if english and not rest else 0
    if rest and (is_full_name(rest, sure=True) or rest in COMMON):
        return text.index(rest) + len(rest)
    return len(english) if not rest else 0


def _whole_chinese(text: str, *, alone: bool) -> int:
    bare = text.replace(" ", "").replace("\t", "")
    if len(text) <= _SPREAD_NAME and is_full_name(bare, sure=True):
        return len(text)
    length = name_length(text, 0, sure=True)
    rest = text[length:].strip(" \t,/|()")
    if length and is_full_name(text[:length], sure=True) and _may_follow(rest):
        return length
    if is_titled(text):
        return len(text)
    if alone and (is_familiar(text) or is_given_name(text) or is_parent(text)):
        return len(text)
    return 0


def _may_follow(rest: str) -> bool:
    """Say whether `rest` is what may stand beside a name in a signature: English name or title."""
    if not rest:
        return True
    return (
        rest.isascii() and rest.replace(" ", "").isalpha() and len(rest) <= _ENGLISH_NAME
    ) or bool(is_titled("王" + rest))


_SPACED = re.compile(r"[\u4e00-\u9fa5] [\u4e00-\u9fa5]{1,2}(?=[ \t]*(?:[|/,]|上|敬上| \S|$))")


def _spaced_name(page: Page, start: int, end: int) -> int:
    """Return how long the name is that a line starts with, a blank after the surname: 洪 武 | …."""
    match = _SPACED.match(page.plain, start, end)
    known = match and is_full_name(match[0].replace(" ", ""), sure=True)
    return len(match[0]) if match and known else 0


def _of_fields(page: Page, start: int, end: int, score: int) -> Iterator[tuple[int, int, int]]:
    """Yield names that are one field of a card-like line: 公司  姓名  电话."""
    start = max(start, end - _LONGEST_CARD)
    line = page.plain[start:end]
    if not _CARDLIKE.search(line) and " " not in line.strip():
        return
    at = 0
    for piece in _FIELD_SPLIT.split(line):
        at = line.index(piece, at) if piece else at
        ending = start + at + len(piece) >= end
        length = _field_length(piece, last=ending)
        if not length and ending and is_full_name(piece, sure=True) and len(piece) > SHORTEST:
            length = len(piece)
        if length:
            yield score - 6, start + at, start + at + length
        at += len(piece)


def _field_length(piece: str, *, last: bool) -> int:
    """Return how long the name is that `piece` is, without its title; 0 if it is none."""
    if is_full_name(piece, sure=False) or is_titled(piece) or (last and is_familiar(piece)):
        return len(piece)
    piece = piece.partition("(")[0]
    if is_titled(piece):
        return len(piece)
    length = name_length(piece, 0, sure=False)
    return length if length and is_titled(f"王{piece[length:]}") else 0


def _of_tail(page: Page, start: int, end: int, score: int) -> Iterator[tuple[int, int, int]]:
    """Yield the name behind the last sentence of a line: 请尽快处理。王芳."""
    line = page.plain[start:end]
    date = _DATE.search(line)
    stop = start + (date.start() if date and date.end() >= len(line) - 1 else len(line))
    text = page.plain[start:stop].rstrip(" \t.。!,)]")
    if _HAS_HAN.search(text):
        text = _RESPECT.sub("", _REMARK.sub("", text))
    last = None
    for match in _SENTENCE_END.finditer(text):
        last = match
    if last is None:
        return
    begin = start + last.end()
    tail = page.plain[begin : start + len(text)]
    comma = last[0].startswith(",")
    skip, length = _name_in_tail(page, begin, tail, comma=comma)
    if length:
        yield score - 2, begin + skip, begin + skip + length
    elif tail in COMMON and not last[0].startswith(",") and closes(page, begin):
        yield _SURNAME_ALONE, begin, begin + 1


_SURNAME_ALONE = 50
"""Who signs with nothing but a surname."""


_REMARK = re.compile(r"(?<=[\u4e00-\u9fa5])[(][^()\n]{1,10}$")
"""What a writer says of himself behind the name, its bracket already taken off."""
NOWHERE = (0, 0)


def _name_in_tail(page: Page, begin: int, tail: str, *, comma: bool) -> tuple[int, int]:
    """Return where in `tail` the name starts that it is, and how long it is."""
    lead = _BEFORE_NAME.match(tail)
    skip = lead.end() if lead else 0
    core = tail[skip:]
    if not core:
        return NOWHERE
    if "\u4e00" <= core[0] <= "\u9fa5":
        fine = is_full_name(core, sure=not comma) or is_titled(core) or is_familiar(core)
        fine = fine or (is_parent(core) and not comma)
        fine = fine and not (comma and len(core) == SHORTEST and core[1] not in GIVEN)
        said_so = bool(tail[:skip].strip(" \t-—~/(["))
        fine = bool(fine) and not (said_so and (is_titled(core) or is_familiar(core)))
        return (skip, len(core)) if fine else NOWHERE
    english = english_name(page.shown, begin)
    is_it = english and english.lower() == tail.strip() and not comma
    return (0, len(english)) if is_it else NOWHERE
