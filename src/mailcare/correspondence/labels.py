"""Our own words for what the glossary names, in Chinese and English, and how moments are shown."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.correspondence.templates.traditional import traditional
from mailcare.model.judgement import Category, Decision, ElementName, Kind, Language

Words = tuple[str, str]
"""Chinese, English."""

ELEMENTS: Mapping[ElementName, Words] = {
    ElementName.PROBLEM: ("用户问题", "Problem"),
    ElementName.DEVICE_NUMBER: ("设备号码", "Device number"),
    ElementName.PHONE: ("联系电话", "Phone"),
    ElementName.CONTACT: ("联系人", "Contact"),
}
ASKED: Mapping[ElementName, Words] = {
    ElementName.PROBLEM: ("您的具体问题", "what exactly the problem is"),
    ElementName.DEVICE_NUMBER: ("设备号码", "the device number"),
    ElementName.PHONE: ("联系电话", "a contact phone"),
    ElementName.CONTACT: ("联系人", "the name of a contact person"),
}
DECISIONS: Mapping[Decision, Words] = {
    Decision.IN_SCOPE: ("受理", "accepted"),
    Decision.NEED_INFO: ("受理,待用户补充资料", "accepted, more data needed"),
    Decision.FORWARDED: ("转派", "to be forwarded"),
    Decision.INSUFFICIENT: ("非本单位范围,资料不全", "not ours, data missing"),
    Decision.NOT_ACCEPTED: ("非电信业务,不予受理", "not accepted"),
    Decision.NONE: ("无需答复", "nothing to answer"),
    Decision.REVIEW: ("待人工判断", "a person must decide"),
}
KINDS: Mapping[Kind, Words] = {
    Kind.COMPLAINT: ("投诉", "complaint"),
    Kind.CONSULTATION: ("咨询", "consultation"),
    Kind.SUGGESTION: ("建议", "suggestion"),
    Kind.PRAISE: ("表扬", "praise"),
}
CATEGORIES: Mapping[Category, Words] = {
    Category.SERVICE_QUALITY: ("服务质量", "service quality"),
    Category.BILLING: ("费用争议", "billing"),
    Category.PROCESS: ("业务流程", "process"),
    Category.AFTER_SALES: ("售后服务", "after-sales service"),
    Category.OTHER: ("其他", "other"),
}
ANSWER_BY: Mapping[str, Words] = {
    "department": (
        "请贵处处理并直接答复用户,处理结果请回复本邮件告知我处。",
        "Please handle the case and answer the user yourselves; tell us the result by replying.",
    ),
    "origin": (
        "请贵处将处理结果回复本邮件告知我处,由我处答复用户。",
        "Please tell us the result by replying to this mail; we will answer the user.",
    ),
}
ANSWER_BY_PAPER: Mapping[str, Words] = {
    "department": (
        "请贵处处理并直接答复用户,处理结果请告知我处。",
        "Please handle the case and answer the user yourselves, and tell us the result.",
    ),
    "origin": (
        "请贵处将处理结果告知我处,由我处答复用户。",
        "Please tell us the result; we will answer the user.",
    ),
}
"""The same for a department that takes no mail."""
ANSWERED_BY: Mapping[str, Words] = {
    "department": (
        "由我处直接答复用户,并将处理结果告知贵处。",
        "We will answer the user ourselves and tell you the result.",
    ),
    "origin": (
        "处理结果将告知贵处,由贵处答复用户。",
        "We will tell you the result, and you answer the user.",
    ),
}
"""The same as `ANSWER_BY`, said to the unit that dispatched the case to us."""
WHO_CALLS: Mapping[str, Words] = {
    "department": (
        "用户要求电话答复:请贵处在时限内致电用户答复,并将通话时间和结果回复我处。",
        "The user wishes a call as the answer: please call in time; tell us when, and the result.",
    ),
    "origin": (
        "用户要求电话答复:由我处致电用户答复,请贵处将处理结果回复我处。",
        "The user wishes a call as the answer: we will call; please tell us the result.",
    ),
}
MARK_SPECIAL: Words = ("【用户有特殊要求】", "[SPECIAL DEMAND]")
MARK_ESCALATED: Words = ("【升级】", "[ESCALATED]")
MARK_PHONE: Words = ("【用户要求电话联系】", "[WISHES A CALL]")
MARK_CALL: Words = ("【用户要求电话答复】", "[ANSWER BY PHONE]")
MARK_SMS: Words = ("【用户要求短信答复】", "[ANSWER BY TEXT]")
MARK_POST: Words = ("【用户要求邮寄答复】", "[ANSWER BY POST]")
MARK_VISIT: Words = ("【用户要求上门或当面答复】", "[WISHES A VISIT]")
MARK_OFFICIAL: Words = ("【监管、媒体或法律来信】", "[OFFICIAL]")
MARK_STAFF: Words = ("【涉及工作人员】", "[ABOUT STAFF]")
NOT_GIVEN: Words = ("【未提供】", "[not given]")
PROBABLE: Words = ("【待核实,见于转发或往来邮件】", "[to be verified: found in quoted mail]")
NO_CASE: Words = ("未立案", "no case")
NO_SUBJECT: Words = ("您的来信", "Your letter")
ELSEWHERE: Words = ("相关单位", "the organisation concerned")
CUT: Words = (
    "原信过大,仅附其开头部分,完整内容请在受理单位的信箱中查看。",
    "The original is too large: only its beginning is attached; the unit's mailbox has it whole.",
)
PROVISIONAL: Words = ("(暂按)", " (provisional)")
LOST_ORIGINAL: Words = ("原信未能附上。", "The original could not be attached.")
REPLY_SENT: Words = ("发给用户的回复", "The reply to the user")
REPLY_WAITS: Words = ("拟发给用户的回复(待人工发出)", "The reply to the user, waiting for release")
REPLY_READY: Words = ("建议的回复(尚未发出)", "The reply that is suggested; nothing was sent")
REFERENCE: Words = ("来信编号:", "Reference: ")
ALARM_REFERENCE: Words = ("告警编号:", "Reference: ")

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say(words: Words, language: Language) -> str:
    """Return our words in `language`; Traditional Chinese is converted, they are ours."""
    if language is Language.EN:
        return words[1]
    return traditional(words[0]) if language is Language.ZH_HANT else words[0]


def enumerate_words(words: list[str], language: Language) -> str:
    """Return `words` as a list in a sentence."""
    return (", " if language is Language.EN else "、").join(words)


def moment(when: datetime, zone: str, language: Language) -> str:
    """Return `when` as wall clocks in `zone` show it; no locale decides."""
    local = when.astimezone(ZoneInfo(zone))
    if language is Language.EN:
        return f"{local:%H:%M} on {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"
