"""The words that begin a command, and what may stand between such a word and what follows it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Word(StrEnum):
    """What a first line can ask for."""

    ANSWER = "answer"
    FORWARD = "forward"
    RETURN = "return"
    ASK = "ask"
    EXTEND = "extend"
    NOTE = "note"
    CLOSE = "close"
    DECLINE = "decline"
    NOT_COMPLAINT = "not_complaint"
    CLAIM = "claim"
    CALLED = "called"
    TEXTED = "texted"
    POSTED = "posted"
    VISITED = "visited"
    NOT_REACHED = "not_reached"
    WAY = "way"
    HAND_BACK = "hand_back"
    REOPEN = "reopen"
    REMIND = "remind"
    RECEIVED = "received"
    """The other side said that it has the dispatch."""
    UNDO = "undo"
    CONFIRM = "confirm"
    SEND = "send"
    HELP = "help"


CHINESE: dict[Word, tuple[str, ...]] = {
    Word.ANSWER: ("答复用户", "答复客户", "回复用户", "回复客户", "答覆用户", "答复", "答覆"),
    Word.FORWARD: ("转派给", "转派到", "转派至", "转派", "派单给", "派单到", "派单至", "派单"),
    Word.RETURN: ("退单原因", "退单理由", "被退单", "已退单", "退单"),
    Word.ASK: ("补充资料", "请用户补充", "要求补充", "询问用户", "补充"),
    Word.EXTEND: ("延期答复", "延期到", "延期至", "延期"),
    Word.NOTE: ("内部备注", "备注", "备注信息"),
    Word.CLOSE: ("办结", "结案"),
    Word.DECLINE: ("不予受理", "不受理"),
    Word.NOT_COMPLAINT: ("非投诉", "不是投诉", "非申诉"),
    Word.CLAIM: ("认领", "我来处理"),
    Word.CALLED: (
        "电话已答复用户",
        "电话已答复",
        "电话已回复",
        "已电话答复用户",
        "已电话答复",
        "已电话回复",
    ),
    Word.TEXTED: ("短信已答复", "已短信答复", "短信已回复", "已发短信答复"),
    Word.POSTED: ("信函已答复", "书面已答复", "已邮寄答复", "已寄出答复", "已书面答复"),
    Word.VISITED: ("上门已答复", "已上门答复", "当面已答复", "已当面答复"),
    Word.NOT_REACHED: (
        "电话未接通",
        "电话没接通",
        "电话未接",
        "电话无人接听",
        "电话打不通",
        "无人接听",
        "未接通",
        "未能联系上用户",
        "联系不上用户",
    ),
    Word.WAY: ("答复方式改为", "答复方式"),
    Word.HAND_BACK: ("交回经办", "交回经办人", "交回"),
    Word.REOPEN: ("重开", "重新打开"),
    Word.REMIND: ("催办",),
    Word.RECEIVED: (
        "对方已确认收到",
        "对方已确认",
        "对方确认",
        "派单已确认",
        "确认派单",
        "确认收到派单",
    ),
    Word.UNDO: ("撤回答复", "撤回回复", "撤回邮件", "撤回", "撤销", "取消发送"),
    Word.CONFIRM: ("确认发送", "确认执行", "确认码", "确认"),
    Word.SEND: ("发送草稿", "发送回复", "发送"),
    Word.HELP: ("帮助", "使用帮助", "指令", "命令"),
}
ENGLISH: dict[Word, tuple[str, ...]] = {
    Word.ANSWER: ("answer the user", "answer user", "answer", "reply to user", "reply user"),
    Word.FORWARD: ("forward to", "forward", "dispatch to", "dispatch", "transfer to", "transfer"),
    Word.RETURN: ("returned", "return"),
    Word.ASK: ("ask the user", "ask user", "ask"),
    Word.EXTEND: ("extend to", "extend until", "extend"),
    Word.NOTE: ("internal note", "note"),
    Word.CLOSE: ("close", "closed"),
    Word.DECLINE: ("not accepted", "decline"),
    Word.NOT_COMPLAINT: ("not a complaint", "not complaint"),
    Word.CLAIM: ("claim",),
    Word.CALLED: ("called the user", "called user", "called"),
    Word.TEXTED: ("texted the user", "texted user", "texted"),
    Word.POSTED: ("posted to the user", "answered by post", "posted"),
    Word.VISITED: ("visited the user", "visited user", "answered in person", "visited"),
    Word.NOT_REACHED: ("not reached", "no answer", "call failed"),
    Word.WAY: ("answer by",),
    Word.HAND_BACK: ("hand back", "handed back"),
    Word.REOPEN: ("reopen",),
    Word.REMIND: ("remind",),
    Word.RECEIVED: ("other side confirmed", "dispatch confirmed"),
    Word.UNDO: ("undo", "recall", "take back", "cancel sending"),
    Word.CONFIRM: ("confirm",),
    Word.SEND: ("send drafts", "send draft", "send"),
    Word.HELP: ("help", "commands"),
}

SPACED = frozenset({Word.FORWARD, Word.EXTEND, Word.CONFIRM, Word.UNDO, Word.WAY})
"""English words after which a blank is enough: a unit, a day or a code follows, never prose."""
GLUED = frozenset({Word.FORWARD, Word.EXTEND, Word.CONFIRM, Word.WAY})
"""Chinese words that a unit, a day or a code may follow without a blank."""

_OPEN, _CLOSE = r"\[({【〔「『《<*_\"'“‘#`~", r"\])}】〕」』》>*_\"'”’`~"
_LEAD = re.compile(rf"^[\s{_OPEN}/\\•·●○■□◆►▶→=+-]*(?:\d{{1,2}}[.、)]\s?)?[\s{_OPEN}]*")
_FILES = re.compile(
    rf"[\s{_CLOSE}]*(?:[(\[{{【「]\s?(?:带|含|附|连同|包括|with )?(?:上|有|the )?(?:所有|全部)?"
    r"(?:附件|attachments?|files?)\s?[)\]}】」]|"
    r",?(?:带|含|连同|包括)(?:上|有)?(?:所有|全部)?附件(?=[\s:]|$)|附件(?=\s?:|\s?$)|"
    r"with (?:the )?(?:attachments?|files?)(?=[\s:]|$))"
)
_NEXT = re.compile(rf"^(?P<close>[{_CLOSE}]*)(?P<mark>\s*[::]+|\s*-{{1,2}}(?=\s)|)(?P<blank>\s*)")
_POLITE = re.compile(r"(?:请(?:帮忙|予以|你们?|您)?|麻烦|帮忙|烦请|我要|申请|please)\s?")
_STOPS = ",,;;。.、!!??"


Apart = Literal["clear", "glued", "unclear"]
"""How a command is set apart from a sentence: glued to what follows, it counts if that fits."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A first line taken apart; places count in the folded line."""

    word: Word
    start: int
    """Where what follows the command begins."""
    attachments: bool = False
    how: Apart = "clear"


def read_heading(line: str) -> Heading | None:
    """Return the command that begins `line` (as `lines.shape` made it); None: an ordinary line."""
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    found = _longest(line, start)
    if found is None:
        polite = _POLITE.match(line, start)
        asked = _longest(line, polite.end()) if polite else None
        return None if asked is None or not _ends_word(line, asked) else _unclear(asked)
    return _with_rest(line, found)


@dataclass(frozen=True, slots=True)
class _Found:
    word: Word
    end: int
    english: bool


def _longest(line: str, start: int) -> _Found | None:
    """Return the longest command word that stands at `start`."""
    best: _Found | None = None
    for table, english in ((CHINESE, False), (ENGLISH, True)):
        for word, aliases in table.items():
            for alias in aliases:
                end = start + len(alias)
                whole = not english or not line[end : end + 1].isalpha()
                if line.startswith(alias, start) and whole and (best is None or end > best.end):
                    best = _Found(word, end, english)
    return best


def _ends_word(line: str, found: _Found) -> bool:
    behind = line[found.end : found.end + 1]
    return not behind or not behind.isalnum()


def _unclear(found: _Found) -> Heading:
    return Heading(found.word, found.end, how="unclear")


def _with_rest(line: str, found: _Found) -> Heading | None:
    """Return the heading if what stands behind the word sets it apart from a sentence."""
    files = _FILES.match(line, found.end)
    end = files.end() if files else found.end
    match = _NEXT.match(line[end:])
    rest = end + (match.end() if match else 0)
    marked = bool(match and (match["close"] or match["mark"]))
    if not line[rest:].strip(_STOPS + _CLOSE + " "):
        return Heading(found.word, len(line), attachments=bool(files))
    if line[rest] in _STOPS and not marked:
        return _unclear(found)
    blank = bool(match and match["blank"]) or bool(files)
    if marked or _is_apart(found, blank=blank):
        return Heading(found.word, rest, attachments=bool(files))
    if blank:
        return _unclear(found)
    return Heading(found.word, rest, how="glued") if found.word in GLUED else None


def _is_apart(found: _Found, *, blank: bool) -> bool:
    return blank and (not found.english or found.word in SPACED)
