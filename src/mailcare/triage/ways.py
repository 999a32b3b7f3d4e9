"""The way in which a writer asks to be answered, where it isn't mail: when, and where to.

`calls` tells a wish for a call; here stand those for a text message, a letter by post and a visit,
the hour that the writer names beside the wish, and an address to write or come to. The number to
call or text is the element ``phone``, which is never one that the letter calls dead.
"""

import re
from collections.abc import Iterator

from mailcare.model.judgement import Way, Wish
from mailcare.triage.expressions import Expression
from mailcare.triage.words import Words

_BEFORE = 24
"""Characters before a wish that may turn it into something else."""
_LONGEST = 40
"""Characters of an hour, as far as staff need it."""
_ADDRESS_MOST = 80

_FIELD = (
    r"(?:答复|回复|回覆|联系|反馈|回访)(?:的)?(?:方式|渠道|途径)"
    r"\s{0,3}[:是为]?\s{0,3}(?:请)?(?:用|以)?"
)
_TELL = r"(?:答复|答覆|回复|回覆|告知|通知|联系|告诉|反馈|说明)"
_RESULT = r"(?:答复|答覆|回复|回覆|复函|回函|回信|结果|说明|解释|意见)"
_WISHES: tuple[tuple[Way, Expression], ...] = (
    (
        Way.SMS,
        Expression(
            rf"{_FIELD}(?:手机)?(?:短信|简讯|sms)|"
            rf"(?:用|以|通过|经|发)(?:手机)?(?:短信|简讯)(?:方式|形式)?(?:给我|到我|至我|{_TELL})|"
            rf"(?:短信|简讯)(?:方式|形式)?{_TELL}(?:我|本人|即可|就行|就可以)|"
            r"(?:发|回|传)(?:个|条|一条|一个|封)?(?:短信|简讯)(?:给我|到|至|即可|就行|就可以|就好)|"
            r"(?:给我|跟我)(?:发|回|传)(?:个|条|一条|一个)?(?:短信|简讯)|"
            r"\btext me\b|\b(?:send|drop|shoot) (?:me|us) an? (?:text|sms)\b|"
            r"\b(?:answer|reply|respond|contact|inform|notify|reach|tell) (?:to )?(?:me |us )?"
            r"(?:by|via|through) (?:a )?(?:text|sms)\b"
        ),
    ),
    (
        Way.POST,
        Expression(
            rf"{_FIELD}(?:书面)?(?:邮寄|信函|挂号信|平信|快递|纸质)|"
            rf"(?:邮寄|寄送|寄发|寄回|寄|快递|邮递)[^,。;!?\n]{{0,8}}{_RESULT}[^,。;!?\n]{{0,8}}(?:到|至|给|往|来)|"
            rf"(?:把|将)[^,。;!?\n]{{0,12}}{_RESULT}[^,。;!?\n]{{0,6}}(?:邮寄|寄|快递)(?:到|至|给|过来|来|往)|"
            rf"(?:用|以|通过)(?:信函|挂号信|平信|邮寄|纸质信?函?|快递)(?:的)?(?:方式|形式)?[^,。;!?\n]{{0,6}}{_TELL}|"
            r"\b(?:answer|reply|respond|response|letter|explanation)\b[^.;!?\n]{0,30}"
            r"\bby (?:post|registered (?:mail|post)|surface mail|courier)\b|"
            r"\b(?:post|mail|send) (?:me |us )?(?:a |the |your )?"
            r"(?:written |paper |signed |printed )?(?:answer|reply|letter|explanation)\b"
            r"[^.;!?\n]{0,12}\bto (?:my|our|the|this|\d)"
        ),
    ),
    (
        Way.VISIT,
        Expression(
            rf"{_FIELD}(?:上门|当面|面谈|登门)|"
            rf"(?:上门|登门|当面|派人来|派人到)[^,。;!?\n]{{0,6}}(?:{_TELL}|解释|面谈|沟通|谈|道歉)|"
            r"(?:和|跟|与|同)(?:我|本人|我们)(?:当面|面对面)?面?谈(?!话费|及)|面谈|"
            r"\b(?:come|visit)\b[^.;!?\n]{0,30}\bto (?:explain|discuss|talk|answer|tell)\b|"
            r"\b(?:explain|discuss|talk|answer|meet|tell)\b[^.;!?\n]{0,20}"
            r"\b(?:in person|face to face)\b"
        ),
    ),
)
_ASKED = re.compile(
    r"请|麻烦|烦|望|盼|务必|必须|最好|尽快|可以?|直接|能|要(?!求过)|需|想|即可|就行|就好|方便|"
    r"\b(?:please|pls|kindly|could|can|would|want|need|like|prefer|best|just|ask)\b"
)
_NOT = re.compile(
    r"(?:不要|别|勿|不必|不用|不需|无需|毋须|不想|不方便|拒绝|没有?|未|从不|不)[^,。;]{0,6}$|"
    r"(?:收到|接到|天天|老是|总是|一直|已经?|曾|昨天|前天|上次|之前|客服|(?<!请)你们|贵司|师傅|对方|有人)"
    r"[^请,。;]{0,8}$|"
    r"\b(?:not|don't|never|no need to|without|instead of|already|i|we|they|you|she|he)"
    r"(?: (?:did|have|had|was|were|were told to|never))?\s?$"
)
_SENTENCE = re.compile(r"[。!?;\n]|(?<!\d)\.(?!\d)")

_DAY = (
    r"(?:工作日|双休日|节假日|周末|每天|每晚|今天|今晚|明天|明晚|后天|平时|下班|午休|"
    r"(?:下?周|下?星期|下?礼拜)[一二三四五六日天末](?:\s?[到至~-]\s?(?:周|星期)?[一二三四五六日天])?|"
    r"\d{1,2}月\d{1,2}[日号])"
)
_PART = r"(?:清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|白天)"
_CLOCK = r"(?:(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点半?|时)(?:\d{1,2}分?|钟)?|\d{1,2}:\d\d)"
_HOUR = re.compile(
    rf"(?:{_DAY}的?)?{_PART}?(?:{_CLOCK}(?:\s?(?:到|至|~|-|—)\s?{_PART}?{_CLOCK})?)?"
    r"(?:之?后|以后|之?前|以前|左右|期间|时间)?|"
    r"(?:\b(?:on |in the |any ?time )?(?:weekdays?|weekends?|week days|mondays?|tuesdays?|"
    r"wednesdays?|thursdays?|fridays?|saturdays?|sundays?|tomorrow|today|tonight|mornings?|afternoons?|"
    r"evenings?|lunch ?time|daytime|office hours|working hours)\s?)*"
    r"(?:\b(?:after|before|between|around|at|from|until) (?:\d{1,2}(?::\d\d)?\s?(?:am|pm|o'clock)?"
    r"(?:\s?(?:and|to|-|until)\s?\d{1,2}(?::\d\d)?\s?(?:am|pm)?)?|work|noon|lunch))?"
)
_NAMES_TIME = re.compile(
    rf"{_DAY}|{_PART}|{_CLOCK}|\b(?:weekday|weekend|week days|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|morning|afternoon|evening|lunch|daytime|hours|work|noon|\d\s?[ap]m|\d:\d)"
)
_OTHER_TIME = re.compile(
    r"^[^,。;]{0,4}(?:报修|报障|投诉|申诉|反映|打过|打了|来电|致电客服|开始|起|发生|断|停|坏|办理|开通|扣)|"
    r"^\s?(?:i |we )?(?:called|reported|complained|it (?:stopped|broke))"
)
_FIT = re.compile(
    r"方便|有空|在家|接听?电话|能接|可以|联系|有人|来电|回电|\b(?:available|reach|free|home|best)\b"
)
_FIELD_HOUR = Expression(
    r"(?:方便|可以?|最佳|合适)?(?:接(?:听)?(?:电话|来电)?|来电|回电|致电|联系|联络|通话|上门|答复)"
    r"的?时(?:间|段)(?:段)?\s{0,3}[:是为]\s{0,3}(?P<hour>[^。;!?\n]{2,40})"
)
_ADDRESS = Expression(
    r"(?:寄(?:送|回|发)?[^,。;\n]{0,12}?(?:到|至|往)|(?:地址|住址|寄送地址)(?:是|为|:|:)\s?)"
    r"(?P<zh>[^,。;!?\n]{4,80})|"
    r"\b(?:to|at) (?:my |our )?(?:address|home|office)?[:,]? ?"
    r"(?P<en>(?:room |flat |no\.? ?)?\d[^.;!?\n]{5,80})"
)


def find_wish(words: Words, call: str) -> Wish | None:
    """Return how the writer wishes to be answered; None: by mail.

    `call` are the words that ask for a call: it goes before all else, since whoever names several
    ways can be called.
    """
    text = words.all
    if call:
        at = max(text.find(call), 0)
        return Wish(Way.PHONE, call, _hour(text, at, at + len(call)))
    for way, pattern in _WISHES:
        for start, end in _asked(text, pattern):
            address = _address(text) if way in {Way.POST, Way.VISIT} else ""
            return Wish(way, text[start:end].strip(), _hour(text, start, end), address)
    return None


def _asked(text: str, pattern: Expression) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        before = _SENTENCE.split(text[max(0, found.start() - _BEFORE) : found.start()])[-1]
        asks = _ASKED.search(before) or _ASKED.search(found[0]) or not before.strip(" ,、")
        field = re.match(_FIELD, found[0])
        if field or (asks and not _NOT.search(before)):
            yield found.span()


def _hour(text: str, start: int, end: int) -> str:
    """Return the time that the writer names for it: in a field of its own, else near the wish."""
    field = _FIELD_HOUR.search(text)
    if field and _NAMES_TIME.search(field["hour"]):
        return field["hour"].strip()[:_LONGEST]
    left, right = _sentence(text, start, end)
    near = next(_times(text[left:right]), "")
    if near:
        return near
    following = _SENTENCE.split(text[right + 1 : right + 61])[0]
    return next(_times(following), "") if _FIT.search(following) else ""


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    stops = [found.end() for found in _SENTENCE.finditer(text, 0, start)]
    behind = _SENTENCE.search(text, end)
    return (stops[-1] if stops else 0), (behind.start() if behind else len(text))


def _times(sentence: str) -> Iterator[str]:
    """Yield the times of a sentence, the longest first; not those of what has happened."""
    found = [
        match[0].strip()
        for match in _HOUR.finditer(sentence)
        if _NAMES_TIME.search(match[0]) and not _OTHER_TIME.search(sentence[match.end() :])
    ]
    yield from (one[:_LONGEST] for one in sorted(found, key=len, reverse=True))


def _address(text: str) -> str:
    found = _ADDRESS.search(text)
    return (found["zh"] or found["en"] or "").strip()[:_ADDRESS_MOST] if found else ""
