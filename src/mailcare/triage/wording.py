"""The reasons of a judgement in words that staff understand: Chinese, English."""

from collections.abc import Mapping

from mailcare.model.judgement import Reason

ELEMENTS: Mapping[str, tuple[str, str]] = {
    "problem": ("用户问题", "problem"),
    "device_number": ("设备号码", "device number"),
    "phone": ("联系电话", "phone"),
    "contact": ("联系人", "contact"),
}

RULES: Mapping[str, tuple[str, str]] = {
    "scope.phrase": ("来信主要涉及", "the letter mainly speaks about"),
    "scope.also": ("来信也提到", "the letter also mentions"),
    "scope.silent": ("看不出属于哪项业务,按收信单位处理", "no business named; taken as ours"),
    "scope.learnt": (
        "按全信用词判断归属(归属: 用词)",
        "told by the words of the whole letter (owner: words)",
    ),
    "table.complete": ("所需资料齐全", "all that is needed is there"),
    "table.missing": ("缺少必要资料", "necessary data are missing"),
    "table.not_telecom": ("不属于电信业务", "not telecom business"),
    "table.praise": ("纯属表扬,无需答复", "praise only, nothing to answer"),
    "doubt.scope": (
        "业务归属把握不足,请人工判断(把握)",
        "unsure whose business it is (confidence)",
    ),
    "doubt.unsure": (
        "总体把握不足,请人工判断,因为不能确定(把握)",
        "not sure enough on the whole, because it isn't certain (chance)",
    ),
    "doubt.praise": (
        "可能只是表扬或感谢,请人工确认",
        "perhaps praise only, please check",
    ),
    "doubt.settled": ("用户对已作的答复不服", "the user doesn't accept an answer given before"),
    "doubt.lossy": ("邮件有乱码,部分文字无法读出", "characters were lost in reading"),
    "doubt.degraded": ("邮件无法完整读取,只读出部分内容", "the letter was read only roughly"),
    "doubt.probable": (
        "资料只见于转发或旧邮件,请核对",
        "found only in forwarded or earlier mail, please check",
    ),
    "doubt.empty": ("正文为空,内容可能在附件里", "no text; look into the attachments"),
    "doubt.incomplete": ("邮件过大或结构异常,部分内容未读", "parts of the letter were not read"),
    "doubt.thanks": (
        "感谢信中留了业务号码,可能另有诉求",
        "thanks that name a line: something may be wanted",
    ),
    "doubt.customer": ("不像用户来信的口气", "does not sound like a user of ours"),
    "doubt.like_nobodys": (
        "整体上像无需答复的来信(广告、通知、自动回复一类),用词如",
        "reads like letters that nobody need answer (offers, notices, automatic replies), as",
    ),
    "doubt.like_a_customers": (
        "整体上像用户来信,不宜直接归档",
        "reads like a customer's letter and should not just be filed",
    ),
    "doubt.offer": ("像是推销或群发,不像用户来信", "sounds like an offer, not like a customer"),
    "official.sender": (
        "发件人是监管、司法或媒体单位",
        "sent by a regulator, a court or the press",
    ),
    "official.sign": ("像是监管、律师、法院或媒体来函", "looks official: regulator, lawyer, press"),
    "official.phrase": ("含有公函、律师函或采访用语", "words of official letters, lawyers, press"),
    "official.conduct": ("投诉工作人员的态度或行为", "complains about a staff member's conduct"),
    "escalation.threat": (
        "用户提到要向监管、媒体或法院反映",
        "the user mentions regulator, press or court",
    ),
    "escalation.repeated": ("用户此前反映过,没有解决", "reported before and not solved"),
    "escalation.learnt": (
        "按用词像是反映过没解决、要另行投诉或多人受影响",
        "words of reports in vain, of threats or of many users hit",
    ),
    "escalation.many": ("影响多个用户", "many users are hit"),
    "wish.call": ("用户要求电话答复", "the user asks for a call"),
    "wish.sms": ("用户要求短信答复", "the user asks for a text message"),
    "wish.post": ("用户要求邮寄书面答复", "the user asks for a letter by post"),
    "wish.visit": ("用户要求上门或当面答复", "the user asks for a visit, or to be met"),
    "attached.winmail": (
        "附件是 Outlook 专用格式,须用 Outlook 打开原信查看",
        "attached in a form that only Outlook opens",
    ),
    "nothing.application": ("求职信", "a job application"),
    "nothing.colleague": ("同事的内部通知", "a colleague's internal note"),
    "nothing.thanks": ("只是致谢或回执,没有诉求", "thanks or a receipt, no request"),
    "machine.dsn": ("退信或投递报告", "a delivery report"),
    "machine.mdn": ("已读回执", "a read receipt"),
    "machine.bounce": ("退信通知", "a bounce"),
    "machine.auto_submitted": ("邮件头标明由程序自动发出", "marked as sent by a program"),
    "machine.field": ("邮件头标明是自动回复", "marked as an automatic reply"),
    "machine.subject": ("主题是自动回复或回执的写法", "the subject of an automatic reply"),
    "machine.away": ("正文是外出、休假类的自动回复", "the words of an absence reply"),
    "machine.list": ("邮件列表的群发邮件", "mail of a mailing list"),
    "machine.newsletter": ("订阅或推广类群发邮件", "a newsletter or promotion"),
    "machine.spam": ("含有垃圾广告用语", "words of spam"),
    "machine.system": ("系统自动通知", "a system's notice"),
    "machine.calendar": ("会议或日程邀请", "a calendar invitation"),
    "machine.like_nobodys": ("整封信的写法像群发或自动邮件", "written like bulk or automatic mail"),
    "machine.null_path": ("没有退信地址,多为程序发出", "an empty return path, as programs use"),
    "machine.precedence": ("邮件头标明是批量邮件", "marked as bulk mail"),
    "follow_up.thanks": ("再次来信:致谢或已解决", "later letter: thanks, or solved"),
    "follow_up.urging": ("再次来信:催促", "later letter: urges"),
    "follow_up.dissatisfied": ("再次来信:不满意", "later letter: not satisfied"),
    "follow_up.withdrawal": ("再次来信:撤回申诉", "later letter: withdraws"),
    "follow_up.survey": ("满意度调查的答卷", "answer to a survey"),
    "follow_up.another": ("来信另提到其他问题", "tells another problem besides"),
    "sender.forged": (
        "发信人地址没有通过本单位邮件服务器的核验(DMARC),可能是冒用,不自动回复",
        "our own server found the sender's address forged (DMARC): nothing is sent by itself",
    ),
    "place.junk": ("来信在垃圾邮件箱里", "it lay in the junk folder"),
    "doubt.junk": (
        "邮件服务器把来信放进了垃圾邮件箱,内容又不够明确,请人工确认",
        "the server holds it for junk, and it isn't clear enough to be answered by itself",
    ),
    "person.vouched": ("工作人员确认是用户来信", "a person says that a user wrote it"),
}
"""Of each rule; a ``doubt.`` before another rule's name says that it makes a person look."""

DOUBT = ("可能不是用户来信,请人工确认:", "perhaps no user's letter, please check: ")
_NAMES = frozenset({"table.missing", "doubt.probable", "doubt.unsure"})
"""Rules whose evidence are names of elements, maybe with chances."""
_BESIDES: Mapping[str, tuple[str, str]] = {
    "scope": ("业务归属", "whose business it is"),
    "kind": ("是投诉还是咨询", "whether it complains or asks"),
}


def explain(reason: Reason) -> tuple[str, str]:
    """Return the reason as a Chinese and an English sentence, with the words it rests on."""
    known = RULES.get(reason.rule)
    if known is None and reason.rule.startswith("doubt."):
        chinese, english = explain(Reason(reason.rule.removeprefix("doubt."), reason.evidence))
        return DOUBT[0] + chinese, DOUBT[1] + english
    chinese, english = known or (reason.rule, reason.rule)
    if reason.rule == "scope.silent" or not reason.evidence:
        return chinese, english
    names = _names(reason)
    return f"{chinese}:{names[0]}", f"{english}: {names[1]}"


def _names(reason: Reason) -> tuple[str, str]:
    if reason.rule not in _NAMES:
        return reason.evidence, reason.evidence
    words = [_named(*one.partition(" ")) for one in reason.evidence.split(", ")]
    return "、".join(word[0] for word in words), ", ".join(word[1] for word in words)


def _named(name: str, _blank: str, chance: str) -> tuple[str, str]:
    chinese, english = {**ELEMENTS, **_BESIDES}.get(name, (name, name))
    return f"{chinese} {chance}".strip(), f"{english} {chance}".strip()
