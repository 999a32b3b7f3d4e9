"""Whatever may be a name, in more places than rules could bear: which is one is learnt."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mailcare.triage.elements.names import (
    english_name,
    is_familiar,
    is_full_name,
    is_given_name,
    is_parent,
    is_titled,
)
from mailcare.triage.elements.naming import ends
from mailcare.triage.elements.page import Page
from mailcare.triage.elements.surnames import COMMON, COMPOUND, NEVER_GIVEN, NOT_NAMES

_HAN, _APART = r"[\u4e00-\u9fa5]", r"(?<![\u4e00-\u9fa5\d])"
_NO_MORE = r"(?![\u4e00-\u9fa5])"
_BEHIND_WORD = (
    r"(?<=叫)|(?<=我是)|(?<=找)|(?<=联系)|(?<=本人)|(?<=系人)|(?<=的是)|(?<=客户)|(?<=用户)|"
    r"(?<=谢谢)|(?<=名)|(?<=是)|(?<=[我您]姓)"
)
_WHOLE = re.compile(
    rf"(?:{_APART}(?<![A-Za-z] )|{_BEHIND_WORD})(?=(?P<name>{_HAN}{{1,6}}){_NO_MORE})"
)
_FIRST = re.compile(
    rf"(?:{_APART}|(?<=叫)|(?<=我是)|(?<=姓)|(?<=找)|(?<=联系)|(?<=本人)|(?<=系人))(?={_HAN}{{3}})"
)
_RUN = re.compile(rf"{_HAN}{{3,}}")
_LEADS = frozenset("我是叫姓找人的和跟与系名给请谢户联向本替为由及")
"""Characters in front of a name that ends a run of them."""
_TITLED = re.compile(
    rf"(?P<name>[{''.join(sorted(COMMON))}](?:女士|先生|小姐|阿姨|老师|师傅|经理|主任|大姐|大哥|阿婆|阿伯|"
    r"医生|律师|总(?![是共算之会台要部公额])|工(?=[,。;\s、\d(打联])|姐|哥|叔|伯|婆)(?!们|您|你))"
)
_KINLY = (
    "姐|嫂子?|叔|伯|太|婆|妈|爸|大妈|老太太?|大婶|好婆|阿姨|大爷|大叔|爷叔|大嫂|老头|妈妈|爸爸|"
    "老师|师傅|阿公|阿婆"
)
_PET = re.compile(
    rf"(?P<name>[老小阿]{_HAN}(?:头|弟|妹|{_KINLY})?|{_APART}{_HAN}{{1,3}}(?:{_KINLY}){_NO_MORE})"
)
_SAID = re.compile(
    r"(?:叫|我是|签名|姓名|掌柜|店主|老板|发件|寻|找|班长|网管|经理|联系人|"
    rf"[我她他]的?(?:孙子|孙女|儿子|女儿|邻居)?)[ :]*(?=(?P<name>{_HAN}{{2,6}}){_NO_MORE})"
)
_LAST = re.compile(
    rf"(?:{_APART}|(?<=的))(?P<name>{_HAN}{{2,5}}){_NO_MORE}(?=[ \n。.!\d]*$|[ ,]*\d)"
)
_ROLE = (
    "房东|经办|法务|妈妈|爸爸|家长|组长|值班|工程部|院办|行政|财务|前台|店长|店主|物业|担当|机主|业主|租客|楼上|楼下|"
    "[科课室部办处]"
)
_ALONE = re.compile(
    rf"(?:(?<=[。!?~\n;])|(?<=\d)[ ,]{{0,2}}|(?<=[。!?~\n;])(?:{_ROLE})|(?<=\d)[ ,](?:{_ROLE})|"
    rf"(?<=[与和找])(?:{_HAN}{{0,2}}[科课室部办处]))"
    rf"(?P<name>{_HAN}{{2,4}}){_NO_MORE}(?=[ 。.!~]*(?:\n|$)|[ ,:(]{{0,2}}[+\d]|[ ]?\()"
)
"""What may close a letter however little like a name it sounds, or stands beside a number."""
_FAR_SOUNDS = frozenset(
    "热孜古丽扎西次仁卓玛木尔娃买提艾山依汗斯琴巴图格日勒阿布都拉迪力吐尼娜帕别克哈萨达瓦多吉旺姆德"
    "央宗曲桑朝鲁乌云其高万木买合孜然江热孜万江孜丹增洛白马平措罗布加措索朗"
)
"""With which names of minorities are written."""
_OFTEN = 3


def _may_be(name: str) -> bool:
    """Say whether what stands where a name may stand has the form of one."""
    if len(name) >= _OFTEN and _FAR_SOUNDS.issuperset(name):
        return True
    if not NEVER_GIVEN.isdisjoint(name) or name[0] in _NO_HEAD:
        return False
    if name[:2] in COMPOUND:
        return len(name) in _SIZES
    short = len(name) <= _OFTEN
    return short and (name[0] in COMMON or name[0] in _PETS) and name[1:] not in NOT_NAMES


_PETS = frozenset("老小阿")
_CALLED = re.compile(rf"(?:[我名]字?叫|全名是?)(?=(?P<name>{_HAN}{{2,4}}){_NO_MORE})")
"""What somebody says to be called is a name, whatever it is."""
_WAYS = (
    ("called", _CALLED),
    ("titled", _TITLED),
    ("pet", _PET),
    ("said", _SAID),
    ("last", _LAST),
    ("alone", _ALONE),
)
_FITS = {"said": _may_be, "last": _may_be}
_NO_HEAD = frozenset("我你您他她它的是在有没不这那请就也都把被将会")
"""With which no name starts."""
_CAPITAL = re.compile(r"(?<![A-Za-z@./'’-])[A-Z][A-Za-z]")
_INITIAL = re.compile(r"(?<![A-Za-z])(?:[A-Z]\. ?[A-Z][a-z]+|[A-Z][a-z]+ [A-Z]\.(?=\s|$))")
_TITLE = re.compile(r"(?:Mrs?|Ms|Miss|Dr|Prof|Sir)\.? (?=[A-Z])")
_HAN_BEHIND = re.compile(rf" ?(?P<name>{_HAN}{{1,3}}){_NO_MORE}")


class Spotted(NamedTuple):
    """A place where a name may stand, and by what it was spotted."""

    start: int
    end: int
    by: str


def spotted(page: Page) -> Iterator[Spotted]:
    """Yield where names may stand; the same place may come more than once."""
    yield from _whole_or_first(page)
    for by, pattern in _WAYS:
        for match in pattern.finditer(page.plain):
            name = match["name"]
            fits = ends(page, match.end("name")) if by == "pet" else _FITS.get(by, bool)(name)
            known = (name if by != "alone" else name[:_TWO] * (len(name) > _TWO)) in NOT_NAMES
            if fits and not known and name[0] not in _NO_HEAD:
                yield Spotted(*match.span("name"), by)
    for match in _RUN.finditer(page.plain):
        yield from _at_the_end(match)
    yield from _english(page)


def _whole_or_first(page: Page) -> Iterator[Spotted]:
    for match in _WHOLE.finditer(page.plain):
        if _is_name(match["name"]):
            yield Spotted(*match.span("name"), "apart")
    for match in _FIRST.finditer(page.plain):
        start = match.start()
        for size in (3, 2):
            behind = page.plain[start + size : start + size + 1]
            name = page.plain[start : start + size]
            inside = "\u4e00" <= behind <= "\u9fa5" and ends(page, start + size)
            if inside and is_full_name(name, sure=False):
                yield Spotted(start, start + size, "begins")


def _at_the_end(match: re.Match[str]) -> Iterator[Spotted]:
    run, end = match[0], match.end()
    for size in (3, 2):
        led = len(run) > size and run[-size] != run[-size - 1] in _LEADS
        if led and is_full_name(run[-size:], sure=True):
            yield Spotted(end - size, end, "ends")


def _english(page: Page) -> Iterator[Spotted]:
    for match in _CAPITAL.finditer(page.shown):
        start = match.start()
        name = english_name(page.shown, start)
        if not name:
            continue
        end = start + len(name)
        yield Spotted(start, end, "capital")
        title = _TITLE.match(name)
        if title:
            yield Spotted(start + title.end(), end, "behind a title")
        both = _HAN_BEHIND.match(page.plain, end)
        if both and (both["name"] in COMMON or is_full_name(both["name"], sure=True)):
            yield Spotted(start, both.end("name"), "both")
    for match in _INITIAL.finditer(page.shown):
        yield Spotted(*match.span(), "initial")


_TWO, _SIZES = 2, (2, 3, 4)
_THANKS = "谢"
"""A surname, too, but alone it closes a letter as thanks."""


def _is_name(run: str) -> bool:
    if len(run) > _OFTEN and run[:_TWO] in NOT_NAMES:
        return False
    if len(run) == 1:
        return run in COMMON and run != _THANKS
    if len(run) in _SIZES and is_full_name(run, sure=True):
        return True
    if is_titled(run) or is_familiar(run) or is_parent(run):
        return True
    doubled = run[0] == run[1] and run not in NOT_NAMES
    return len(run) == _TWO and (is_given_name(run) or doubled)
