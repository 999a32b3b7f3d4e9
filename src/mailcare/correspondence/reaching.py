"""How the user will be answered, where not by mail: the sentence to them, the task for staff."""

from collections.abc import Mapping

from mailcare.casework import templates
from mailcare.correspondence import elements, labels
from mailcare.correspondence.compose import one_line
from mailcare.correspondence.labels import Words
from mailcare.correspondence.slots import Matter
from mailcare.model.judgement import ElementName, Way, Wish
from mailcare.model.post import MailClass

NAMES: Mapping[Way, Words] = {
    Way.PHONE: ("电话", "telephone"),
    Way.SMS: ("短信", "text message"),
    Way.POST: ("邮寄书面答复", "letter by post"),
    Way.VISIT: ("上门或当面答复", "visit"),
}
RECORDS: Mapping[Way, Words] = {
    Way.PHONE: ("电话已答复", "called"),
    Way.SMS: ("短信已答复", "texted"),
    Way.POST: ("信函已答复", "posted"),
    Way.VISIT: ("上门已答复", "visited"),
}
"""The command with which staff say that it is done."""
_BY_NUMBER: Mapping[Way, Words] = {
    Way.PHONE: (
        "我们将按您的要求,通过电话 {to} 与您联系{hour}。",
        "As you wished, we will call you at {to}{hour}.",
    ),
    Way.SMS: (
        "我们将按您的要求,向手机 {to} 发送短信答复您{hour}。",
        "As you wished, we will send a text message to {to}{hour}.",
    ),
}
_WITHOUT_NUMBER: Mapping[Way, Words] = {
    Way.PHONE: (
        "我们将按您的要求与您电话联系,请回复本邮件告知可以接通的电话号码。",
        "We will call you as you wished; please tell us a number on which you can be reached.",
    ),
    Way.SMS: (
        "我们将按您的要求以短信答复您,请回复本邮件告知接收短信的手机号码。",
        "We will send you a text message as you wished; please tell us the mobile number for it.",
    ),
}
_ASKED: Words = (
    "收到后,我们将按您的要求以{way}方式答复您。",
    "Once we have it, we will answer you by {way} as you wished.",
)
_PASSED_ON: Words = (
    "您希望以{way}方式得到答复的要求,我处已一并转告。",
    "We have passed on that you wish to be answered by {way}.",
)
_AT_PLACE: Mapping[Way, Words] = {
    Way.POST: (
        "我们将按您的要求邮寄书面答复{to}。",
        "As you wished, we will send our answer by post{to}.",
    ),
    Way.VISIT: (
        "您希望当面答复,我们将与您联系,商定时间和地点{hour}。",
        "You wish to be answered in person; we will contact you to agree on time and place{hour}.",
    ),
}
_HOUR: Words = ("(您希望的时间:{hour})", " (at the time you named: {hour})")
_TO: Words = ("至您来信所写的地址", " to the address in your letter")
_TO_UNKNOWN: Words = (
    ",请回复本邮件告知邮寄地址和收件人",
    "; please tell us the address and the addressee",
)


def reaching_values(matter: Matter) -> dict[str, str]:
    """Return the values that speak of the way in which the user is to be answered."""
    if matter.intent.mail_class is MailClass.REPLY:
        return {"in_touch": in_touch(matter)}
    return task_values(matter) if matter.intent.template == templates.CALL_BACK else {}


def in_touch(matter: Matter) -> str:
    """Return the sentence that tells the user how they will be answered; empty: by mail.

    The number is masked, and never one that the letter calls dead: that is no element.
    """
    way = way_of(matter)
    if way is None:
        return ""
    if matter.intent.template == templates.FORWARDED:
        return matter.say(_PASSED_ON).format(way=matter.say(NAMES[way]))
    hour = _hour(matter)
    shown = matter.say(_HOUR).format(hour=hour) if hour else ""
    if way in _AT_PLACE:
        address = matter.texts.wish.address if matter.texts.wish else ""
        to = matter.say(_TO if address else _TO_UNKNOWN)
        return matter.say(_AT_PLACE[way]).format(to=to, hour=shown)
    phone = matter.texts.elements.phone
    if phone is None and ElementName.PHONE.value in matter.word("missing").split(","):
        return matter.say(_ASKED).format(way=matter.say(NAMES[way]))
    if phone is None:
        return matter.say(_WITHOUT_NUMBER[way])
    return matter.say(_BY_NUMBER[way]).format(to=elements.masked(phone.value), hour=shown)


def task_values(matter: Matter) -> dict[str, str]:
    """Return what the task says: in which way, where to, when, and what to do afterwards."""
    way = way_of(matter)
    contact, problem = matter.texts.elements.contact, matter.texts.elements
    return {
        "call_way": matter.say(NAMES[way]) if way else "",
        "call_record": matter.say(RECORDS[way]) if way else "",
        "call_to": _place(matter, way) if way else "",
        "call_hour": _hour(matter),
        "by_call": "x" if way is Way.PHONE else "",
        "contact": one_line(contact.value) if contact else "",
        "problem_short": elements.problem_short(problem, matter.texts.subject)
        or matter.say(labels.NO_SUBJECT),
    }


def way_of(matter: Matter) -> Way | None:
    """Return how the user is to be answered, None: by mail."""
    word = matter.word("way")
    if not word:
        return Way.PHONE if matter.facts.get("reply_by_phone") else None
    return None if word == Way.MAIL else Way(word)


def _hour(matter: Matter) -> str:
    wish: Wish | None = matter.texts.wish
    return one_line(wish.hour) if wish else ""


def _place(matter: Matter, way: Way) -> str:
    """Return number or address in full: staff need it."""
    if way in _BY_NUMBER:
        phone = matter.texts.elements.phone
        return phone.value if phone else matter.say(labels.NOT_GIVEN)
    address = matter.texts.wish.address if matter.texts.wish else ""
    return one_line(address) or matter.say(labels.NOT_GIVEN)
