"""The number or account of the service that a letter is about."""

import re

from mailcare.model.letter import Address
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.labels import Role
from mailcare.triage.elements.numbers import Shape
from mailcare.triage.elements.page import Page, clause_bounds, closes
from mailcare.triage.elements.service import Service, is_about

_NEVER = frozenset({Role.NOT, Role.OTHER})
_BY_LABEL = {Role.DEVICE: 6.0, Role.OWN: 3.0, Role.LINE: 1.0, Role.BARE: 0.5, Role.CONTACT: -4.0}
_FITTING: dict[Service, frozenset[Shape]] = {
    Service.FIXED: frozenset({Shape.FIXED, Shape.LOCAL}),
    Service.MOBILE: frozenset({Shape.MOBILE, Shape.FIXED, Shape.LOCAL}),
    Service.BROADBAND: frozenset({Shape.ACCOUNT, Shape.FIXED, Shape.LOCAL}),
    Service.MAIL: frozenset({Shape.ADDRESS, Shape.DOMAIN}),
    Service.HOSTING: frozenset({Shape.DOMAIN, Shape.IP, Shape.ACCOUNT}),
    Service.CARD: frozenset({Shape.CARD}),
    Service.VNET: frozenset({Shape.ACCOUNT, Shape.FIXED, Shape.LOCAL, Shape.MOBILE}),
}
_ENOUGH = 2.0
_FREE_MAIL = re.compile(
    r"(?:@|^|\.)(?:163|126|139|qq|sina|sohu|gmail|hotmail|outlook|yahoo|foxmail|21cn|tom|aliyun|"
    r"icloud|live|msn|189)\."
)
_SERVER_NAME = re.compile(
    r"^(?:smtp|pop3?|imap|mx\d*|ns\d*|dns\d*|bl|zen|webmail|speedtest|test|download|update|time)\."
)
_ANSWER_TO = re.compile(
    r"(?:回复|答复|回信|发(?:到|至|给)|寄|抄送|联系|转|reply|send|write|contact|e-?mail|mailto|"
    r"邮件)[^,。\n]{0,8}:?\s*$"
)
_PEER = re.compile(
    r"(?:攻击|来源|来自|对方|源ip|发往|发给|寄给|寄到|发到|收件人|发件人|指向|改为|改成|解析到|"
    r"恢复为|提交|登录地|blocked|blacklist|client host|"
    r"gateway|网关|路由|跳|dns|from|attack|peer|points? to|resolv|using|via|经由|对端|客户|供应商|"
    r"伙伴|友商|例如|比如|像|参照|e\.g\.)[^,。\n]{0,12}$"
)
_FROM_OWN = re.compile(
    r"(?<![a-z])(?:(?:send|sending|mail|write|log ?in|reply|connect|anything)(?![a-z])"
    r"[^,;\n]{0,45}(?:from|with|via|using)|"
    r"(?:my|our)(?: (?!friend|customer|client|partner|supplier)[a-z\-]+){0,3})"
    r"[ :]*$|(?:我的?|本人的?|我司的?|我们的?|我公司的?|本公司)(?:自己的?)?(?:vip|"
    r"企业|个人|收费|工作|公司)?"
    r"(?:邮箱|信箱|账号|帐号|网站|域名|主机|服务器)(?:地址|账号)?[:是为 ]*$|"
    r"(?:给|到|向)(?:我们|我|我司|我公司|我单位)(?:的)?[ :]*$"
)
_TO_ANSWER = re.compile(
    r"(?:reply|answer|contact|reach|respond|write)[^.;\n]{0,20}$|(?:回复|答复|回信)[^,。\n]{0,8}$"
)
_PROVIDER = re.compile(r"(?:vip|online)\.sh\.cn$")
_PRIVATE = re.compile(r"(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")
_PLAIN_ID = re.compile(
    r"(?:账号|帐号|账户名?|用户名|登录名|登陆名|通行证|(?<![a-z])(?:account(?: (?:name|no|number|"
    r"id))?|"
    r"user ?(?:name|id)|login(?: name)?|id)(?![a-z]))"
    r"(?P<sep>[ \t]*(?:是|为|叫做?|叫作|名叫|即|:|=|\(|\[|「|\"|“|"
    r"\|)*[ \t]*(?:is )?[\"“「]?)(?P<id>[a-z0-9][a-z0-9._\-]{2,30}[a-z0-9])(?![a-z0-9@])"
)
_MAILBOX_ID = re.compile(
    r"(?:邮箱|信箱|(?<![a-z])(?:mailbox|mail account))(?:名|名字|名称|账号|帐号)?(?P<sep>(?:是|"
    r"叫做?|叫作|为|"
    r"named|called|"
    r"[:(\[\"'「])?[ \t\"'(:]*)(?P<id>[a-z][a-z0-9._\-]{2,30}[a-z0-9])(?![a-z0-9._\-@])"
)
_LETTER = re.compile(r"[a-z]")
_SERVICE_ID = re.compile(
    r"(?:专线号|专线|电路(?:编?号|代号)?|实例(?:id|名|号)?|主机(?:名|编号|号)?|业务(?:号码?|编号|"
    r"账号)|设备(?:号码?|编号)|产品(?:号码?|编号)|"
    r"用户(?:号|编号)|客户(?:号|编号)|宽带(?:号|账号|帐号)|接入号|(?<![a-z])(?:circuit|instance|"
    r"service|line|server) ?(?:id|no\.?|number|name)?)"
    r"[ \t]*(?:是|为|:|=|\(|\[)*[ \t]*(?P<id>[a-z][a-z0-9]*(?:[-_/.][a-z0-9]+)+|[a-z]+\d+[a-z0-9]*)"
)
_THIS_MAILBOX = re.compile(
    r"(?:(?:就是|即|是|为|用)(?:我)?(?:现在|目前|这次|此次|本次)?(?:用来|给你们)?(?:写|发)(?:这封|"
    r"本|此|这)?(?:信|邮件|投诉)?(?:用?的)?(?:这个|这只|那个|那只)?(?:邮箱|信箱|地址|账号|帐号)|"
    r"(?:这个|这只|本)?发(?:件|信)(?:用)?的?(?:这个|这只)?(?:邮箱|信箱|地址)(?:就是|即|便是|,|"
    r"本身|的)|"
    r"(?:邮箱|信箱|账号|帐号|地址)(?:就是|即|是)(?:我)?(?:现在)?(?:这个|这只|本|发)(?:邮箱|信箱|"
    r"件|信)|"
    r"(?:account|mailbox|address|mail) (?:is |that )?i(?: a|')m (?:writing|sending|"
    r"mailing)(?: this)?(?: \w+)? ?(?:from|with)|"
    r"(?:account|mailbox|address) (?:this (?:mail|message|letter|e-?mail) (?:is|was) sent from|"
    r"i (?:write|wrote|am using|use) (?:this )?from)|"
    r"writing (?:to you )?from (?:it|the (?:affected|mailbox|account)|this (?:very )?(?:mailbox|"
    r"account)))"
)
_LOCAL_PART = re.compile(
    r"(?:我的?|发件|这个|本)?(?:邮箱|信箱|邮件)(?:地址|名|号|账号)*(?:的)?(?:前面|前|开头|前缀|"
    r"@前面?|@之前)|"
    r"(?:digits|number|part|name)[^,.]{0,20}(?:before|in front of) (?:the )?@|"
    r"same as (?:the )?(?:first part of )?my (?:e-?mail|mail) address"
)
_MOBILE_START = re.compile(r"1[3-9]\d{9}")
_ELSEWHERE = re.compile(
    r"公交卡|交通卡|银行卡|信用卡|盗刷|医保|社保|房东|"
    r"快递|包裹|淘宝|京东|拼多多|网购|航班|机票|火车|高铁|酒店|物业|自来水|煤气|燃气|电费|停电|"
    r"停水|商家|卖家|外卖|骑手|"
    r"(?<![a-z])(?:parcel|flight|hotel|delivery|courier|airline|water|electricity)(?![a-z])"
)
_SELLER = re.compile(r"淘宝|卖家|拼多多|闲鱼|京东|网店|(?<![a-z])(?:taobao|seller)(?![a-z])")
_RELATIVE = re.compile(
    r"(?:我|给|帮|替|代)?(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|外公|外婆|老人|老妈|老爸|丈母娘|岳母|"
    r"岳父|老公|老婆|先生|太太|爱人|儿子|女儿|孩子|小孩)"
    r"[^,。!?]{0,6}(?:手机|号码|电话|卡|账号)"
)
_MINE = re.compile(r"我的?(?:手机|电话|号码|联系)|my (?:own )?(?:number|phone|mobile)")


def find_device(
    page: Page, found: tuple[Candidate, ...], services: dict[Service, int], sender: Address | None
) -> tuple[str, int, int] | None:
    """Return the service's number with its place on the page, or None."""
    scored = [(_score(page, one, services), one) for one in found]
    scored = [(score + _at_the_end(page, one, found), one) for score, one in scored]
    best = max(scored, key=lambda pair: pair[0], default=None)
    named = _named_account(page)
    told = best and best[1].role is Role.DEVICE and best[0] >= _BY_LABEL[Role.DEVICE]
    if best and (told if named else best[0] >= _ENOUGH):
        token = best[1].token
        return token.value, token.start, token.end
    return (
        named
        or _from_sender(page, sender)
        or _named_place(page)
        or _only_line(page, scored, services)
    )


def _only_line(
    page: Page, scored: list[tuple[float, Candidate]], services: dict[Service, int]
) -> tuple[str, int, int] | None:
    """Return the one telephone number in the text of a letter that names nothing else."""
    lines = [one for score, one in scored if one.callable and one.role in _OPEN and score > _DENIED]
    told = [one for one in lines if not closes(page, one.token.end) and not _in_closing(page, one)]
    if not told and not services.keys() & _NOT_BILLED and _CHARGED.search(page.plain):
        told = lines
    if len(told) != 1 or _ELSEWHERE.search(page.plain):
        return None
    token = told[0].token
    return token.value, token.start, token.end


_NOT_BILLED = frozenset({Service.MAIL, Service.HOSTING, Service.CARD, Service.BROADBAND})
_CHARGED = re.compile(r"扣费|扣钱|被扣|多扣|乱扣|乱收费|多收|包月|订购|退订")
_DENIED = -1.5
"""The score of a number that does not fit what the letter is about, but may be its own."""
_OPEN = frozenset({Role.OWN, Role.LINE, Role.BARE})


def _at_the_end(page: Page, one: Candidate, found: tuple[Candidate, ...]) -> float:
    """Return what a number loses that only closes a letter in whose text another one stands."""
    if (
        one.role not in (Role.LINE, Role.BARE)
        or not one.callable
        or not closes(page, one.token.end)
    ):
        return 0.0
    others = (two for two in found if two.callable and two.role in _BY_LABEL and two is not one)
    told = any(two.role is not Role.CONTACT and not closes(page, two.token.end) for two in others)
    return -1.5 if told else 0.0


def _score(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    if one.callable and one.role in (Role.LINE, Role.BARE) and _is_elsewhere(page, services):
        return -1.0
    if one.role in _NEVER or (one.role is Role.CONTACT and one.callable):
        return -1.0
    if one.token.shape is Shape.CARD and _SELLER.search(page.plain):
        return -1.0
    if _is_relatives(page, one):
        return -1.0
    if _is_signed_with(page, one, services):
        return -1.0
    return _BY_LABEL[one.role] + _fit(page, one, services) + _manner(page, one, services)


def _is_elsewhere(page: Page, services: dict[Service, int]) -> bool:
    """Say whether the letter speaks at least as much of other trades as of telecommunication."""
    others = len(_ELSEWHERE.findall(page.plain))
    return others > 0 and others >= max(services.values(), default=0)


def _fit(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    """Return how well the shape fits what the letter is about."""
    shape = one.token.shape
    fitting = [service for service, shapes in _FITTING.items() if shape in shapes]
    if shape is Shape.MOBILE and _MOBILE_MAIL.search(page.plain):
        fitting.append(Service.MAIL)
    if is_about(services, *fitting):
        mobile = shape is Shape.MOBILE and _MOBILE_ONLY.search(page.plain)
        return _prominence(services, fitting) + (0.6 if mobile else 0.0)
    if shape is Shape.IP and services:
        return -4.0
    if one.role is Role.DEVICE or (one.role is Role.OWN and one.callable and not services):
        return 0.0 if one.role is Role.DEVICE or not _is_elsewhere(page, services) else -2.0
    hosts = is_about(services, Service.MAIL, Service.HOSTING, Service.CARD)
    return -2.0 if hosts or one.role is not Role.OWN else -0.5


_MOBILE_MAIL = re.compile(r"(?<!\d)1[38]9(?:手机)?(?:邮箱|信箱|邮)|手机邮箱")
_MOBILE_ONLY = re.compile(
    r"手机(?!号)|流量|短信|彩信|简讯|(?<!\d)[345]g(?!b)|漫游|信号|补卡|sim|"
    r"(?<![a-z])(?:sms|mms|roaming|text messages?)(?![a-z])"
)


def _prominence(services: dict[Service, int], fitting: list[Service]) -> float:
    most = max(services.values())
    return 1.5 + max(services.get(service, 0) for service in fitting) / most


_NO_LINE = (Service.MAIL, Service.HOSTING, Service.CARD)


_ACCOUNT_NAME = re.compile(r"(?:ad|lan|ftth|itv|iptv|vnet|shvn|vn|shlan|adsl)[_-]?\d{5,}$")
_UNCALLABLE = {Shape.RUN: -3.0, Shape.CARD: -3.0, Shape.ACCOUNT: -1.0}


def _manner(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    """Return what the way in which it is written adds or takes away."""
    shape = one.token.shape
    if shape in (Shape.ADDRESS, Shape.DOMAIN, Shape.IP):
        return _host_manner(page, one)
    if shape in _UNCALLABLE and one.role is not Role.DEVICE:
        bare_card = shape is Shape.CARD and is_about(services, Service.CARD)
        if _ACCOUNT_NAME.match(one.token.value.lower()):
            return 3.0
        return -0.5 if bare_card and one.role is Role.BARE else _UNCALLABLE[shape]
    return _line_manner(page, one, services)


def _line_manner(page: Page, one: Candidate, services: dict[Service, int]) -> float:
    if one.callable and one.role in _OPEN and _in_trouble(page, one):
        return 0.7
    if one.role is Role.LINE and _in_closing(page, one) and one.token.shape is Shape.MOBILE:
        return -1.0
    switchboard = one.label in ("总机", "直线") and is_about(services, *_NO_LINE)
    return -2.0 if switchboard else 0.0


_TROUBLE = re.compile(
    r"停|扣|收费|多收|断|不能|收不|打不|上不|用不|坏|没有?声|杂音|欠费|骚扰|乱|没信号|订|"
    r"(?<![a-z])(?:charged?|billed|no |not |cannot|can't|cut|dead|down|blocked|suspended)"
)


def _in_trouble(page: Page, one: Candidate) -> bool:
    left, right = clause_bounds(page.plain, one.token.start, one.token.end, 30)
    return bool(_TROUBLE.search(page.plain, left, right))


def _host_manner(page: Page, one: Candidate) -> float:
    left = page.plain[max(0, one.token.start - 60) : one.token.start]
    value = one.token.value.lower()
    penalty = 0.0
    own = _FROM_OWN.search(left) and not _TO_ANSWER.search(left)
    if _PEER.search(left) and not own:
        penalty -= 8.0
    if _ANSWER_TO.search(left) and not own:
        penalty -= 4.0
    if _PRIVATE.match(value):
        penalty -= 3.0
    if _SERVER_NAME.match(value) or one.token.start >= page.signature_at:
        penalty -= 6.0
    if one.role is Role.BARE and one.token.shape is Shape.DOMAIN and not _is_ours_here(page, one):
        penalty -= 1.5
    if _FREE_MAIL.search(value):
        penalty -= 2.0
    if one.token.shape is Shape.DOMAIN and _PROVIDER.match(value):
        penalty -= 6.0
    return penalty


_POSSESSED = re.compile(
    r"我|本|敝|企业?邮|邮局|贵司托管|域|网址|网站|邮箱|后缀|(?<![a-z])(?:my|our|we|domain|"
    r"site)(?![a-z])"
)


def _is_ours_here(page: Page, one: Candidate) -> bool:
    """Say whether the clause around a host says whose it is."""
    left, right = clause_bounds(page.plain, one.token.start, one.token.end)
    return bool(_POSSESSED.search(page.plain, left, right))


def _is_signed_with(page: Page, one: Candidate, services: dict[Service, int]) -> bool:
    """Say whether a bare number beside a name only closes a letter about something else."""
    if one.role is not Role.BARE or not one.callable:
        return False
    if not is_about(services, *_NO_LINE) or one.token.start < page.body_at:
        return False
    start, end = page.line(one.token.start)
    return not _SENTENCE_MARK.search(page.plain, start, end) and end - start <= _SHORT_LINE + 30


_SENTENCE_MARK = re.compile(r"[。!?;]")
_SHORT_LINE = 40


def _in_closing(page: Page, one: Candidate) -> bool:
    return one.token.start >= page.signature_at


def _is_relatives(page: Page, one: Candidate) -> bool:
    """Say whether the service is a relative's and this number the writer's own."""
    if one.role not in (Role.LINE, Role.BARE) or not one.callable:
        return False
    clause = page.plain[max(0, one.token.start - 10) : one.token.start]
    return bool(_MINE.search(clause) and _RELATIVE.search(page.plain))


_DIGIT_OR_MARK = re.compile(r"[\d._-]")
_WORD = re.compile(
    r"(?:is|was|has|had|does|did|do|not|and|for|with|but|the|that|this|cannot|can|could|will|"
    r"would|which|"
    r"who|where|when|since|because|still|again|anymore|any|page|name|number|please|password|error|"
    r"vip|adsl|iptv|email|mail|info|details?)$"
)


def _is_id(match: re.Match[str]) -> bool:
    """Say whether what follows the label is an account and not just the sentence's next word."""
    value = match["id"]
    if not _LETTER.search(value) or _WORD.match(value):
        return False
    separator = match.groupdict().get("sep", ":") or ""
    chinese = not match[0][0].isascii() and match.re is not _MAILBOX_ID
    return chinese or bool(_DIGIT_OR_MARK.search(value)) or bool(separator.strip(" \t"))


def _named_account(page: Page) -> tuple[str, int, int] | None:
    """Return an account that only its label shows to be one (账号 wang_li)."""
    for pattern in (_SERVICE_ID, _PLAIN_ID, _MAILBOX_ID):
        for match in pattern.finditer(page.plain):
            start, end = match.span("id")
            if page.plain[end : end + 1] != "@" and _is_id(match):
                return page.shown[start:end], start, end
    return None


_PLACE = re.compile(
    r"(?:机柜|机架|柜号|柜位|(?<![a-z])(?:rack|cabinet))(?:编?号|位|no\.?)?[ \t:为是]*"
    r"(?P<id>[a-z0-9]{1,3}[区座列](?:[-_/]?[a-z0-9]+)+|[a-z]{1,4}(?:[-_/][a-z0-9]+)+|"
    r"[a-z]{1,3}-?\d{1,4}(?:-\d{1,3})?)(?![a-z0-9])"
)


_PLACE_BEFORE = re.compile(
    r"(?<![a-z0-9])(?P<id>[a-z]{1,4}-?\d{1,4}(?:-[a-z0-9]{1,4}){0,2})[ ]?(?:号)?(?:机柜|机架|柜子|"
    r"rack(?![a-z]))"
)


def _named_place(page: Page) -> tuple[str, int, int] | None:
    """Return the rack that a letter about a server room names, if it names nothing better."""
    match = _PLACE.search(page.plain) or _PLACE_BEFORE.search(page.plain)
    return (page.shown[match.start("id") : match.end("id")], *match.span("id")) if match else None


def _from_sender(page: Page, sender: Address | None) -> tuple[str, int, int] | None:
    """Return what the letter says stands in its own sender address."""
    if sender is None:
        return None
    local = _LOCAL_PART.search(page.plain)
    if local:
        number = _MOBILE_START.match(sender.address)
        value = number[0] if number else sender.address.partition("@")[0]
        return value, local.start(), local.end()
    whole = _THIS_MAILBOX.search(page.plain)
    return (sender.address, whole.start(), whole.end()) if whole else None
