"""Stable words of casework for what happened and why, as sentences for staff."""

from collections.abc import Mapping

from mailcare.correspondence.labels import Words, say
from mailcare.model.judgement import Language

HAPPENINGS: Mapping[str, Words] = {
    # what failed, came back, or is to be done
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
    "confirmed": ("接收部门已确认收到派单。", "The other side confirmed the dispatch."),
    "dispatch_answer": ("接收部门就派单作了回复。", "The other side answered the dispatch."),
    "law_staff": (
        "收到来信已满 10 天,法定 15 天答复期限将至。",
        "Received 10 days ago: the law's limit of 15 days is near.",
    ),
    "law_supervisors": (
        "收到来信已满 13 天,法定 15 天答复期限即将届满。",
        "Received 13 days ago: the law's limit of 15 days is about to end.",
    ),
    "special_unconfirmed": (
        "用户有特殊要求,转派尚未得到确认,请立即办理或催办。",
        "The user has a special demand, and the hand-over is not confirmed yet; please push it.",
    ),
    # which promise is past
    "overdue_again": (
        "此前已提醒过,至今仍未办结。",
        "You were told before; it is still not done.",
    ),
    "registered": ("登记时限已过。", "The time to register it has passed."),
    "review": ("人工判断时限已过。", "The time to decide has passed."),
    "dispatch": ("派单确认时限已过。", "The time for the dispatch to be confirmed has passed."),
    "answer": ("答复用户时限已过。", "The time to answer the user has passed."),
    "law": ("法定 15 天答复期限已过。", "The law's limit of 15 days has passed."),
    # what a later letter is
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
    "staff": ("工作人员来信。", "A member of staff wrote."),
    "stranger": (
        "有人从没有收到过通知的地址回复了通知邮件;系统没有执行其中的任何内容。",
        "Somebody answered a notice from an address that was not sent it; nothing was acted on.",
    ),
    "unproven": (
        "收到以工作人员名义发来的信,但无法核实发信人;系统没有执行。",
        "A letter came in a colleague's name, but the sender can't be verified; it was ignored.",
    ),
    "staff_off": (
        "工作人员来信中有指令,但本单位没有开启邮件指令;系统没有执行。",
        "A colleague's letter holds a command, but this unit takes none by mail; it was ignored.",
    ),
    "letter": ("来信要求升级处理或情况严重。", "The letter asks for escalation or is serious."),
    # why a person must decide, or why the user got no reply
    "doubt": ("系统无法确定如何处理。", "It is in doubt what to do."),
    "truncated": ("来信过大,仅读取了部分内容。", "The letter is too large; only part was read."),
    "related_case": (
        "来信引用了另一申诉的编号,但寄信地址不同,请核实。",
        "It quotes the number of another case but comes from another address; please check.",
    ),
    "no_target": (
        "不属本单位范围,但未找到可转派的部门。",
        "It is not ours, and nobody is known to dispatch it to.",
    ),
    "nothing_missing": ("无需向用户索取资料。", "There is nothing to ask the user for."),
    "official": (
        "来自监管、媒体或法律机构,系统不自动回复。",
        "From a regulator, the press or the law: nothing is sent automatically.",
    ),
    "colleague": (
        "来自内部工作人员,系统不自动回复。",
        "From a colleague: nothing is sent automatically.",
    ),
    "copy_only": (
        "本信箱仅为抄送对象,系统未回复。",
        "Our mailbox was in Cc only; nothing was sent.",
    ),
    "machine": ("由机器发出,系统不自动回复。", "Written by a machine: nothing is sent to it."),
    "no_address": ("来信没有可回复的地址。", "The letter gives no address to answer to."),
    "answered_by_hand": (
        "此信已由人工答复,系统未再回复。",
        "It was answered by hand; nothing was sent automatically.",
    ),
    "too_old": (
        "来信时间过久,系统未自动回复,请人工处理。",
        "The letter is too old for an automatic reply; please handle it.",
    ),
    "before_mode_since": (
        "来信早于信箱启用时间,系统未回复。",
        "Received before the mailbox went live; nothing was sent.",
    ),
}


def describe(word: str, language: Language) -> str:
    """Return what `word` means; a word that is not in the list is shown as it is."""
    words = HAPPENINGS.get(word)
    return say(words, language) if words else word
