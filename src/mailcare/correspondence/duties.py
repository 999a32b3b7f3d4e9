"""What each template must say: the sentences of the regulation's 附件六 and the facts it carries.

Compared with white space and width of punctuation folded, on what the template renders to, so
that a sentence inside an ``{% if %}`` that may be false does not count.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Duty:
    """A template that mailcare uses, and what must stand in it."""

    zh_name: str
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    uses: tuple[str, ...] = field(default=())
    """Variables whose value must appear."""
    forms: tuple[str, ...] = ("txt",)
    """Suffixes of its files: ``txt``, and ``html`` for the same mail as HTML."""

    def sentences(self, language: str) -> tuple[str, ...]:
        """Return the mandatory sentences in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


_R2 = (
    "亲爱的用户:",
    "您好! 非常感谢您使用我公司提供的服务。",
    "再次感谢您的配合, 我们将尽力为您提供优质的服务。",
)
_R2_EN = (
    "Dear user,",
    "Thank you very much for using our services.",
    "Thank you again for your cooperation. We will do our best to provide you with good service.",
)
_R3 = (
    "亲爱的用户:",
    (
        "您好!非常抱歉由于您反映的问题不属于我处处理范围,故我处已将您的情况转发至相关部门处理,"
        "请您等待相关部门的处理结果,如有需要欢迎再来信。"
    ),
    "谢谢您的配合,我们将尽力为您提供优质的服务。",
)
_R3_EN = (
    "Dear user,",
    (
        "We are very sorry that the problem you describe is outside our unit's responsibility. "
        "We have therefore forwarded it to the department concerned. Please wait for its result; "
        "you are welcome to write to us again if you need to."
    ),
    "Thank you for your cooperation. We will do our best to provide you with good service.",
)
_R4 = (
    "亲爱的用户:",
    (
        "您好! 非常抱歉由于您反映的问题不属于我处处理范围,而您也未提供设备号、联系方式等"
        "相关必要的资料,故我处无法将您的问题转至相关部门处理,建议您可直接拨打电信 10000 号咨询,"
        "或再来信告知您的详细资料,我处非常乐意为您转达您的问题。"
        "谢谢您的配合,我们将尽力为您提供优质的服务。"
    ),
)
_R4_EN = (
    "Dear user,",
    (
        "We are very sorry that the problem you describe is outside our unit's responsibility. "
        "As your letter gives no device number, contact details or other necessary data, "
        "we cannot pass it on to the department concerned. "
        "Please call the telecom hotline 10000, or write to us again with the details; "
        "we will gladly pass your problem on. "
        "Thank you for your cooperation. We will do our best to provide you with good service."
    ),
)

_HANDING_OVER = (
    "number",
    "elements",
    "marks",
    "answer_by",
    "who_calls",
    "remark",
    "confirm_by",
    "original_note",
)

DUTIES: dict[str, Duty] = {
    "reply.accepted": Duty(
        "受理答复(首次回复)", _R2, _R2_EN, ("problem_short", "number", "due", "signature")
    ),
    "reply.need_info": Duty("请用户补充资料", _R2, _R2_EN, ("number", "missing", "signature")),
    "reply.forwarded": Duty(
        "已转相关部门", _R3, _R3_EN, ("hotline", "public_mailbox", "signature")
    ),
    "reply.insufficient": Duty("非我处范围且无资料", _R4, _R4_EN, ("signature",)),
    "reply.insufficient_partial": Duty(
        "非我处范围且资料不全",
        ("亲爱的用户:", "谢谢您的配合,我们将尽力为您提供优质的服务。"),
        ("Dear user,", _R3_EN[2]),
        ("missing", "signature"),
    ),
    "reply.not_accepted": Duty(
        "不属于电信业务", ("亲爱的用户:",), ("Dear user,",), ("pointer", "signature")
    ),
    "reply.review": Duty(
        "正在核实(中性确认)", ("亲爱的用户:",), ("Dear user,",), ("number", "signature")
    ),
    "reply.extended": Duty(
        "延期答复(告知进展)", _R2, _R2_EN, ("problem_short", "number", "due", "signature")
    ),
    "reply.answer": Duty("最终答复(处理情况)", _R2, _R2_EN, ("answer", "signature")),
    "reply.rest": Duty("请用户补充其余资料", _R2, _R2_EN, ("number", "missing", "signature")),
    "reply.still_needed": Duty("提醒用户补充资料", _R2, _R2_EN, ("number", "missing", "signature")),
    "reply.received": Duty(
        "已收到补充",
        ("亲爱的用户:", "已收到您的补充"),
        ("Dear user,",),
        ("number", "signature"),
    ),
    "reply.withdrawn": Duty(
        "确认撤回申诉", ("亲爱的用户:",), ("Dear user,",), ("number", "signature")
    ),
    "reply.question": Duty("向用户核实情况", _R2, _R2_EN, ("number", "question", "signature")),
    "reply.correction": Duty(
        "更正此前的转办告知", ("亲爱的用户:",), ("Dear user,",), ("number", "signature")
    ),
    "reply.suggestion": Duty(
        "对建议的答复",
        (*_R2, "谢谢您的建议,我们会尽快向上级部门反映"),
        (*_R2_EN, "Thank you for your suggestion; we will pass it on to our superiors soon."),
        ("signature",),
    ),
    "notice.new_case": Duty("新申诉通知", uses=("number", "elements", "due")),
    "notice.review": Duty(
        "待人工判断通知", uses=("number", "elements", "suggestion", "reasons", "decide_by")
    ),
    "notice.follow_up": Duty("用户再次来信通知", uses=("number", "elements")),
    "notice.dispatch_answer": Duty("接收部门就派单来信通知", uses=("number", "elements")),
    "notice.escalation": Duty("升级通知", uses=("number", "elements")),
    "notice.handover": Duty("内部转交通知", uses=("number", "elements", "answer_by", "confirm_by")),
    "notice.fax": Duty(
        "传真派单(致本单位)", uses=("number", "department", "elements", "answer_by")
    ),
    "notice.call_back": Duty(
        "电话等方式答复任务", uses=("number", "elements", "call_way", "call_to", "call_record")
    ),
    "notice.task": Duty("待办通知", uses=("number", "event")),
    "notice.unheeded": Duty("未执行的来信通知", uses=("number", "event")),
    "notice.preview": Duty(
        "发送前预览(可撤回)", uses=("number", "event", "sent", "send_at", "code")
    ),
    "notice.done": Duty("指令已办理", uses=("number", "event")),
    "notice.refused": Duty("指令未办理", uses=("number", "event")),
    "notice.help": Duty("指令帮助", uses=("number", "event")),
    "notice.code": Duty("请确认指令(确认码)", uses=("number", "code", "quote")),
    "notice.urged": Duty("催办回执(致汇总收阅人)", uses=("number", "event")),
    "notice.praise": Duty("表扬、感谢通知", uses=("number",)),
    "notice.overdue": Duty("超时通知", uses=("number", "due")),
    "dispatch.hand_over": Duty("派单", uses=_HANDING_OVER, forms=("txt", "html")),
    "dispatch.reminder": Duty("催办", uses=_HANDING_OVER, forms=("txt", "html")),
    "dispatch.sheet": Duty("传真派单表(A4)", uses=_HANDING_OVER, forms=("html",)),
    "dispatch.confirmation": Duty(
        "确认收到派单(致派单单位)", uses=("number", "origin_number", "answer_by")
    ),
    "dispatch.result": Duty("处理结果(致派单单位)", uses=("number", "origin_number", "remark")),
    "dispatch.returned": Duty("退单(致派单单位)", uses=("number", "origin_number", "remark")),
    "table.row": Duty("表格中的一行", uses=("label", "value"), forms=("html",)),
    "alarm.capacity": Duty(
        "信箱容量告警(将满、增长过快、已满)",
        uses=("title", "mailbox", "used", "limit", "percent"),
    ),
    "alarm.general": Duty("系统告警", uses=("title", "details")),
    "alarm.cleared": Duty("告警恢复", uses=("title", "details")),
    "digest.daily": Duty(
        "每日汇总(致主管)",
        uses=("date", "scope", "summary", "overdue", "soon", "dispatches", "reviews", "mails"),
        forms=("txt", "html"),
    ),
    "digest.line": Duty("每日汇总中的一行", uses=("head", "about", "link"), forms=("html",)),
}
"""Every template that mailcare uses, by name."""

BRACKETED = ("(处理情况)", "(如知道相关部门的对外咨询电话或信箱应主动告知用户)")
"""Instructions of the regulation to its staff: they never appear in a letter."""
