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
    "dispatch_delayed": (
        "派单邮件在途中延误,尚未送达,请改用电话或传真先行转交。",
        "The dispatch is delayed on its way; please hand it over by telephone or fax meanwhile.",
    ),
    "dispatch_unclear": (
        "接收部门的来信可能是要退单,但不明确,请核实;确属退单的,请回复“退单 原因”。",
        "The other side may mean to return it, but that is not clear; please check.",
    ),
    "dispatch_result": (
        "接收部门告知了处理情况(见下),没有发给用户。",
        "The other side told what came of it, below; the user was not told.",
    ),
    "dispatch_answered": (
        "接收部门已答复用户。",
        "The other side has answered the user.",
    ),
    "dispatch_stranger": (
        "有人回复了派单,但其地址不属于接收部门,没有作为确认。",
        "An answer to the dispatch, from an address that isn't the other side's: no confirmation.",
    ),
    "dispatch_outdated": (
        "来信所答的派单已退回、已改派或申诉已结束,系统没有改动,请查看。",
        "It answers a dispatch that came back, was replaced, or whose case has ended.",
    ),
    "dispatched_to_us": (
        "其他单位派来的申诉。",
        "Another unit dispatched this case to us.",
    ),
    "origin_wrote": ("派单单位来信。", "The unit that dispatched the case wrote."),
    "origin_reminded": ("派单单位催办。", "The unit that dispatched the case presses for it."),
    "origin_ended": (
        "派单单位已自行办结,本件不再需要处理。",
        "The dispatching unit has ended the case itself; nothing is left to do here.",
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
    "call_in_vain": (
        "已在两天内三次未能联系上用户,可以改用邮件答复:回复“答复:……”,发出后即为已答复。",
        "The user could not be reached three times on two days; an answer by mail will do now.",
    ),
    "unclaimed": (
        "这件申诉至今无人认领或办理,请您(B角)接手;接手请回复“认领”。",
        'Nobody has this case in hand; please take it over: answer this mail with "claim".',
    ),
    "unclaimed_supervisors": (
        "这件申诉至今无人认领或办理,请主管安排。",
        "Nobody has this case in hand; please see to it that somebody does.",
    ),
    "handed_back": (
        "主管已将升级的申诉交回经办人,请继续办理。",
        "A supervisor has handed the escalated case back; please go on with it.",
    ),
    "urged": (
        "这件申诉被催办,请尽快办理。",
        "Somebody presses for this case; please see to it soon.",
    ),
    "urge_other": (
        "汇总的收阅人就本件来信,不是催办,系统没有改动,请查看。",
        "A reader of the digest wrote about this case; nothing was changed, please read it.",
    ),
    "found_answered": (
        "发现同事已从信箱直接答复用户,已登记为人工答复;如非最终答复,请回复“重开 原因”。",
        'A colleague answered from the mailbox; recorded. Was it none? "reopen: reason".',
    ),
    "found_mailed": (
        "发现同事已从信箱直接给用户写信;用户要求其他方式答复,本件仍需按要求答复。",
        "A colleague wrote from the mailbox; the user still waits to be answered as they wish.",
    ),
    "escalation": (
        "升级申诉的接手时限已过,请主管认领或交回。",
        "The time for a supervisor to take the escalated case has passed.",
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
    "repeated": (
        "用户就同一问题再次来信,已并入本申诉,未另行受理。",
        "The user sent the same complaint again; it joined this case.",
    ),
    "partial_again": (
        "用户再次补充,资料仍不齐全;系统不再自动索取,请人工联系用户。",
        "The user wrote again and something is still missing; please ask the user yourselves.",
    ),
    "urging": ("用户来信催促。", "The user asks how far it is, and to hurry."),
    "dissatisfied": (
        "用户对处理或答复不满意,请尽快人工处理。",
        "The user is not satisfied with how it is handled or answered; please look into it soon.",
    ),
    "thanks": ("用户来信致谢或表示问题已解决。", "The user says thanks, or that it is solved."),
    "withdrawal": (
        "用户撤回了申诉;尚未发出的回复和派单已取消。",
        "The user withdrew the complaint; replies and dispatches not yet sent were cancelled.",
    ),
    "withdrawal_doubtful": (
        "来信要求撤回申诉,但无法确定是否用户本人就本申诉所写;未作撤回,请人工核实。",
        "Somebody asks to withdraw; it is in doubt who, or what, so nothing was withdrawn.",
    ),
    "survey": (
        "来信是满意度调查的答卷,已存档,不影响本申诉。",
        "It answers a survey; it was filed and changes nothing.",
    ),
    "user_silent": (
        (
            "用户一直没有答复我处的询问。请电话联系用户;如无法联系,请回复“答复:……”告知用户"
            "因资料不全暂无法处理、可随时再来信,然后回复“办结”。系统不会自行结案。"
        ),
        (
            "The user has not answered our question. Please call; or else answer this mail with"
            ' "answer: …" to tell them so, then with "close". Nothing is closed by itself.'
        ),
    ),
    "propose_close": (
        "建议结案:如无其他事项,请回复“办结”。",
        'Proposed: close the case; answer this mail with "close".',
    ),
    "propose_answer": (
        (
            "建议结案:本申诉尚无最终答复,请先回复“答复:……”告知用户处理情况"
            "(或“电话已答复:……”),再回复“办结”。"
        ),
        (
            'Proposed: close the case. It has no final answer yet: "answer: …" (or "called: …")'
            ' first, then "close".'
        ),
    ),
    "withdrawn_dispatched": (
        "本申诉已派单,请通知接收部门停止处理,然后回复“办结”。",
        'The case was dispatched: please tell the other side to stop, then answer with "close".',
    ),
    "reopened": (
        (
            "本申诉此前已答复或结束,现因用户来信重新打开,请人工判断;"
            "来信如无新的要求,请回复“非投诉”。"
        ),
        (
            "The case had its answer or its end and was reopened by this letter; please decide. "
            'If the letter asks for nothing new, answer with "not a complaint".'
        ),
    ),
    "perhaps_another": (
        "来信可能另有其他问题,请核对是否需要另行受理。",
        "The letter may tell of another problem besides; please check.",
    ),
    "resembles": (
        "可能与下列申诉是同一件事,请核实后办理。",
        "It may be the same matter as the related case; please check.",
    ),
    "ended_long_ago": (
        "用户就早已办结的申诉再次来信,已作为新申诉登记,请人工判断。",
        "The user wrote about a case that ended long ago; it is a new case now, please decide.",
    ),
    "restored": (
        "数据由备份恢复,这封信在恢复之前收到,可能已经答复或执行过;请对照已发送文件夹核实后办理。",
        "It came before the data was restored and may have been answered: compare with Sent.",
    ),
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
    "forged": (
        "发信人地址没有通过本单位邮件服务器的核验(DMARC),可能是冒用他人地址;系统不自动回复,请核实。",
        "Our own server found the sender's address forged (DMARC): nothing is sent automatically.",
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
