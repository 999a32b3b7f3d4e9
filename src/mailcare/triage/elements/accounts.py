"""Accounts that only words show to be ones: named behind a label, or 'this mailbox'."""

import re

from mailcare.model.letter import Address
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.page import Page
from mailcare.triage.elements.roles import Role
from mailcare.triage.expressions import on_page

_PLAIN_ID = on_page(
    r"(?:账号|帐号|账户名?|用户名|登录名|登陆名|通行证|(?<![a-z])(?:account(?: (?:name|no|number|"
    r"id))?|"
    r"user ?(?:name|id)|login(?: name)?|id)(?![a-z]))"
    r"(?P<sep>[ \t]*(?:是|为|叫做?|叫作|名叫|即|:|=|\(|\[|\]|「|\"|“|"
    r"\|)*[ \t]*(?:is )?[\"“「]?)(?P<id>[a-z0-9][a-z0-9._\-]{2,30}[a-z0-9])(?![a-z0-9@])"
)
_MAILBOX_ID = on_page(
    r"(?:邮箱|信箱|(?<![a-z])(?:mailbox|mail account|(?P<part>part|name) (?:before|"
    r"in front of) (?:the )?(?:at|@)"
    r"(?: sign)?))(?P<named>名字?|名称|账号|帐号|"
    r"前(?:半截|半段|半部分|半|段|头|面|缀)(?:部分|那段|那截)?)?(?P<sep>(?:是|"
    r"叫做?|叫作|为|"
    r"named|called| is |"
    r"[:(\[\]\"'「])?[ \t\"'(:]*)(?P<id>[a-z][a-z0-9._\-]{2,30}[a-z0-9])(?![a-z0-9._\-@])"
)
_ID_BEFORE = on_page(
    r"(?:叫做?|名为|名叫|叫作|called|named) "
    r"?[\"“「]?(?P<id>[a-z][a-z0-9._\-]{2,30}[a-z0-9])[\"”」]? ?"
    r"的?(?:这个|那个|这只)?(?:邮箱|信箱|账号|帐号|会员|用户|mailbox|account)|"
    r"(?<![a-z0-9._@\-])(?P<id2>[a-z][a-z0-9._\-]{2,30}[a-z0-9]) ?(?:这个|这只|那个|此)(?:邮箱|"
    r"信箱|账号|帐号|用户名)"
)
_MEANT_ID = on_page(
    r"(?:应(?:该|当)?(?:是|进|充|给|到|为){1,2}|(?:对|正确|真正|要冲|要充)的(?:那个|账号|帐号|"
    r"号)?是?|本来要?[^,。\n]{0,10}?)"
    r"[ :]*(?P<id>(?=[a-z0-9._\-]*[\d_])[a-z][a-z0-9._\-]{2,30}[a-z0-9])(?![a-z0-9@.])"
)
_LETTER = re.compile(r"[a-z]")
_SERVICE_ID = on_page(
    r"(?:专线号|专线|(?:电路|线路|端口|中继|带宽|机位|云主机|云服务器|云电脑|虚拟?机|服务器|裸机|"
    r"数据库)"
    r"(?:编?号|代号|代码|id|名)?|实例(?:id|名|号)?|主机(?:名|编号|号)?|业务(?:号码?|编号|"
    r"账号)|设备(?:号码?|编号)|产品(?:号码?|编号)|"
    r"用户(?:号|编号)|客户(?:号|编号)|会员(?:号|id|编号|卡号)|宽带(?:号|账号|帐号)|接入号|"
    r"(?<![a-z])(?:circuit|instance|"
    r"service|line|server) ?(?:id|no\.?|number|name)?)"
    r"[ \t]*(?:(?:是|为|:|=|\(|\[|\]|编号|代号|代码|id|号)[ \t]*)*"
    r"(?P<id>[a-z][a-z0-9]*(?:[-_/.][a-z0-9]+)+|"
    r"[a-z]+\d+[a-z0-9]*)"
)
_THIS_MAILBOX = on_page(
    r"(?:(?:就是|即|是|为|用)(?:我)?(?:现在|目前|这次|此次|本次)?(?:用来|给(?:你们|您|贵处|"
    r"贵司))?(?:写|发)(?:这封|"
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
_LOCAL_PART = on_page(
    r"(?:我的?|发件|这个|本)?(?:邮箱|信箱|邮件)(?:地址|名|号|账号)*(?:的)?(?:前面|前|开头|前缀|"
    r"@前面?|@之前)|(?:小老鼠|艾特|圈a|@)(?:符号|号|标志)?(?:的)?(?:之前|前面|前头|前边|前)|"
    r"(?:写|发|寄)(?:这|本|此)?封?(?:信|邮件|投诉)(?:来|用)?的(?:这个|那个|"
    r"这只)?(?:手机)?号(?:码)?|"
    r"(?:发件|寄件|来信)(?:人|地址)?(?:里|中|上)?的?(?:这个|那个|那串)?(?:号码?|手机号)|"
    r"(?:digits|number|part|name)[^,.]{0,20}(?:before|in front of) (?:the )?@|"
    r"same as (?:the )?(?:first part of )?my (?:e-?mail|mail) address"
)
_MOBILE_START = re.compile(r"1[3-9]\d{9}")
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
    chinese = not match[0][0].isascii() and match.re.pattern != _MAILBOX_ID.pattern
    said = match.groupdict()
    is_named = bool(said.get("named") or said.get("part"))
    is_told = separator.strip(" \t") not in {"", "is"}  # a mailbox is full, or slow
    return chinese or is_named or is_told or bool(_DIGIT_OR_MARK.search(value))


def named_account(page: Page) -> tuple[str, int, int] | None:
    """Return an account that only its label shows to be one (账号 wang_li)."""
    for pattern in (_SERVICE_ID, _PLAIN_ID, _MAILBOX_ID):
        for match in pattern.finditer(page.plain):
            start, end = match.span("id")
            if page.plain[end : end + 1] != "@" and _is_id(match):
                return page.shown[start:end], start, end
    told = _MEANT_ID.search(page.plain) or _ID_BEFORE.search(page.plain)
    if told is None:
        return None
    start, end = told.span(told.lastgroup or 0)
    return page.shown[start:end], start, end


_PLACE = on_page(
    r"(?:机柜|机架|柜号|柜位|(?<![a-z])(?:rack|cabinet))(?:编?号|位|no\.?)?"
    r"(?:(?:就|都)?[在位][^,。;\n\da-z]{1,10})?[ \t:为是]*"
    r"(?P<id>\d{0,2}f-[a-z]{0,2}\d{1,4}|[a-z0-9]{1,3}[区座列](?:[-_/]?[a-z0-9]+)+|"
    r"[a-z]{1,4}(?:[-_/][a-z0-9]+)+|"
    r"[a-z]{1,3}-?\d{1,4}(?:-\d{1,3})?)(?![a-z0-9])"
)
_PLACE_BEFORE = on_page(
    r"(?<![a-z0-9-])(?P<id>(?:[a-z]{1,4}-(?=[a-z]{0,3}\d))?[a-z]{1,4}-?\d[a-z0-9]{0,3}(?:-[a-z0-9]"
    r"{1,4}){0,2})[ ]?(?:号)?"
    r"(?:机柜|机架|柜子|rack(?![a-z]))"
)


def named_place(page: Page) -> tuple[str, int, int] | None:
    """Return the rack that a letter about a server room names, if it names nothing better."""
    match = _PLACE.search(page.plain) or _PLACE_BEFORE.search(page.plain)
    return (page.shown[match.start("id") : match.end("id")], *match.span("id")) if match else None


_CODED = on_page(
    r"(?:(?:线路|电路|专线|集团|资产|设备|机器|亭子?|卡|标签|产品)?(?:上)?的?(?:编号|代号|编码)|条形?码|牌号|序列号|"
    r"(?<![a-z])(?:s/n|serial(?: no\.?| number)?|barcode|asset (?:no\.?|number|tag)))"
    r"(?:我|已|都)?(?:抄|记|写|印|喷|贴)?(?:下来|下|着)?了?[ \t:是为=(「“\"]*"
    r"(?P<id>(?:[\u4e00-\u9fff]{1,3}[ ]?)?(?=[a-z0-9 _/-]{0,12}\d)"
    r"[a-z0-9]+(?:[-_/ ][a-z0-9]+){0,5})"
)
_PARTS = re.compile(r"\s+")
_LONG_ENOUGH = 4


def coded(page: Page) -> tuple[str, int, int] | None:
    """Return the first thing that the letter calls a code (编号, 条码), Chinese prefix and all."""
    for match in _CODED.finditer(page.plain):
        start, end = match.span("id")
        value = _PARTS.sub("", page.shown[start:end])
        if len(value) >= _LONG_ENOUGH:
            return value, start, end
    return None


_BRAND = on_page(r"(?:我|本人)(?:的)?(?:这个|这只|个)?(?P<brand>\d{3}|qq|[a-z]{3,8})(?:邮箱|信箱)")


def _of_brand(page: Page, sender: Address) -> re.Match[str] | None:
    """Return where the letter complains of its own sender's provider: 我这个 139 邮箱."""
    host = sender.address.lower().rpartition("@")[2]
    brands = _BRAND.finditer(page.plain)
    return next((match for match in brands if host.startswith(match["brand"])), None)


def from_sender(page: Page, sender: Address | None) -> tuple[str, int, int] | None:
    """Return what the letter says stands in its own sender address."""
    if sender is None:
        return None
    local = _LOCAL_PART.search(page.plain)
    if local:
        number = _MOBILE_START.match(sender.address)
        value = number[0] if number else sender.address.partition("@")[0]
        return value, local.start(), local.end()
    whole = _THIS_MAILBOX.search(page.plain) or _of_brand(page, sender)
    return (sender.address, whole.start(), whole.end()) if whole else None


_CHAT = on_page(
    r"(?:我|本人|自己|小孩|孩子|儿子|女儿)?(?:的|大号|小号|老号)*qq(?:号码?|账号|"
    r"帐号)?[ :(是为]*(?P<id>\d{5,11})(?!\d)"
)
_LOST = on_page(r"盗|冻结|封|登(?:录|陆)?不|密保|找回|hacked|stolen|locked")


def stolen_account(page: Page) -> tuple[str, int, int] | None:
    """Return the chat account that a letter says is stolen or locked: it is what it is about."""
    match = _CHAT.search(page.plain)
    if not match or not _LOST.search(page.plain):
        return None
    return match["id"], *match.span("id")


_SAME = re.compile(
    r"(?:业务|设备|投诉|涉及|扣费|收费|故障|会员|用户|报修|申诉)的?(?:号码?|账号|帐号|电话|"
    r"手机)(?:号码?)?"
    r"[ :]*(?:(?:同|即|就是|跟|与|和)(?:[上下]述?|以上)?的?(?:联系|联络|回电)|"
    r"同[上下](?=[\s,。;]|$))"
)


def same_as_contact(page: Page, found: tuple[Candidate, ...]) -> Candidate | None:
    """Return the number to call where the letter says that it is the service's, too."""
    lines = [one for one in found if one.callable and one.role not in (Role.NOT, Role.OTHER)]
    return lines[0] if len(lines) == 1 and page.count(_SAME) else None
