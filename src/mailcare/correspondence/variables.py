"""The catalogue of variables: all that a template may say beside its own words.

One source for docs/templates.zh.md, for the checks when a template is saved, and for the preview.
Values are flat strings; what is empty is left out by ``{% if name %}…{% endif %}``.
"""

from mailcare.correspondence.system_variables import SYSTEM
from mailcare.correspondence.variable import Variable, always

_CASE = ("reply.*", "notice.*", "dispatch.*")
_STAFF = ("notice.*", "dispatch.*")
_HANDING_OVER = ("dispatch.*", "notice.handover", "notice.fax")
_ROW = ("table.row",)
_TO_AUTHORS = ("notice.preview", "notice.done", "notice.refused", "notice.help", "notice.code")
_FORWARDING = ("reply.forwarded",)


def allowed(template: str) -> dict[str, Variable]:
    """Return the variables of `template` by name."""
    return {v.name: v for v in CATALOGUE if v.in_template(template)}


_TABLE = """用户问题 | 企业邮箱收不到外来邮件
设备号码 | 【未提供】
联系电话 | 13800005678
联系人\u3000 | 王女士"""
_TABLE_EN = """Problem       | no mail arrives
Device number | [not given]
Phone         | 13800005678
Contact       | Ms Wang"""

CATALOGUE: tuple[Variable, ...] = (
    # every letter
    always(
        "organisation",
        "本公司名称",
        "our organisation's name",
        "中国电信上海公司",
        "China Telecom Shanghai",
        templates=("*",),
    ),
    # every letter about a case
    always(
        "unit", "受理单位名称", "the unit's name", "增值业务中心", "VAS Centre", templates=_CASE
    ),
    always(
        "signature",
        "落款:公司与单位",
        "organisation and unit, as letters are signed",
        "中国电信上海公司增值业务中心",
        "VAS Centre, China Telecom Shanghai",
        templates=_CASE,
    ),
    always(
        "number",
        "受理编号",
        "the case's number",
        "VAS-202611-0042",
        "VAS-202611-0042",
        templates=_CASE,
    ),
    always(
        "subject",
        "用户来信的主题(过长的已截短)",
        "the subject of the user's letter, shortened",
        "邮箱收不到邮件",
        "No mail arrives",
        templates=_CASE,
    ),
    Variable(
        "due",
        "答复时限(当地时间);时限暂停时为空",
        "when the answer is due, local time; empty while the clock is paused",
        "2026年11月26日17:00",
        "17:00 on 26 November 2026",
        _CASE,
        ("notice.overdue", "reply.extended"),
    ),
    # replies
    Variable(
        "problem_short",
        "用户问题的简述(一行)",
        "the user's problem in one line",
        "企业邮箱收不到外来邮件",
        "my mailbox gets no mail from outside",
        ("reply.*",),
        ("reply.accepted", "reply.extended"),
    ),
    Variable(
        "missing",
        "还缺少的必要元素,已提供的不会列出",
        "the necessary data still missing, never what was given",
        "设备号码、联系电话",
        "device number, contact phone",
        _CASE,
        ("reply.need_info", "reply.insufficient_partial", "reply.rest", "reply.still_needed"),
    ),
    Variable(
        "asks_device",
        "缺少设备号码时不为空,只用于 {% if asks_device %}",
        "not empty where the device number is missing; only for {% if asks_device %}",
        "是",
        "yes",
        ("reply.*",),
    ),
    Variable(
        "call_phone",
        "用户要求电话联系时的电话(中间几位已隐去),否则为空",
        "the phone, masked, where the user wishes a call; else empty",
        "138xxxx5678",
        "138xxxx5678",
        ("reply.*",),
    ),
    Variable(
        "department",
        "相关部门或接收部门的名称",
        "the other department's name",
        "电信公司",
        "the telecom company",
        ("reply.forwarded", "dispatch.*", "notice.fax"),
        ("dispatch.*", "notice.fax"),
    ),
    Variable(
        "hotline",
        "相关部门的对外咨询电话,未知或一年内未核实时为空",
        "the other department's public phone; empty where unknown or not verified for a year",
        "10000",
        "10000",
        _FORWARDING,
    ),
    Variable(
        "public_mailbox",
        "相关部门的对外信箱,未知或一年内未核实时为空",
        "the other department's public mailbox; empty where unknown or not verified for a year",
        "service@telecom.example",
        "service@telecom.example",
        _FORWARDING,
    ),
    Variable(
        "pointer",
        "建议用户联系的单位",
        "to whom the user is pointed",
        "相关单位",
        "the organisation concerned",
        ("reply.not_accepted",),
        ("reply.not_accepted",),
    ),
    Variable(
        "answer",
        "处理情况:工作人员所写的答复内容",
        "what was done, as a member of staff wrote it",
        "经核实,您的邮箱已恢复正常。",
        "We have looked into it: your mailbox works again.",
        ("reply.answer",),
        ("reply.answer",),
    ),
    Variable(
        "question",
        "工作人员向用户询问的内容",
        "what a member of staff asks the user",
        "请问从哪一天开始收不到邮件?",
        "Since which day have you had no mail?",
        ("reply.question",),
        ("reply.question",),
    ),
    Variable(
        "explanation",
        "工作人员所写的不予受理的原因,没有写时为空",
        "why it is not accepted, as a member of staff wrote it; else empty",
        "此事已于上月答复办结。",
        "The matter was settled last month.",
        ("reply.not_accepted",),
    ),
    # notices and dispatches
    always(
        "received",
        "来信时间(当地时间)",
        "when the letter was received, local time",
        "2026年11月21日09:30",
        "09:30 on 21 November 2026",
        templates=_STAFF,
    ),
    always(
        "user",
        "用户的姓名与邮件地址",
        "the user's name and address",
        "王女士 <user@mail.example>",
        "Ms Wang <user@mail.example>",
        templates=_STAFF,
    ),
    always(
        "elements",
        "四个必要元素的表格,缺少的已标明",
        "the four necessary data as a table, missing ones marked",
        _TABLE,
        _TABLE_EN,
        templates=_STAFF,
    ),
    Variable(
        "marks",
        "特别标记,如【用户有特殊要求】",
        "special marks such as a special demand",
        "【用户有特殊要求】【用户要求电话联系】",
        "[SPECIAL DEMAND] [WISHES A CALL]",
        _STAFF,
    ),
    Variable(
        "original_note",
        "关于所附原信的说明,如原信过大只附开头",
        "a note about the attached original, such as that only its beginning is attached",
        "原信过大,仅附开头部分。",
        "The original is too large; only its beginning is attached.",
        _STAFF,
    ),
    Variable(
        "decision",
        "判断结果",
        "what was decided",
        "受理",
        "accepted",
        ("notice.*",),
        ("notice.*",),
    ),
    Variable(
        "related",
        "可能相关的另一申诉的编号,没有时为空",
        "the number of another case that it may belong to, empty for none",
        "VAS-202611-0007",
        "VAS-202611-0007",
        ("notice.*",),
    ),
    Variable(
        "decide_by",
        "人工判断的时限(当地时间)",
        "by when a person must decide, local time",
        "2026年11月21日10:30",
        "10:30 on 21 November 2026",
        ("notice.review",),
    ),
    Variable(
        "suggestion",
        "需人工判断时的处理建议",
        "the suggested decision where a person must decide",
        "转派:电信公司",
        "forward: the telecom company",
        ("notice.*",),
    ),
    Variable(
        "reasons",
        "判断依据,每行一条",
        "the reasons, one a line",
        "- 来信主要涉及:vas 3.0: 企业邮箱",
        "- the letter mainly speaks about: vas 3.0: mailbox",
        ("notice.*",),
    ),
    Variable(
        "sent",
        "发给(或拟发给)用户的回复全文",
        "the reply that the user was sent, or that waits",
        "> 亲爱的用户:\n> ……",
        "> Dear user,\n> …",
        ("notice.*",),
    ),
    Variable(
        "event",
        "发生了什么",
        "what happened",
        "回复未能送达用户",
        "the reply could not be delivered",
        ("notice.*", "dispatch.*"),
        ("notice.task", "notice.done", "notice.refused", "notice.preview", "notice.unheeded"),
    ),
    Variable(
        "remark",
        "同事就此写的话,如退单原因",
        "what somebody wrote about it, such as why a dispatch came back",
        "不属我部门业务",
        "not our business",
        ("notice.*", "dispatch.*"),
        ("dispatch.result", "dispatch.returned"),
    ),
    Variable(
        "owner",
        "我处认为应处理此事的部门",
        "whose business we think it is",
        "电信公司",
        "the telecom company",
        ("dispatch.*",),
    ),
    Variable(
        "confirm_by",
        "请确认收到的时限(当地时间)",
        "by when the other side is asked to confirm, local time",
        "2026年11月21日10:30",
        "10:30 on 21 November 2026",
        _HANDING_OVER,
    ),
    Variable(
        "answer_by",
        "由谁答复用户",
        "who answers the user",
        "请贵处直接答复用户,并将结果抄告我处。",
        "Please answer the user yourselves and tell us the result.",
        _HANDING_OVER,
        _HANDING_OVER,
    ),
    Variable(
        "who_calls",
        "用户要求电话答复时由谁致电,否则为空",
        "who calls where the user wishes to be answered by telephone; else empty",
        "用户要求电话答复:由我处致电用户。",
        "The user wishes to be answered by telephone: we will call.",
        _HANDING_OVER,
    ),
    Variable(
        "fax",
        "接收部门的传真号码,未登记时为空",
        "the department's fax number, empty where none is known",
        "021-65550000",
        "021-65550000",
        ("dispatch.*", "notice.fax"),
    ),
    Variable(
        "origin",
        "把申诉派给本单位的单位,不是派来的为空",
        "the unit that dispatched the case to us, else empty",
        "增值业务中心",
        "VAS Centre",
        ("dispatch.*", "notice.*"),
    ),
    Variable(
        "origin_number",
        "派单单位的受理编号,不是派来的为空",
        "the case's number at the unit that dispatched it to us, else empty",
        "VAS-202611-0042",
        "VAS-202611-0042",
        ("dispatch.*", "notice.*"),
    ),
    Variable(
        "offers_answer",
        "接收部门写来处理结果、由我处答复用户时不为空,只用于 {% if offers_answer %}",
        "not empty where a department's words may become our answer; for {% if offers_answer %}",
        "是",
        "yes",
        ("notice.dispatch_answer",),
    ),
    Variable(
        "label",
        "表格中一行的名称",
        "the name of a row",
        "设备号码",
        "Device number",
        _ROW,
        _ROW,
    ),
    Variable(
        "value",
        "表格中一行的内容",
        "what stands in a row",
        "13800005678",
        "13800005678",
        _ROW,
        _ROW,
    ),
    Variable(
        "by_mail",
        "可以回复通知下指令时不为空,只用于 {% if by_mail %}",
        "not empty where staff may answer with a command, only for {% if by_mail %}",
        "是",
        "yes",
        ("notice.*",),
    ),
    # to the author of a command
    Variable(
        "code",
        "一次性确认码或撤回码",
        "the one-time code that confirms or takes back",
        "K7M2Q4XA",
        "K7M2Q4XA",
        _TO_AUTHORS,
        ("notice.code", "notice.preview"),
    ),
    Variable(
        "quote",
        "工作人员自己来信的内容(引用)",
        "what the member of staff wrote, quoted",
        "> 答复:您的邮箱已恢复正常。",
        "> answer: your mailbox works again.",
        _TO_AUTHORS,
        ("notice.code",),
    ),
    Variable(
        "send_at",
        "在此之前可以撤回(当地时间)",
        "until when it can be taken back, local time",
        "2026年11月21日09:50",
        "09:50 on 21 November 2026",
        _TO_AUTHORS,
        ("notice.preview",),
    ),
    Variable(
        "checks_answer",
        "预览的是最终答复时不为空,只用于 {% if checks_answer %}",
        "not empty where an answer is previewed, only for {% if checks_answer %}",
        "是",
        "yes",
        ("notice.preview",),
    ),
    Variable(
        "files",
        "随信发出的附件个数,没有时为空",
        "how many files go along, empty for none",
        "2",
        "2",
        ("notice.preview", "notice.done"),
    ),
    *SYSTEM,
)
