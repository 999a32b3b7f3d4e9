"""What the author of a command is told: done, refused and why, its code, until when to take back.

Facts that are read here: ``answers`` and ``letter`` (ids of the letter answered, and of the one
with the command), ``member``, ``send_at`` (ISO time), ``did``, ``refusal`` (stable words, the
latter comma-separated), ``files`` (how many go along).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mailcare.casework import templates
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.casework.staff.codes import Purpose, code_for
from mailcare.casework.tokens import TokenKeys
from mailcare.correspondence.compose import one_line
from mailcare.correspondence.labels import Words, say
from mailcare.correspondence.refusals import explain
from mailcare.correspondence.slots import Matter
from mailcare.model.judgement import Language

_QUOTED = 2_000
"""Characters of the author's own words that are shown back to them, but for what they confirm."""
_PURPOSES = {templates.CODE: Purpose.CONFIRM, templates.PREVIEW: Purpose.UNDO}

DONE: Mapping[str, Words] = {
    "answered": ("答复已交付发送。", "The answer is on its way to the user."),
    "asked": ("问题已交付发送。", "The question is on its way to the user."),
    "extended": ("延期已登记,进展告知信已交付发送。", "Extended; the user is being told."),
    "declined": ("不予受理的通知已交付发送。", "The user is being told that it is not accepted."),
    "dispatched": ("派单已交付发送。", "The dispatch is on its way."),
    "reminded": ("已催办。", "Pressed for."),
    "confirmed": ("已登记:接收部门确认收到派单。", "Recorded: the other side has the dispatch."),
    "returned": ("退单已登记,申诉由本单位继续处理。", "Return recorded; the case is yours again."),
    "closed": ("申诉已办结。", "The case is closed."),
    "not_complaint": (
        "已按非投诉归档,不给用户发信。",
        "Filed as no complaint; the user gets nothing.",
    ),
    "claimed": ("您已认领这件申诉。", "You handle this case now."),
    "called": ("电话答复已登记。", "The call is recorded as the answer."),
    "call_failed": ("未能联系上用户已登记。", "Recorded: the user could not be reached."),
    "way_changed": ("答复方式已登记。", "The way of answering is recorded."),
    "handed_back": ("已交回经办人,并已通知。", "Handed back; staff are told."),
    "reopened": ("申诉已重开,由本单位继续处理。", "The case is open again, and yours."),
    "urged": ("已转达催办。", "Passed on."),
    "noted": ("备注已登记,未发送给用户。", "Your note is kept; it was not sent to the user."),
    "plain": (
        "您的来信已记为备注,未发送给用户。如需发送,请以“答复”开头。",
        "Your letter is kept as a note; the user did not get it. To send it, begin with answer:",
    ),
    "taken_back": ("已撤回,没有发给用户。", "Taken back; it was not sent."),
    "released": ("草稿已放行。", "The drafts have been released."),
}
PLANNED: Mapping[str, Words] = {
    "answered": ("以下答复将发给用户。", "The answer below will be sent to the user."),
    "asked": ("以下问题将发给用户。", "The question below will be sent to the user."),
    "extended": ("以下延期说明将发给用户。", "The user will be told of the later time, as below."),
    "declined": ("以下不予受理的通知将发给用户。", "The refusal below will be sent to the user."),
    "dispatched": (
        "申诉将转派给您写明的单位或部门;给用户的通知(如有)在下面。",
        "The case will be handed over as you say; what the user is told, if anything, is below.",
    ),
}
FAULTS: Mapping[str, Words] = {
    "unclear": (
        "第一行像是一条指令,但写法不明确,系统没有做任何改动。",
        "The first line looks like a command, but it is not clear; nothing has changed.",
    ),
    "no_day": (
        "请写明日期,例如:延期 12月1日 原因。",
        "Name the day, such as: extend 2026-12-01 reason.",
    ),
    "day_past": ("写的日期已经过去。", "That day is past."),
    "quoted": (
        "来信中夹有通知邮件的原文,无法分清哪些是您写的。请删去通知原文后重发。",
        "The notice stands in your text without quote marks; please remove it and send again.",
    ),
    "wrong_code": ("确认码不对。", "That is not the code."),
    "nothing_waits": (
        "没有等待确认的指令,或已超过一个工作日。请重新发出指令。",
        "No command waits to be confirmed, or a working day has passed; please send it again.",
    ),
    "no_draft": ("这件申诉没有等待放行的草稿。", "The case has no drafts that wait."),
    "files_too_large": ("附件过多或过大,不能随信发出。", "The files are too many or too large."),
    "files_lost": (
        "来信过大,附件没有收取,不能随信发出。",
        "Your letter was too large: its files were not fetched and cannot be sent.",
    ),
}
"""Why a letter changed nothing, beside what casework refuses."""


@dataclass(frozen=True, slots=True)
class Answering:
    """The letter of staff that is answered."""

    message_id: str
    references: tuple[str, ...]
    words: str
    """What its author wrote themselves."""
    files: tuple[str, ...] = ()
    """Names of what is attached."""


def author_values(matter: Matter, keys: TokenKeys, answering: Answering) -> dict[str, str]:
    """Return the values that only letters to the author of a command have."""
    facts = matter.intent.facts
    values = {
        "code": _code(matter, keys),
        "quote": _quote(answering, whole=matter.intent.template == templates.CODE),
        "send_at": matter.show(matter.when("send_at")),
        "checks_answer": "x" if facts.get("did") == "answered" else "",
        "files": matter.word("files"),
    }
    event = _event(matter)
    return values | ({"event": event} if event else {})


def _event(matter: Matter) -> str:
    """Return what was done, will be done, or why nothing was, in a sentence or some."""
    refusal, did = matter.word("refusal"), matter.word("did")
    if refusal:
        return "\n".join(_why(one, matter.language) for one in refusal.split(","))
    words = PLANNED if matter.intent.template == templates.PREVIEW else DONE
    return say(words[did], matter.language) if did in words else ""


def _why(word: str, language: Language) -> str:
    if word in FAULTS:
        return say(FAULTS[word], language)
    return explain(RefusedError(Refusal(word)), language)


def _code(matter: Matter, keys: TokenKeys) -> str:
    purpose = _PURPOSES.get(matter.intent.template)
    letter = matter.intent.facts.get("letter")
    if purpose is None or not isinstance(letter, int):
        return ""
    return code_for(keys, purpose, letter, matter.word("member"))


def _quote(answering: Answering, *, whole: bool) -> str:
    words = answering.words
    cut = words if whole or len(words) <= _QUOTED else words[:_QUOTED] + "\n…"
    names = [f"[{one_line(name)}]" for name in answering.files]
    return "\n".join(f"> {line}".rstrip() for line in (*cut.splitlines(), *names))
