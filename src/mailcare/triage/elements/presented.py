"""Names that a sentence presents: 我叫 …, this is …, 请找 …."""

import re
from collections.abc import Iterator

from mailcare.triage.elements.names import (
    english_name,
    is_familiar,
    is_full_name,
    is_titled,
    may_be_name,
    name_length,
)
from mailcare.triage.elements.naming import KIN, POST, STAFF, Named, ends
from mailcare.triage.elements.page import Page, clause_bounds, matches
from mailcare.triage.elements.surnames import COMPOUND, NEVER_GIVEN, NOT_NAMES
from mailcare.triage.expressions import on_page

_SELF = on_page(
    r"(?:[我俺偶]叫|(?<=姓[\u4e00-\u9fa5])叫|(?<!区)(?<!司)(?<!店)(?<!品)(?<!站)名字叫|"
    r"我的名字(?:叫|是)|我名叫|叫我|称呼我|本人叫|我姓|本人姓|免贵姓|敝姓|"
    r"小姓|"
    r"(?:(?<=[\s,。;!?、])|^)姓(?![名氏])|(?:[我俺偶](?:还|就|还就)?(?:是|系)(?:那个|这个|原来的?|"
    r"上次的?)?(?:(?:她|他|其|"
    r"机主|户主|"
    r"用户)?的?(?:女儿|儿子|闺女|囡|丫头|老伴|太太|先生|爱人|老公|老婆|妻子|丈夫|孙子|孙女|家属))?|"
    r"我(?=\([\u4e00-\u9fa5]{2,4}\))|本人(?:是|系|乃)?)(?:(?:你们|贵.{1,4}|"
    r"上海|电信)的?)?(?:老)?"
    r"(?:用户|客户|业主|住户|机主|户主|居民)?(?:叫|是)?|鄙人|敝人|在下|小弟|晚生|"
    r"我(?=\([\u4e00-\u9fa5]{2,4}\)))\(?"
)
_THIRD = re.compile(
    r"(?:(?<=[他她伊])(?:就)?叫|(?<=姓[\u4e00-\u9fa5][,、 ])(?:名字)?叫|(?<=姓[\u4e00-\u9fa5])叫)"
)
"""The one for whom somebody writes, or whom we are to ask for."""
_SELF_EN = re.compile(
    r"\b(?:[Mm]y name(?: is|'s|’s)|I am|I'm|[Tt]his is|[Ii]t(?:'s|’s| is)|[Ss]igned(?: by)?:?|I, |"
    r"(?:reach|call|contact|ring|phone|ask for) (?:me|us),)[ ,]*(?=[A-Z])"
)
_HERE = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}(?= here(?: from| again|[,.]))")
_OF_PLACE = re.compile(r" (?:from|of|at) |,? (?:here|again)|[,.](?:\s|$)|$")
_NATION = re.compile(r"(?:ish|ese|[^v]ian|erman|rench|utch|ican|ussian|indian)$")
_ASK_FOR = on_page(
    r"(?:请?(?:直接)?(?:与|和|同|跟|找|揾|搵|寻|联系|洽|电洽|请找|请洽|致电)(?:我们?的?)?(?:女儿|"
    r"儿子|太太|"
    r"先生|爱人|老公|老婆|同事|助理|秘书|父亲|母亲|妈妈|爸爸|隔壁|对门|楼上|楼下|邻居|门卫|前台)?"
    r"(?: ?[+(\d][\d \-()+]{6,20})?(?:找|揾|搵|寻)?|(?:来信|"
    r"反映)(?:人|的)?(?:是|:)|客户|用户|业主) ?"
)
_ASK_FOR_EN = re.compile(
    r"\b(?:[Aa]sk for (?=[A-Z])|(?:[Cc]ontact|[Aa]ttn:?|[Cc]all|[Rr]ing|[Rr]each|"
    r"[Ss]peak (?:to|with)|[Aa]sk)(?: (?:my|our) [a-z]+(?: [a-z]+)?)? "
    r"(?=(?:Mr|Mrs|Ms|Miss|Dr)\b|[A-Z][a-z]+ [A-Z]))"
)
_AT_HOME_OF = re.compile(
    r"(?<![\u4e00-\u9fa5])(?=[\u4e00-\u9fa5]{2,4}家(?:里)?[\s,。;!?]|[\u4e00-\u9fa5]{2,4}家$)"
)


_MARKED = on_page(
    r"(?:写明|注明|写上|标明|交给?|寄给?|抬头)[:\"]?(?=[\u4e00-\u9fa5]{2,4}(?:亲)?收)"
)
_RECEIVES = re.compile(r"(?:^|(?<=[\s,:\d]))(?=[\u4e00-\u9fa5]{2,5}(?:亲)?收(?:[\s,。.;!]|$))")
_ON_BEHALF = on_page(
    r"(?:代|替|帮)(?:我们?|本)?(?:楼上|楼下|隔壁|对门|对面|邻居|[一二三四五六七八九\d]+(?:楼|号|"
    r"室)|居民|住户|老邻居|独居)?(?:的)?"
    r"(?=[\u4e00-\u9fa5]{2,6}(?:来)?(?:报修|报障|写|反映|投诉|发|问|申诉|申请|打听))"
)
_BEHALF_END = re.compile(r"(?:来)?(?:报修|报障|写|反映|投诉|发|问|申诉|申请|打听)")
_AM = on_page(r"(?:我|本人|俺|偶)(?:就)?(?:是|系|乃)(?=[^,。;!?\n]{2,24})")
_POST = on_page(rf"(?:{POST})[ :]?(?=[\u4e00-\u9fa5])|的(?=[\u4e00-\u9fa5]{{2,4}}[\s,。;!?(]|$)")
_KIN_LABEL = on_page(
    rf"(?:^|[\s,。;(]|是|我)(?:{KIN}|奶奶|爷爷|外婆|外公|妈妈?|爸爸?) ?[:,(] ?(?=[\u4e00-\u9fa5])"
)
_REPORTS = re.compile(
    r"(?:^|(?<=[\n。:,]))(?:用户|客户)?[ ]?(?=[\u4e00-\u9fa5]{2,5} "
    r"?(?:\(?[+\d][\d \-()]{6,20})?(?:\([^)\n]{2,24}\))?"
    r"(?:来信|来电|来访|反映|投诉|诉称|要求|报障|申诉))"
)
_SURNAME_OF = on_page(
    r"(?:老板|店主|业主|屋主|房主|户主|机主|联系人|用户|客户|本人|"
    r"我)(?:是)?姓(?=[\u4e00-\u9fa5]{1,2}(?:[\s,。;!?]|$))"
)
_I_NAME = on_page(r"(?:^|[\s,。!;:])我(?=[\u4e00-\u9fa5]{2,3}[\s,(])")
_SEND_TO = on_page(
    r"(?:联系|找|问|打给|致电|拨打|请与|请和|请跟|洽)(?:一下)?(?:我们?|本|我司|我公司|我单位|公司|"
    r"单位|我厂|我店|我校)?(?:的)?(?=[^,。;!?\n]{0,8})"
)


_CAPITAL = re.compile("[A-Z]")


def _english(words: re.Pattern[str], page: Page) -> Iterator[re.Match[str]]:
    """Yield where English words stand beside which names are written with a capital."""
    return matches(words, page.shown) if _CAPITAL.search(page.shown) else iter(())


def _described(page: Page) -> Iterator[Named]:
    """Yield the name at the end of 我是 … (a post, a relation) … name."""
    for match in matches(_AM, page.plain):
        yield from _behind_post(page, match.end(), match.end() + 20, 86)
    for match in matches(_SURNAME_OF, page.plain):
        yield from _surname_only(page, match.end())
    for pattern in (_KIN_LABEL, _I_NAME, _REPORTS):
        for match in matches(pattern, page.plain):
            length = name_length(page.plain, match.end(), sure=False)
            end = match.end() + length
            if length and ends(page, end) and _is_person(page.plain[match.end() : end]):
                yield Named(74, page.shown[match.end() : end], match.end(), end)
    for match in matches(_SEND_TO, page.plain):
        yield from _behind_post(page, match.end(), match.end() + 8, 79)


def _is_person(text: str) -> bool:
    return is_full_name(text, sure=False) or is_titled(text)


def _behind_post(page: Page, start: int, stop: int, score: int) -> Iterator[Named]:
    left, right = clause_bounds(page.plain, start, start)
    for post in _POST.finditer(page.plain, max(left, start), min(right, stop)):
        apart = post[0][-1] in " :"
        length = name_length(page.plain, post.end(), sure=apart)
        if not length and is_familiar(page.plain[post.end() : post.end() + 2]):
            length = 2
        end = post.end() + length
        if length and ends(page, end) and not STAFF.search(page.plain[start : post.end()]):
            yield Named(score, page.shown[post.end() : end], post.end(), end)


def introduced(page: Page) -> Iterator[Named]:
    """Yield the names with which the writers introduce themselves."""
    yield from _described(page)
    for match in matches(_SELF, page.plain):
        if match[0].endswith("姓"):
            yield from _in_two_parts(page, match.end())
            yield from _surname_only(page, match.end())
            continue
        english = english_name(page.shown, match.end()) if match[0].endswith(("叫", "叫我")) else ""
        if english:
            yield Named(88, english, match.end(), match.end() + len(english))
            continue
        length = name_length(page.plain, match.end(), sure=match[0].endswith("叫"))
        if not length and is_familiar(page.plain[match.end() : match.end() + 2]):
            length = 2
        busy = 0 if ends(page, match.end() + length) else _busy(page, match)
        length = _whole_field(page, match) or busy or length
        end = match.end() + length
        done = ends(page, end) or match[0].endswith(("叫", "叫我", "称呼我")) or busy
        before = page.plain[max(0, match.end() - 12) : match.end()].replace("还是那个", "")
        if length and done and not STAFF.search(before):
            yield Named(90, page.shown[match.end() : end], match.end(), end)
    yield from _third(page)
    for match in _english(_HERE, page):
        if english_name(page.shown, match.start()) == match[0]:
            yield Named(86, match[0], match.start(), match.end())
    for match in _english(_SELF_EN, page):
        name = english_name(page.shown, match.end())
        if name and (
            len(name.split()) > 1
            or match[0].startswith(("My", "my"))
            or (
                not _NATION.search(name.lower())
                and _OF_PLACE.match(page.shown, match.end() + len(name))
            )
        ):
            yield Named(88, name, match.end(), match.end() + len(name))


def _third(page: Page) -> Iterator[Named]:
    """Yield the names of those for whom somebody else writes: 她姓郝,叫 …."""
    for match in matches(_THIRD, page.plain):
        length = name_length(page.plain, match.end(), sure=True)
        end = match.end() + length
        before = page.plain[max(0, match.start() - 24) : end]
        if length and ends(page, end) and not STAFF.search(before):
            yield Named(64, page.shown[match.end() : end], match.end(), end)


_HUMBLE = ("本人", "鄙人", "敝人", "在下", "小弟", "晚生")
_VERB = re.compile(r"[有在因现为想要购订办用自从昨今已一特就致向对曾收将需由租托委家住年]")
_CALLED = re.compile(r"[\u4e00-\u9fa5]{2,3}(?=[ \t\n,。;|/(\d]|$)")


def _whole_field(page: Page, match: re.Match[str]) -> int:
    """Return the length of what stands between 我叫 and the next stop, if it may be a name."""
    field = _CALLED.match(page.plain, match.end()) if match[0].endswith("叫") else None
    named = field and (may_be_name(field[0]) or field[0][0] in "小阿") and not _not_name(field[0])
    return len(field[0]) if field and named else 0


def _not_name(text: str) -> bool:
    return bool(set(text) & NEVER_GIVEN) or text in NOT_NAMES


def _busy(page: Page, match: re.Match[str]) -> int:
    """Return the length of a name that goes straight on into its sentence: 本人 … 有要事."""
    end = match.end() + _LONG_NAME
    name = page.plain[match.end() : end]
    fine = name[:1] != "于" and match[0].endswith(_HUMBLE) and is_full_name(name, sure=True)
    return _LONG_NAME if fine and _VERB.match(page.plain, end) else 0


_LONG_NAME = 3


_GIVEN_PART = re.compile(
    r"[,、 ]{0,2}(?:单|双)?名(?:字)?(?:叫|是|唤|一个)?"
    r"(?P<given>[\u4e00-\u9fa5]{1,2}?)字?(?=[\s,。;!(]|$)"
)


def _in_two_parts(page: Page, start: int) -> Iterator[Named]:
    """Yield the whole name of who tells its parts: 姓辛,名晴."""
    for size in (2, 1):
        given = _GIVEN_PART.match(page.plain, start + size)
        surname = page.shown[start : start + size]
        if given and (size == 1 or page.plain[start : start + size] in COMPOUND):
            yield Named(92, surname + page.shown[slice(*given.span("given"))], start, given.end())
            return


def _surname_only(page: Page, start: int) -> Iterator[Named]:
    """Yield the name after 我姓: the surname alone, or whatever name follows."""
    length = name_length(page.plain, start, sure=False)
    if length and ends(page, start + length):
        yield Named(80, page.shown[start : start + length], start, start + length)
        return
    for size in (2, 1):
        surname = page.plain[start : start + size]
        known = surname in COMPOUND if size > 1 else is_full_name(surname + "明", sure=True)
        if known and ends(page, start + size):
            yield Named(70, page.shown[start : start + size], start, start + size)
            return


def asked_for(page: Page) -> Iterator[Named]:
    """Yield the names of those whom the letter asks us to speak to."""
    for match in matches(_AT_HOME_OF, page.plain):
        length = name_length(page.plain, match.end(), sure=False)
        if length and page.plain[match.end() + length] == "家":
            yield Named(
                65,
                page.shown[match.end() : match.end() + length],
                match.end(),
                match.end() + length,
            )
    for match in matches(_ASK_FOR, page.plain):
        length = name_length(page.plain, match.end(), sure=False)
        end = match.end() + length
        if (
            length
            and ends(page, end)
            and not STAFF.search(page.plain[max(0, match.start() - 8) : match.end()])
        ):
            yield Named(78, page.shown[match.end() : end], match.end(), end)
    for match in matches(_MARKED, page.plain):
        length = name_length(page.plain, match.end(), sure=True)
        if length and page.plain[match.end() + length] in "亲收":
            end = match.end() + length
            yield Named(66, page.shown[match.end() : end], match.end(), end)
    yield from _others(page)
    for match in _english(_ASK_FOR_EN, page):
        name = english_name(page.shown, match.end())
        if name:
            yield Named(76, name, match.end(), match.end() + len(name))


def _others(page: Page) -> Iterator[Named]:
    """Yield who is to get our answer, or for whom somebody else writes."""
    for pattern, until, score in ((_RECEIVES, _GETS, 66), (_ON_BEHALF, _BEHALF_END, 63)):
        for match in matches(pattern, page.plain):
            length = name_length(page.plain, match.end(), sure=True)
            end = match.end() + length
            if length and until.match(page.plain, end):
                yield Named(score, page.shown[match.end() : end], match.end(), end)


_GETS = re.compile("亲?收")
