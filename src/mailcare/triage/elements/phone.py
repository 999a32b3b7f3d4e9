"""Where the user can be reached by telephone."""

import re
from typing import NamedTuple

from mailcare.model.letter import Address
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.dead import is_dead
from mailcare.triage.elements.numbers import Shape, Token
from mailcare.triage.elements.page import Page, closes
from mailcare.triage.elements.roles import Role
from mailcare.triage.expressions import on_page

_BY_LABEL = {Role.CONTACT: 5, Role.LINE: 4, Role.BARE: 3, Role.OWN: 2, Role.DEVICE: 1}
_USE = on_page(
    r"(?:打|拨|拨打|联系|致电|找)(?:我|到)?(?:的)?(?P<zh>手机|主卡|副卡|座机|固话|家里|家|办公室|"
    r"单位|公司|小灵通|宅电)|"
    r"(?:与|跟|和|同)(?:本人|我)的?(?P<mine>手机|座机|办公室)(?:联系|约|沟通|商|定)|"
    r"(?P<bad>座机|办公室?电话|办公座机|固话|手机)[^,。;\n]{0,10}(?:不便|没人接|无人接|不方便|"
    r"难打|转总机)|"
    r"(?P<best>手机|座机|固话|办公室|家里|单位|公司|(?<![a-z])(?:school|office|home|work|mobile|"
    r"cell|landline))"
    r"(?:的)?(?:为好|优先|更好|最好找?|比较好|方便|为主|为佳| is (?:better|best|preferred)| "
    r"preferred)|"
    r"(?:call|ring|use|on|reach me (?:at|on)) (?:me )?(?:at |on )?(?:my |the )?(?P<en>mobile|cell|"
    r"office|home|landline|desk)"
)
_MOBILE_NOUNS = frozenset({"手机", "mobile", "cell"})
_FIXED_NOUNS = frozenset(
    {
        "座机",
        "固话",
        "家里",
        "家",
        "办公室",
        "单位",
        "公司",
        "宅电",
        "office",
        "home",
        "landline",
        "desk",
        "work",
        "school",
    }
)


class Wish(NamedTuple):
    """Which telephone the letter asks us to call."""

    noun: str = ""
    number: Candidate | None = None


def find_phone(page: Page, found: tuple[Candidate, ...], device_at: int | None) -> Candidate | None:
    """Return the number where the user can be reached, or None.

    What is said to be for contact goes first, the service's own number (which stands at
    `device_at`) last, and only if the line is not dead.
    """
    able = [one for one in found if one.callable and one.role in _BY_LABEL]
    wish = Wish(_wished(page), _pointed_at(page, able))
    ranked = sorted(able, key=lambda one: -_rank(page, one, wish))
    return next((one for one in ranked if not _is_dead(page, one, device_at)), None)


_AREA = re.compile(r"区号[ :是为]{0,3}(?P<code>0\d{2,3})(?!\d)")


_KIN = re.compile(
    r"(?:爱人|老婆|老公|太太|丈夫|妻子|爸爸?|妈妈?|父亲|母亲|儿子|女儿|朋友|同事)的?"
    r"(?:手机|电话|号码|座机)(?:号码?)?[ :是为]{0,3}$"
)


def barred(page: Page, found: tuple[Candidate, ...], device_at: int | None) -> list[Candidate]:
    """Return the numbers at which the user can't be reached: dead, or told to be a relation's."""
    return [
        one
        for one in found
        if _is_dead(page, one, device_at)
        or _KIN.search(page.plain, max(0, one.token.start - 14), one.token.start)
    ]


def dialled(page: Page, token: Token) -> str:
    """Return the digits of `token`, with the area code that the letter gives apart from it."""
    area = _AREA.search(page.digits) if token.shape is Shape.LOCAL else None
    return (area["code"] if area else "") + token.digits


_OPEN = frozenset({Role.BARE, Role.LINE})
_MINE = re.compile(
    r"我(?:自己|本人)?的?(?:手机|电话|号码)(?:号码?)?[ :是为]*$|(?<!打给)(?<!联系)(?<!打)(?:我|"
    r"本人)(?:自己|本人)?[ :(]*$|(?<![a-z])my own "
    r"\w+[ :is]*$"
)
_UNATTENDED = re.compile(
    r"[ ]?[(\[]?(?:无人接听?|没人接|常没人|语音留言|录音|留言|仅留言|答录|voice ?mail|answering|"
    r"no answer|白天没人|晚上没人)|"
    r"[^。;\n\d]{0,10}?(?:平时(?:也)?不(?:怎么)?用|不常用|很少(?:用|开)|少开机|勿打|别打|不要打|"
    r"请勿|不要拨|不接)"
)
_OWN, _CLOSING = 8.5, 9
"""Between what is said to be for contact and any number in the text."""
_SPARE, _SECOND = re.compile(r"备用|紧急"), 5
"""A number to fall back on comes behind the one it is to replace."""


_WHICH = on_page(
    r"(?:找(?:得)?到我|联系|打(?!过|了|不)|拨|接得到|用|以)[^,。;\n]{0,8}?(?:(?P<back>后面|后一|"
    r"后者|第二|下面)|(?P<front>前面|前一|前者|第一|上面))"
    r"(?!的)|(?P<late>后面|后一|后者|第二)(?:那|这)?(?:个|者|只|支)?(?:号码?|手机|"
    r"电话)?(?:才)?(?:能|可以|是)?(?:找(?:得)?到|联系|接|为准)|"
    r"(?<![a-z])(?:call|use|ring)[^,.;\n]{0,12} (?:(?P<second>second|latter)|(?P<first>first|"
    r"former))(?![a-z])"
)
_CHOSEN = 12


def _pointed_at(page: Page, able: list[Candidate]) -> Candidate | None:
    """Return the number that 后面这个 or 前一个 means, where two or more stand before it."""
    match = _WHICH.search(page.plain)
    before = [one for one in able if match and one.token.end <= match.start()]
    if not match or len(before) < _PAIR:
        return None
    return before[-_PAIR] if match["front"] or match["first"] else before[-1]


_PAIR = 2


def _wished(page: Page) -> str:
    """Return the noun of the telephone that the letter asks us to call."""
    wish = _USE.search(page.plain)
    if wish is None:
        return ""
    if wish["bad"]:
        return "座机" if wish["bad"] == "手机" else "手机"
    return wish["zh"] or wish["mine"] or wish["best"] or wish["en"]


_THIS_ONE = re.compile(
    r"[),]{0,2} ?(?:有事)?(?:找|联系|打给?|呼)我?(?:也|就|都)?(?:是|用|打)?(?:这|同)"
)


def _rank(page: Page, one: Candidate, wish: Wish) -> float:
    """Return how likely this is the number to call; what the letter says of it comes first."""
    rank = _BY_LABEL[one.role] * 2.0
    before = page.plain[max(0, one.token.start - 14) : one.token.start]
    if one.role is not Role.DEVICE and _MINE.search(before):
        rank = max(rank, _OWN)
    if one.role in _OPEN and closes(page, one.token.end):
        rank = _CLOSING
    if _SPARE.match(one.label):
        rank = _SECOND
    if one is wish.number or _THIS_ONE.match(page.plain, one.token.end):
        rank += _CHOSEN
    if _UNATTENDED.match(page.plain, one.token.end):
        rank -= 6
    return rank + (5 if wish.noun and _is_meant(page, one, wish.noun) else 0)


_DIGITS = re.compile(r"\d{4}")
_NOUN = re.compile(
    r"手机|小灵通|座机|固话|办公室|家里|单位|公司|宅电|主卡|副卡|"
    r"(?<![a-z])(?:mobile|cell|office|home|landline|desk|work|school)(?![a-z])"
)


def _is_meant(page: Page, one: Candidate, noun: str) -> bool:
    before = page.plain[max(0, one.token.start - 24) : one.token.start]
    named = _NOUN.findall(_DIGITS.split(before)[-1])
    if named:
        return noun in named or (noun in _MOBILE_NOUNS and not _MOBILE_NOUNS.isdisjoint(named))
    nouns = _MOBILE_NOUNS if one.token.shape is Shape.MOBILE else _FIXED_NOUNS
    return noun in nouns


_IN_ADDRESS = on_page(
    r"(?:写|发|寄)(?:这|本|此)?封?(?:信|邮件|投诉)(?:来|用)?的(?:这个|那个|"
    r"这只)?(?:手机)?号(?:码)?|"
    r"(?:打|找|拨)(?:发件|寄件|来信)(?:人|地址)?(?:里|中|上)?的?(?:这个|那个|那串)?号|"
    r"(?:手机|电话|号码)(?:号码?)?(?:就是|就|即|同|是|为)+(?:这个|我的?)?(?:邮箱|信箱|邮件|"
    r"地址)(?:地址)?(?:的)?@?(?:前面|前|开头|里|名)"
)
_LOCAL = re.compile(r"(?P<number>1[3-9]\d{9})@")


def phone_in_address(
    page: Page, found: tuple[Candidate, ...], sender: Address | None
) -> tuple[str, int, int] | None:
    """Return the number before the @ of the mailbox, where the letter says it is the phone."""
    said = _IN_ADDRESS.search(page.plain)
    if said is None:
        return None
    addresses = [one.token.value for one in found if one.token.shape is Shape.ADDRESS]
    addresses += [sender.address] if sender else []
    numbers = (match["number"] for match in map(_LOCAL.match, addresses) if match)
    number = next(numbers, None)
    return (number, said.start(), said.end()) if number else None


_CALL_ME = re.compile(
    r"来(?:个|一个)?电话[^,。;!?]{0,6}|(?:打给?|联系|呼)我[^,。;!?]{0,4}|给我(?:打|来|回)个?电话"
)
"""Who asks to be called can be called."""


def _is_dead(page: Page, one: Candidate, device_at: int | None) -> bool:
    wish = _CALL_ME.search(page.plain, max(0, one.token.start - 24), one.token.start)
    if one.role is Role.CONTACT or wish:
        return False
    is_device = one.token.start == device_at
    return is_dead(page, one.token, is_device=is_device, named=one.role in (Role.OWN, Role.DEVICE))
