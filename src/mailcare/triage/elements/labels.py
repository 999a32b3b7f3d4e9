"""What the words beside a number say about it."""

import re
from enum import IntEnum
from typing import NamedTuple

from mailcare.triage.elements.numbers import Shape, Token
from mailcare.triage.elements.page import Page


class Role(IntEnum):
    """What a number is said to be, from nothing known to certainly none of ours."""

    BARE = 0
    LINE = 1
    """A telephone (电话, 手机, tel): it may be the service's or only the user's."""
    OWN = 2
    """The service's own line (手机号, 固话, 门号, 号码)."""
    DEVICE = 3
    """Said to be the number or account of the service."""
    CONTACT = 4
    """Where the user can be reached, and nothing more."""
    OTHER = 5
    """Somebody else's: staff, caller, landlord."""
    NOT = 6
    """An order, identity card, QQ, invoice … number."""


_ROLES: dict[Role, str] = {
    Role.NOT: (
        r"(?:"
        r"(?:留言|来源|访问|客户端|提交|登录|remote|client|sender)(?:者|人)?(?:的)?ip(?:地址)?|"
        r"退(?:款|费|钱)?(?:到|至|入)[^,。;\n]{0,8}(?:账户|账号|帐号|卡)(?:号)?|"
        r"(?:银行|收款|退款|对公|打款|支付宝)(?:的)?账户|"
        r"身份证|证件|护照|驾照|社保|医保|学号|准考证|车牌|执照|信用代码|税号|税务|纳税|订单|定单|"
        r"工单|单号|流水|受理(?:编?号|码)|"
        r"投诉(?:编?号(?!码)|单)|受理单|申诉号(?!码)|回执|凭证|回单|回执|发票|收据|合同|"
        r"协议(?:编?号)?|编号|"
        r"编码|批号|批次|qq群?|扣扣|企鹅号?|微信|"
        r"(?<![a-z])(?:vx|wx|weixin|wechat|msn|skype|line id|whatsapp)|邮政?编码?|银行(?:账号|"
        r"帐号|账户|卡号?|的)*|(?<![a-z])bank (?:account|card)|交易(?:编?号|流水)?|信用卡|储蓄卡|"
        r"借记卡|开户|户头|"
        r"(?:招行|工行|建行|农行|中行|交行|浦发|支付宝)[^,。;\n]{0,6}|传真(?!专?用?线)|"
        r"(?<![a-z])fax(?! line)|"
        r"(?<![a-z])f[:. ]*$|(?<![a-z])f[:.]|(?<![a-z])s/?n(?![a-z])|"
        r"(?<!卡)(?<!卡面)(?<!卡片)(?<!卡上)(?<!卡的)序列号|串号|imei|"
        r"(?<![a-z])mac(?![a-z])|工号|员工号|台席|柜台|窗口|型号|版本|航班|车次|快递|运单|包裹|"
        r"物流|取件码|验证码|校验码|密码|"
        r"(?<![a-z])(?:tracking|invoice|contract|booking|passport|id card|id no|ref(?:erence)?|"
        r"order|case|ticket|work ?order|"
        r"receipt|voucher|waybill|parcel|flight|postal code|post ?code|zip|serial|model|employee|"
        r"staff id|badge|"
        r"bank|visa|mastercard|credit card|iccid|imsi|tax)(?![a-z])|余额|金额|价格|共计|"
        r"合计|人民币|rmb|cny|¥|"
        r"端口|(?<![a-z])port(?![a-z])|错误码?|代码|error|err|hotline|热线|客服电话|客服号码|"
        r"投诉电话|服务电话|报修电话|咨询电话|监督电话|"
        r"(?<![a-z])(?:http|https|ftp)://|[?&=](?:id|no|sn|order|oid)="
        r")(?:的?(?:号码?|编号|卡号|账号|帐号|码))?"
    ),
    Role.OTHER: (
        r"师傅|客户经理|业务员|业务经理|销售|工程师|客服|话务员|营业员|装维|维修工?|装机|安装工|"
        r"专员|经办|店长|厅长|主管|上门|代理商|接线员|接待|"
        r"小[王李张刘陈杨赵周吴徐孙朱马胡郭林何高罗](?=师傅|的?(?:电话|手机)|\()|"
        r"(?<![a-z])[王李张刘陈杨赵周吴徐孙朱马胡郭林何高罗]工(?!作|厂|程)|"
        r"(?<!其)(?:他|她|伊|人家)(?:们)?(?:的|个)?(?:手机|电话|号码|座机)|"
        r"(?<!我)(?:留|给)(?:了|下|过)(?:我)?(?:一?个|他的?)?(?=手机|电话|号码)|"
        r"房东|房客|租客|邻居|隔壁|中介|骗子|对方|别人|人家|卖家|商家|物业|居委会?|派出所|陌生|"
        r"骚扰|"
        r"来电显示(?=[是为的:号])|诈骗|冒充|推销|广告电话|短信号码|发送号码|收到|自称|主叫|"
        r"被叫号码|"
        r"朋友|同事|同学|表哥|亲戚|显示(?:的|为|是)?|(?:他|她|他们|客户)的(?:手机|电话|号码)|"
        r"(?:你们|贵司|贵处|贵部|贵公司|电信)(?:的)?[^,我]{0,8}(?:电话|热线|号码|座机|总机)|"
        r"(?:打|拨|拨打|致电|打电话)(?:了|过|到|去|遍)(?!我)|(?:让|叫|要|要求)(?:我|"
        r"用户)(?:们)?(?:去|再)?(?:打|拨|联系|找)|"
        r"(?<![a-z])(?:technician|engineer|installer|agent|landlord|caller|operator|"
        r"account manager|salesman|sales rep|neighbou?r|your (?:staff|colleague|man|office|number)|"
        r"someone|calls? from|sms from|message from|sent (?:by|from)|(?:i|we|have|has) "
        r"(?:called|rang|rung|phoned|dialled|dialed|tried)|told (?:me|us) to (?:call|ring|"
        r"contact))(?![a-z])"
    ),
    Role.CONTACT: (
        r"(?:联系|联络|连络)(?:人)?(?:的)?(?:电话|手机|方式|号码|固话|座机|小灵通)(?:号码?)?|"
        r"(?:联系|联络|连络)(?:我|请|到我)?|(?:回|来|致)电(?:话|至|给)?|回拨|"
        r"(?:请|可|可以|就|改|再|或|或者|直接|白天|晚上|平时|麻烦|最好|务必|后|以后)(?:打|拨打|拨|"
        r"致电)"
        r"(?:我|到|给我|这个)?(?:的)?(?:家里|家|办公室|单位|公司|传达室)?|"
        r"^\s*(?:打|拨打|致电)(?:我|到|给我|这个)?(?:的)?(?:家里|家|办公室|单位|公司|传达室)?|"
        r"(?<![人家方户友面地机们常])打(?:我|给我|到我)|"
        r"(?:天|上|午|点|时|分|钟|后|前|\d)打(?=[ :]*$)|"
        r"(?<![a-z])(?:call|contact|reach|ring|phone)(?: (?!out|from)[a-z.']+){1,6}? "
        r"(?:at|on)(?= *$)|"
        r"电洽|请洽|洽|找我|回访(?:电话|号码)?|备用(?:电话|号码|手机)?|常用(?:电话|手机)|紧急联系|"
        r"(?:另一|其他|别的|新)个?(?:号码?|手机号?)|用户电话|客户电话|用户手机|客户手机|"
        r"(?<![a-z])(?:contact(?: (?:number|phone|no|tel|me))?|call(?: me| back)?|reach(?:ed|"
        r"able)?(?: me)?|dial|ring|phone me|call-?back)(?![a-z])"
    ),
    Role.DEVICE: (
        r"(?:业务|设备|用户|会员|宽带|扣费|投诉)(?:的)?(?:号码?|账号|帐号)(?:就是|也是|即为?|同|"
        r"和|与|及|/|、)(?:我的?)?"
        r"(?:联系|联络)(?:电话|手机|方式|号码)(?:同号|一致|相同)?|"
        r"(?:联系|联络)(?:电话|手机|方式|号码)(?:就是|也是|即为?|同|兼|和|与|及|/|、)(?:为)?"
        r"(?:业务|设备|用户|会员|宽带|扣费|投诉)(?:的)?(?:号码?|账号|帐号)|"
        r"(?:宽带|光纤|光宽|adsl|lan|上网|拨号|专线|电路|接入|iptv|itv|高清|机顶盒|vnet|互联星空|"
        r"星空|游戏|会员|登录|登陆|充值|用户|客户|业务|产品|设备|装置|服务|故障|报修|报障|申诉|"
        r"邮箱|信箱|邮件|"
        r"主机|服务器|伺服器|实例|托管|网域|域名|网站|备案|绑定|计费|缴费|点卡|卡|卡面|开户|ftth|"
        r"vpdn)(?:的)?(?:接入)?"
        r"(?:账号|帐号|账户名?|帐户名?|号码|用户名|号|id|ip|编[号码]|账户|帐户|识别码|代号)|"
        r"(?:业务|设备|装置|故障|报修|报障|申诉|投诉|绑定|计费|停机|欠费|被扣费?|扣费|被停|涉及|"
        r"有问题|出问题|办理|开通)"
        r"(?:的)?(?:手机|电话|固话|座机|号码)(?:号码?)?|"
        r"(?:卡|点卡|卡面|卡片)(?:上|背)?的?(?:序列号|序号|编号)|传真(?:专用?)?(?:线路?|"
        r"号线)(?:号码?)?|"
        r"(?:账号|帐号|账户|(?<![a-z])id)(?:就|也|都)?(?:是|即|为|同|:)(?:我的?|本人的?)?(?:这个|"
        r"该)?"
        r"(?:手机|电话|固话|座机|本机)(?:号码?)?|户号|接入号|(?<![a-z])id(?![a-z])|账户|"
        r"账号|帐号|账户名|用户名|登录名|卡号|点数卡|充值卡|序号卡|通行证|(?<![a-z])(?:game|point|"
        r"phone|calling|prepaid) ?cards?(?: (?:no|number))?(?![a-z])|域名|网域(?:名称)?|网址|"
        r"网站(?:地址)?|"
        r"站点|企业?邮(?:局|箱)?(?:域名)?|邮箱(?:地址|账号|名)?|信箱(?:地址)?|电邮|"
        r"邮件地址|主机名?|实例|(?<![a-z])(?:ip(?:地址)?|server|domain(?: name)?|website|"
        r"account(?: (?:no|number|name|id))?|username|"
        r"user ?id|login|device(?: (?:no|number))?|service (?:no|number)|subscriber|card (?:no|"
        r"number)|mailbox|broadband"
        r"(?: (?:no|number|account|line))?|adsl|landline|line (?:no|number)|vps|host(?:name)?|"
        r"machine|node|"
        r"instance|e-?mail account|url)(?![a-z])"
    ),
    Role.OWN: (
        r"手机(?:号码?|卡号)|电话号码?|(?:用户|客户|机主)$|(?:妈妈?|爸爸?|母亲|父亲|爷爷|奶奶|"
        r"外公|外婆|爱人|老婆|老公|太太|丈夫|妻子|儿子|女儿|孩子|小孩|老人)的?(?:手机|电话|号码)|"
        r"(?:无线|上网|天翼|宽带|数据|流量|手机|"
        r"电话|3g|4g|"
        r"5g)+卡|[长短]号|门号|本机(?:号码)?|用户号码|(?:该|此|这个|我的|我|本人|家里|家中|家|"
        r"单位)?的?号码?(?=[:是为 ]|$)|"
        r"(?:座机|固话|固定电话|市话|室内电话|小灵通|中继|彩铃号|主号|副卡|主卡|"
        r"sim ?卡?)(?:号码?)?|"
        r"号码|"
        r"(?:我|我的|本人|我们|我家|我店|本店|我所|我校|我院|家里|家中|屋里|店里|老家|我司|我厂|"
        r"我公司|我单位|单位|"
        r"公司)(?:里|中)?(?:的)?(?:移动|电信|联通|天翼|cdma|c网|家用|住宅|办公|办公室)?(?:手机|"
        r"电话|座机|行动电话)$|"
        r"(?<![a-z])(?:mobile number|phone number|(?<!my )number|sim|no\.?|nr|fixed line|"
        r"telephone line|phone line)(?![a-z])"
    ),
    Role.LINE: (
        r"手机|行动电话|电话|总机|直线|(?<![a-z])(?:tel(?:ephone)?|phone|mobile|mob|"
        r"cell(?:phone)?|m|t|p|h|"
        r"hp|tel no|"
        r"direct|my number)(?![a-z])|☎|📞|📱"
    ),
}
_LABELS = re.compile("|".join(f"(?P<r{role.value}>{words})" for role, words in _ROLES.items()))
_ACCOUNTS = ("卡", "账号", "帐号")
_THIS = re.compile(
    r"\s?(?:这|那|此|该)(?:张|个|部|只)?(?:点|充值|电话|手机)?(?P<noun>卡|号码?|手机|固话|座机|"
    r"账号|帐号)"
)
_REACHED = re.compile(
    r"[)\s,]{0,2}(?:这个|这里|这儿)?(?:也)?(?:能|可|可以|随时|都能|就能|总能)(?:够)?(?:联系|找|打|"
    r"联络)(?:得)?到?我|[ ]?(?:可以)?转(?:告|给)?我|"
    r"[)\s,]{0,2}(?:is|will be)? ?(?:always )?where you can reach me"
)
_NEW = re.compile(r"\s?(?:这个|这张|的)?新(?:的)?(?:手机)?号")
_AFTER = re.compile(
    r"\s?[(\[](?P<inside>[^)\]\n]{1,16})[)\]]|\s?,?(?:这|就|也|才)?(?:是|为)(?:我|"
    r"本人)?(?:的)?(?P<said>[^,。;\n]{1,10})"
)
_CALLED = re.compile(
    r"\)?(?:的|这个|那个)?(?:号码|电话|短信)?(?:一直|总是|老|天天|不停)?(?:给我)?(?:打来|发来|"
    r"来电(?!显|提)|打给我|打过来|给我打|发过来|打我|发的|骚扰|推销|called me|keeps? calling)"
)
_NO_ANSWER = re.compile(
    r"\)?,?(?:但|也|却|一直|都|总是|老是|根本|始终|好几次|[0-9一二三两几多]+(?:次|遍|回|个小时|"
    r"分钟))*(?:没人接|无人接听?|没有人接|占线|"
    r"去?(?:咨询|查询|报修|询问|问|反映|投诉|催)|被告知|(?:他们|对方|客服|你们|那边)(?:说|讲|回答|"
    r"答复)|"
    r" (?:but )?(?:nobody|no one|they said|is always busy|keeps? ringing|no answer))"
)
_UNIT = re.compile(
    r"\s?(?:元|块|万|次|兆|mb?|gb?|kb|k|分钟|秒)(?![a-z])|(?:个|条|人|户|份|张|号楼|室|弄)"
)
_JOINED = re.compile(r"\s*(?:[、/或和及&;]|or|and|,)\s*$")
_BREAK = re.compile(r"[。!?;\n]")
_LABEL_ALONE = 12
"""A line no longer than this, above a number that starts its own, may be its label."""
_COMMA = re.compile(r"[,,]")


class Said(NamedTuple):
    """What the surroundings say of a number."""

    role: Role
    words: str
    """The label itself, or empty."""


def said_of(page: Page, token: Token, before: Token | None) -> Said:
    """Return what the words around `token` say it is; `before` is the token to its left, if any."""
    if _UNIT.match(page.plain, token.end):
        return Said(Role.NOT, page.plain[token.end : token.end + 2])
    if _CALLED.match(page.plain, token.end) or _NO_ANSWER.match(page.plain, token.end):
        return Said(Role.OTHER, page.plain[token.end : token.end + 4])
    window = _window(page.plain, token.start, before.end if before else 0)
    said = _corrected(page, token, window, _nearest(window, token.shape))
    if _NOT_MINE.match(page.plain, token.end):
        return Said(Role.OTHER, page.plain[token.end : token.end + 6])
    after = _said_after(page.plain, token.end)
    if after and (said.role in (Role.BARE, Role.LINE, Role.OWN) or _is_own(said, window, after)):
        return after
    return said


_FAX = frozenset({"传真", "fax"})
_FAX_FAILS = re.compile(
    r"[ ,]*(?:一直|也|都|突然|就|机)*(?:收不|发不|坏|没有?声|不通|断|不能|无法| (?:is|does|cannot))"
)
_SAME_AS_WECHAT = re.compile(
    r"(?:手机|电话|tel|mobile)[ ]?\((?:同)?(?:微信|wechat)(?:同号?)?\)[: ]*$"
)
_MOBILE_LIKE = re.compile(
    r"qq|扣扣|企鹅|微信|v信|(?:vx|wx|wechat|weixin|whatsapp|skype|line|msn)|传真|fax|^f|热线|"
    r"hotline|电话|客服|"
    r"支付宝|http|=$|[单批]号|流水|工单|订单|快递|运单|ticket|order|tracking"
)
"""What may be as long as a mobile number: behind any other label such a number is a telephone."""
_SIGNED_BY_TITLE = re.compile(
    r"(?:\n|联[系络]人?[: ]|找|业主|用户|住户|户主)[ \t]*[\u4e00-\u9fa5]{1,2}(?:师傅|经理|工|老板|"
    r"店长|主管)[ \t:,]*$"
)
_NOT_MINE = re.compile(
    r"[)\s,]{0,3}(?:这|那)?(?:个|号|根本|也|并)?不是我|[)\s,]{0,3}(?:is |which is )?not mine"
)


def _corrected(page: Page, token: Token, window: str, said: Said) -> Said:
    """Return what the label means for a number of this shape and in this place."""
    if said.role is Role.NOT:
        return _after_all(page, token, window, said)
    if said.words == "手机" and token.shape in _SHORTER and "qq" in window:
        return Said(Role.NOT, said.words)
    if said.role is Role.OTHER and _REACHED.match(page.plain, token.end):
        return Said(Role.CONTACT, said.words)
    if said.role is Role.OTHER and _is_of_ours(page, token, said):
        return Said(Role.OWN, said.words)
    if _SIGNED_BY_TITLE.search(page.plain[max(0, token.start - 20) : token.start]):
        return Said(Role.LINE, said.words)
    return said


_THIRD = re.compile(r"[他她伊]")
_OURS = re.compile(
    r"妈|母亲|爸|父亲|爷爷|奶奶|外公|外婆|老人|阿婆|老太|爱人|老公|老婆|太太|先生|儿子|女儿|孩子|"
    r"代|替|老伴|丈夫|妻子|岳|婆婆|公公"
)
_STRANGER = re.compile(r"师傅|经理|客服|营业员|工程师|业务员|骗子|对方|小姐")
_WE_ARE = re.compile(r"(?:我|我们|本人)是[^,。\n]{0,8}?(?P<place>居委|物业|派出所|中介)")


def _is_of_ours(page: Page, token: Token, said: Said) -> bool:
    """Say whether 她的电话 is a relative's for whom the writer speaks, or the office is theirs."""
    office = _WE_ARE.search(page.plain, 0, token.start)
    if office and said.words.startswith(office["place"]):
        return True
    near = page.plain[max(0, token.start - 40) : token.start]
    speaks_for = _THIRD.match(said.words) and _OURS.search(page.plain, 0, token.start)
    return bool(speaks_for) and not _STRANGER.search(near)


def _after_all(page: Page, token: Token, window: str, said: Said) -> Said:
    """Return the role of a number that may be the user's although its label speaks against it."""
    if _SAME_AS_WECHAT.search(window):
        return Said(Role.LINE, said.words)
    if said.words in _FAX and _FAX_FAILS.match(page.plain, token.end):
        return Said(Role.DEVICE, said.words)
    if token.shape is Shape.MOBILE and not _MOBILE_LIKE.search(said.words):
        return Said(Role.BARE, "")
    return said


_SHORTER = frozenset({Shape.LOCAL, Shape.RUN})


def _is_own(said: Said, window: str, after: Said) -> bool:
    """Say whether 这个号 makes it the writer's own after all, whoever got it for them."""
    if said.role is not Role.OTHER or not _THIS_WORD.match(after.words):
        return False
    return bool(_FOR_US.search(window))


_THIS_WORD = re.compile(r"\s?[这该此]")
_FOR_US = re.compile(r"我|本人|公司|单位|家里")


def _window(plain: str, start: int, floor: int) -> str:
    """Return the words between the last full stop (or the token before) and `start`."""
    left = max(floor, start - 40)
    for stop in _BREAK.finditer(plain, left, start):
        left = stop.end()
    window = plain[left:start]
    if not window.strip(" \t:([|-=*·>") and left and plain[left - 1] == "\n":
        above = plain.rfind("\n", 0, left - 1) + 1
        line = plain[max(above, floor) : left - 1].strip()
        return line if len(line) <= _LABEL_ALONE else ""
    return window


def _nearest(window: str, shape: Shape) -> Said:
    """Return what the label nearest to the number says; a wish to be called outweighs a noun.

    A label in an earlier clause speaks only where nothing but the comma stands between.
    """
    *_, above, clause = ["", *_COMMA.split(window)]
    found = _within_reach(clause, shape)
    if _NAMED_STRANGER.search(above) and all(said.role in _PLAIN_LINE for said in found):
        return Said(Role.OTHER, above)
    if _ASKED_FOR.search(above) and all(said.role in _PLAIN_LINE for said in found):
        return Said(Role.CONTACT, above)
    if not found and not clause.strip(_THIN):
        found = [
            said for said in _within_reach(above, shape) if above.rstrip(_THIN).endswith(said.words)
        ]
    return _weigh(found) if found else Said(Role.BARE, "")


_PLEASE = re.compile(r"联[系络]人|请|麻烦|可以|打我|打给我|联系我")
_PLAIN_LINE = frozenset({Role.BARE, Role.LINE})
_NAMED_STRANGER = re.compile(
    r"(?:自称|对方|接电话|话务员?|工程师|师傅|客服|业务员|营业员|"
    r"经理)[^,]{0,8}(?:姓[\u4e00-\u9fa5]|叫"
    r"[\u4e00-\u9fa5]{2,3}|工号 ?\d+)[^,]{0,3}$"
)
"""The clause before names a person who is not the writer: the number is theirs."""
_ASKED_FOR = re.compile(
    r"(?:联系人?|联络人?|联系我|请找|找)[: ]*(?![过了不没])(?:[\u4e00-\u9fa5·]{1,6}|[a-z. ]{2,20})$"
)


def _within_reach(clause: str, shape: Shape) -> list[Said]:
    found = []
    for match in _LABELS.finditer(clause):
        role = _role(match)
        gap = clause[match.end() :].strip(_THIN)
        if len(gap) <= (_REACH_OF_HOST if shape in _HOSTS else _REACH).get(role, 14):
            found.append(Said(role, match[0]))
    return found


_THIN = ' \t:([|-=*·>#是为叫"'
_HOSTS = frozenset({Shape.ADDRESS, Shape.DOMAIN, Shape.IP})
_REACH = {Role.NOT: 6, Role.OTHER: 22}
"""How many characters may stand between a label and its number."""
_REACH_OF_HOST = {Role.NOT: 1, Role.OTHER: 6, Role.CONTACT: 3}


def _role(match: re.Match[str]) -> Role:
    return Role(int((match.lastgroup or "r0")[1:]))


def _weigh(found: list[Said]) -> Said:
    last = found[-1]
    if (
        found[0].role is Role.CONTACT
        and _PLEASE.match(found[0].words)
        and last.role is not Role.NOT
    ):
        return found[0]
    for role in (Role.OTHER, Role.CONTACT):
        if last.role in (Role.LINE, Role.OWN):
            for said in found:
                if said.role is role:
                    return said
    return last


def _said_after(plain: str, end: int) -> Said | None:
    this = _THIS.match(plain, end)
    if this:
        return Said(Role.DEVICE if this["noun"] in _ACCOUNTS else Role.OWN, this[0])
    if _NEW.match(plain, end) or _REACHED.match(plain, end):
        return Said(Role.CONTACT, "新号")
    match = _AFTER.match(plain, end)
    if not match:
        return None
    label = _LABELS.search(match["inside"] or match["said"])
    return Said(_role(label), label[0]) if label else None
