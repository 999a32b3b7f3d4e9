"""Whether a line is said to be dead: a phone on which nobody can be reached is none."""

import re

from mailcare.triage.elements.numbers import Shape, Token
from mailcare.triage.elements.page import Page, clause_bounds, sentence_bounds
from mailcare.triage.expressions import on_page

_DEAD = on_page(
    r"停机(?!提醒|短信|通知|保号|了[一两几半\d]|前|费)|停用|被停(?:了|掉|话)?|停了|停掉|"
    r"(?:已|被|早就|已经|都|早)(?:经)?(?:销号|注销|销户|拆机)|(?:销号|注销|销户|拆机)(?:了|掉|后|"
    r"多年|以后)|拆了|(?:没有?|无|听不到|"
    r"没得)(?:拨号音|声音|声|音)|无声|没有?(?:任何|一点|半点)?(?:蜂鸣|嘟嘟?|反应|动静|响动|信号音)|"
    r"(?:声音|声响|嘟嘟?声|声息|动静|反应)(?:都|也|全|就)?(?:没|冇|呒没)|毫无(?:声|反应|动静)|"
    r"静悄悄|一声不(?:吭|响)|"
    r"(?:拿|拎|提|摘)起(?:来|听筒|话筒|电话)*[^,。!?;\n]{0,6}(?:静|空|哑|死|没|无|冇)|冇声|无音|"
    r"(?:再|也|都|就|又|都再)(?:也)?(?:不|没|未)(?:再)?响(?:过|了)?(?![铃])|响不[了起]|拨不了号|"
    r"(?:把|将|给|被)(?:我|我们|我家|阿拉)?(?:的|家)*(?:电话|座机|号码?|线|"
    r"网)?(?:给)?\d{0,11}(?:掐|剪|拔|断|停|封|关)(?:了|掉|断|死)|"
    r"(?:线|缆|杆)[^,。!?;\n]{0,8}(?:挖|拉|剪|刮|压|撞|扯|吹|割)(?:断|倒)|(?:双向?|双)(?:关)?停|"
    r"(?:不能|没法|无法)(?:呼出|打)(?:也|又)?(?:不能|没法|无法)(?:呼入|接)|"
    r"(?:打|拨|呼)不(?:出|通)(?:也|又|、)?(?:打|拨|呼|接)?不(?:进|到)|打得?进来没反应|"
    r"(?:早|已经?|年|月|都|没)(?:就|也)?(?:不|没|在)(?:再|在)?用了|没人(?:听|住)|"
    r"[没无](?:有)?(?:通话|语音)功能|物联(?:网)?卡|"
    r"没服务|无服务|去世|过世|病故|亡故|手机[^,。!?;\n]{0,8}(?:摸走|扒|落在|掉在|丢在|忘在|抢走|没了(?=[,。;!]))|"
    r"[找寻]不回|"
    r"(?:卡|号|电话)[^,。!?;\n]{0,8}(?:裂|碎|摔坏|补走|退掉)|"
    r"(?:只能?上网|不能?)(?:不能)?(?:打电话|通话|接电话|语音)|"
    r"(?:打|拨|呼|接)(?:不|唔|勿)(?:通|进|到)(?!了?(?:国际|国外|海外|外地|外国|[\u4e00-\u9fa5]国|"
    r"香港|台湾|"
    r"澳门|日本|长途|对方|客服|热线|你们|贵|10\d{3}))|接(?:不|唔)(?:通|到|了|听)|(?:无法|不能|"
    r"没法|没办法|"
    r"冇法|不可以)(?:正常)?(?:接听|接通|拨通|通话|使用(?=[,。!?;\s]|$)|呼入|被叫|接电话|打进|打通|"
    r"打电话|接打|"
    r"拨打)|"
    r"(?:电话|座机|固话|线路|手机|号码|门号|话机)(?:线|机)?(?:也|都|就|已|已经|又|一直|全|突然|"
    r"同时|现在|目前|当然)*(?:断|坏|不通|没用|用不了|不能用|不响|哑|瘫|丢|掉了|被偷|失灵|故障)|"
    r"(?:成|是|变)了?哑巴|(?:手机|卡|\d)在?[^,。!?;\n]{0,10}[线车路铁][上里](?:被|给人?)?(?:偷|盗|"
    r"抢|丢)|"
    r"关机|暂停服务|服务暂停|空号|(?:卡|手机|sim)(?:已|已经|被)?(?:丢|偷|掉|遗失|坏|失效|作废|烧)|"
    r"(?:卡|手机|\d)[^,。!?;里中上\n]{0,6}(?:丢了|丢失了|被偷|被盗(?=[,。;!]|了)|遗失|"
    r"已?挂失了?(?=[,。;!]))|"
    r"(?<=\d)[, ]?(?:现在|目前|如今|已经|当然|根本|完全|彻底){1,3}(?:不能|没法|无法)用|"
    r"不通了|盗割|(?:还|至今|到现在|一直|今天)(?:还)?(?:没有?|未)(?:给我)?(?:复机|恢复通话|开机)|"
    r"(?:业?已|已经|早已|早就|都)(?:[在到去][^,。!?;\n\d]{1,8})?(?:拆(?:除|掉|走)|销掉|退掉|注销)|"
    r"卡(?:我|也|都|已经?|早就?|被我?)*(?:剪|掰|扔|折|撕|烧)(?:了|掉|断|碎)|号(?:码)?(?:都|也|"
    r"已经?|早就?)*没了|(?:手机|电话|"
    r"卡)[^,。!?;\n]{0,8}(?:掉|落|跌|"
    r"泡)(?:进|到|在|"
    r"入)?[^,。!?;\n]{0,5}[水江河海湖桶沟]里?|(?:电话|座机|固话)[^,。!?;\n]{0,6}(?:一起|都|全|"
    r"同时|一道)(?:断|坏|不通|哑|瘫|"
    r"没了|没用)|"
    r"(?<![a-z])(?:silent|no (?:sound|tone)|nothing but (?:a |an )?(?:hiss|noise|static|silence)|"
    r"no calls (?:in|out)|takes? no calls|nobody can (?:ring|call|reach)|given up|"
    r"you (?:have )?cut|suspended|cut off|disconnected|no dial ?tone|dead|switched off|"
    r"out of (?:order|"
    r"service)|deactivated|"
    r"cannot be (?:called|reached)|can't be (?:called|reached)|barred|blocked|(?:lost|"
    r"stole) (?:my|the|her|his) (?:phone|handset|sim|mobile)|"
    r"fell into|dropped (?:it )?in(?:to)?|"
    r"(?:got|was|were|been|is) (?:lost|stolen)|no longer (?:works|rings|in use|active)|"
    r"stopped (?:ringing|working)|"
    r"does(?: not|n't) (?:work|ring)|not working|unreachable)(?![a-z])"
)
_ALIVE = on_page(
    r"(?:打|拨|呼)得(?:进|通)|(?<!不)(?:能|可以)(?:打|拨|呼)(?:进|通)|(?<!不)(?:能|可以|可|"
    r"还能)(?:接|打进|拨入|"
    r"呼入|接听|接到|接通)|"
    r"只能(?:接|打进|呼入)|单(?:向|停|边)|"
    r"找得到我|还(?:能)?通(?![过知])|仍通|现在(?:还)?通|(?:打|拨)不出(?![^,。]{0,4}(?:打|"
    r"拨)不(?:进|通))|呼不出|自己响|(?<!不)响铃|(?:会|能)响|"
    r"(?<![说讲称复是示])(?:已|已经|现在|后来|又|目前|"
    r"自己)(?:自己)?(?:能|可以|经)?(?:恢复|复机|"
    r"通了|好了|"
    r"正常|开通|开机|修好)|保持开机|24小时开机|"
    r"(?<![a-z])(?:still rings?|can (?:still )?(?:receive|be called|take)|"
    r"incoming calls? (?:still )?work|one-way|outgoing|"
    r"works? again|restored)(?![a-z])"
)
_NOT_YET = re.compile(
    r"(?:请|麻烦|要求|帮忙|需要|要|会|将|怕|否则|申请|办理|想|可能|说|再|(?<![早年月周经])就|即将|"
    r"马上|避免|防止|"
    r"以免|威胁|不然|限期|"
    r"为何要|准备|打算|怎么|如何|能否|(?<!已)(?<!已经)(?<!刚)办|给我|把我|帮我|替我|帮|替)(?:给我|"
    r"被|你们|我)?$"
)
_SOMETIMES = re.compile(
    r"(?:有时|白天|夜里|晚上|上班|开会|下班|偶尔|经常|常常|时常|动不动|时而|的时候|如果|"
    r"万一)[^,。]{0,6}$"
)
_OTHERS = re.compile(
    r"(?:(?<!\d)(?:1[01]\d{3}|114)(?!\d)|热线|客服|人工|营业厅|(?<!被)你们(?:的)?|贵司|投诉|服务|"
    r"物业|(?:对方|原主)的?(?:号码?|电话|手机|卡)|"
    r"经理|师傅|值班|总台|柜台|hotline|service desk)[^,。]{0,8}$"
)
_LINE_OF_USER = re.compile(
    r"(?:电话|手机|号码|座机|固话|门号|小灵通|话机|sim卡?|电话线|[这该]号|(?<![a-z])(?:phone|"
    r"number|"
    r"line|mobile|sim|landline)(?![a-z]))[^。!?;\n]{0,18}$"
)
_LINES_ONLY = re.compile(
    r"停机|(?:还|至今|到现在|一直|今天)|(?:业?已|已经|早已|早就|"
    r"都)(?:[在到去][^,。!?;\n\d]{1,8})?(?:拆|销掉|退掉|注销)|"
    r"卡(?:我|也|都|已经?|早就?|被我?)*(?:剪|掰|扔|折|撕|烧)|号(?:码)?(?:都|也|已经?|早就?)*没了|"
    r"(?:已|被|早就|已经|都|"
    r"早)?(?:经)?(?:销号|拆机)|空号|(?:没有?|无|听不到)拨号音|"
    r"no dial ?tone"
)
"""What can be said of nothing but a line."""
_ANYTHING = re.compile("")
_SERVICES_OF_LINE = re.compile(
    r"(?:iptv|电视|机顶盒|点播|视频|回看|节目|频道|音乐|app|客户端|页面|宽带|光纤|网络|网|邮箱|"
    r"会员|业务|套餐|功能|服务|包月|彩铃|流量|账号|帐号|拨号|域名|主机|"
    r"网站)[^,。]{0,8}$"
)


def is_dead(page: Page, token: Token, *, is_device: bool, named: bool) -> bool:
    """Say whether the letter calls the line of `token` dead.

    A line that the letter is about (`is_device`) may be called so in the next clause, and one that
    is `named` as such even anywhere in the letter; any other line only beside its number.
    """
    anywhere = is_device and named
    question = (is_dead, token.start, is_device, anywhere)
    return page.once(
        question, lambda: _is_dead(page, token, is_device=is_device, anywhere=anywhere)
    )


def _is_dead(page: Page, token: Token, *, is_device: bool, anywhere: bool) -> bool:
    around = sentence_bounds if is_device else clause_bounds
    left, right = around(page.plain, token.start, token.end)
    beside = page.plain[left:right]
    if _ALIVE.may_begin(page.plain, left, right) and _ALIVE.compiled.search(beside):
        return False
    if _UNBLOCK.search(page.plain, left, token.start) or _is_to_reopen(page.plain, token):
        return True
    if _DEAD.may_begin(page.plain, left, right) and _says_dead(
        _without_others(beside, token.start - left, mobile=token.shape is Shape.MOBILE), _ANYTHING
    ):
        return True
    if not anywhere or page.count(_ALIVE):
        return False
    return _says_dead(_without_our_lines(page.plain), _LINE_OF_USER)


_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]")
_OUR_LINE = re.compile(r"(?:你们|贵[司处]|客服|热线|(?<!\d)1[01]\d{3}(?!\d)).*?(?:打|拨)")


def _without_our_lines(plain: str) -> str:
    """Return the text without what it tells of calls to us: our line is dead then, not theirs."""
    return _SENTENCE.sub(lambda one: " " if _OUR_LINE.search(one[0]) else one[0], plain)


_OTHER_NUMBER = re.compile(r"(?<!\d)[\d][\d \-]{3,}\d")
_OLD_NUMBER = re.compile(
    r"\([^)]{0,4}(?:旧|老|原|old)[^)]{0,16}\)|(?:旧|老|原来的?)(?:号码?|卡|手机)[^,。]{0,12}"
)


_FIXED_BESIDE = re.compile(
    r"[(,] ?(?:小灵通|座机|固话|宅电|家里电话|办公电话|老号|landline|fixed line|home phone)"
)


def _without_others(beside: str, at: int, *, mobile: bool) -> str:
    """Return the clause up to the next number behind `at`, of which all further words speak."""
    own = _OTHER_NUMBER.match(beside, at)
    end = own.end() if own else at
    behind = _OTHER_NUMBER.search(beside, end)
    joined = behind and beside[end : behind.start()].strip() in _JOINTS
    kept = beside if behind is None or joined else beside[: behind.start()]
    old = _OLD_NUMBER.search(kept, end) or (mobile and _FIXED_BESIDE.search(kept, end))
    return kept[: old.start()] if old else kept


_UNBLOCK = re.compile(
    r"(?<![a-z])(?:unblock|unbar|un-?suspend|reactivate|reconnect)(?: my| the)?(?: \w+){0,2} ?$"
)
_ASKED = re.compile(r"(?:给|把|将|请|为|帮)(?:我的?|我们)?(?:这个)?(?:手机|电话|号码?)? ?$")
_REOPEN = re.compile(
    r"[ ]?(?:这个号码?|电话|手机)?(?:尽快|马上|办理|做|恢复){0,2}(?:复机|复话|开机|通话)"
)


def _is_to_reopen(plain: str, token: Token) -> bool:
    """Say whether the letter asks for a stopped line: 请给 6… 复机."""
    asked = _ASKED.search(plain, max(0, token.start - 10), token.start)
    return bool(asked and _REOPEN.match(plain, token.end))


_JOINTS = frozenset({"、", "/", "和", "及", "与", "或", "and", "&"})


def _says_dead(text: str, subject: re.Pattern[str]) -> bool:
    return any(_is_about_line(text, match, subject) for match in _DEAD.compiled.finditer(text))


def _is_about_line(text: str, match: re.Match[str], subject: re.Pattern[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()]
    if _SOMETIMES.search(before) or _SOMETIMES.search(text[match.start() : match.end() + 4]):
        return False
    done = text[match.end() : match.end() + 1] == "了" and before.endswith(("把我", "给我"))
    if (
        (_NOT_YET.search(before) and not done)
        or _OTHERS.search(before)
        or _SERVICES_OF_LINE.search(before)
    ):
        return False
    if _LINES_ONLY.match(match[0]):
        return True
    return bool(subject.search(text[max(0, match.start() - 24) : match.start() + 2]))
