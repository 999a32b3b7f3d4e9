"""Stable words of casework for what happened, as sentences for staff."""

from collections.abc import Mapping

from mailcare.correspondence.labels import Words, say
from mailcare.model.judgement import Language

HAPPENINGS: Mapping[str, Words] = {
    "reply_failed": (
        "给用户的回复未能送达,请用其他方式联系用户。",
        "The reply could not be delivered to the user; please reach them another way.",
    ),
    "dispatch_failed": (
        "派单邮件未能送达,请更正后重新派单或改用其他方式转交。",
        "The dispatch could not be delivered; please correct it or hand the case over otherwise.",
    ),
    "returned": (
        "派单被退回,请更正后重新派单或自行处理。",
        "The dispatch was returned; please correct and repeat it, or handle the case.",
    ),
    "confirmed": ("对方已确认收到派单。", "The other side confirmed the dispatch."),
    "call_back": (
        "用户要求电话联系,请致电用户并记录结果。",
        "The user wishes a call; please call and record the result.",
    ),
    "addition": ("用户补充了内容。", "The user added something."),
    "completing": ("用户已补齐所需资料。", "The user has given all that was missing."),
    "partial": (
        "用户补充了部分资料,仍有缺少。",
        "The user gave some of what was missing.",
    ),
    "objection": (
        "用户对不予受理的答复有异议,请人工核实。",
        "The user objects to the refusal; please look into it.",
    ),
    "thanks": ("用户来信致谢。", "The user says thanks."),
    "overdue": ("已超过时限。", "The due time has passed."),
    "law_staff": (
        "已收到满 10 天,法定 15 天答复期限将至。",
        "Received 10 days ago: the law's limit of 15 days is near.",
    ),
    "law_supervisors": (
        "已收到满 13 天,法定 15 天答复期限即将届满。",
        "Received 13 days ago: the law's limit of 15 days is about to end.",
    ),
    "answered_by_hand": (
        "此信已由人工答复,系统未再回复。",
        "It was answered by hand; nothing was sent automatically.",
    ),
    "too_old": (
        "来信时间过久,系统未自动回复,请人工处理。",
        "The letter is too old for an automatic reply; please handle it.",
    ),
    "copy_only": (
        "本信箱仅为抄送对象,系统未回复。",
        "Our mailbox was in Cc only; nothing was sent.",
    ),
}


def describe(word: str, language: Language) -> str:
    """Return what `word` means; a word that is not in the list is shown as it is."""
    words = HAPPENINGS.get(word)
    return say(words, language) if words else word
