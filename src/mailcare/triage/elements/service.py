"""Which kind of service a letter is about, as far as the choice of its number needs it."""

from enum import StrEnum

from mailcare.triage.elements.page import Page
from mailcare.triage.expressions import on_page


class Service(StrEnum):
    """A kind of service, told by the kind of number that it has."""

    FIXED = "fixed"
    """A fixed line and what is billed with it: its number."""
    MOBILE = "mobile"
    """A mobile line and what is billed with it; such services run on fixed lines, too."""
    BROADBAND = "broadband"
    """An account, or the fixed line it runs on."""
    MAIL = "mail"
    """A mailbox or a domain."""
    HOSTING = "hosting"
    """A domain, a host, an IP address."""
    CARD = "card"
    """A card number."""
    VNET = "vnet"
    """An account, or the line it is billed with."""


_WORDS: dict[Service, str] = {
    Service.FIXED: (
        r"固话|固定电话|报障|忙音|传真线?(?![ :]*[(\d])|电话[^,。\n]{1,6}(?:不通|没声|断|坏)|"
        r"座机|铃响|响铃|话筒|听筒|复机|市话|室内电话|电话费|来电显示|来显|拨号音|杂音|串线|移机|"
        r"装机|总机|"
        r"中继|小灵通|长途|"
        r"(?:骚扰|诈骗|推销)电话|电话(?:机|线|不|没|坏|断|停|打不|无(?:声|拨)|杂|账|帐|通话)|"
        r"(?:电话|号码)[^,。]{0,4}(?:欠费|停机|被停|扣)|停机(?!割接|维护|检修)|欠费|过户|账单|"
        r"帐单|月租|呼转|"
        r"呼叫转移|语音信箱|"
        r"(?<![a-z])(?:landline|fixed line|dial tone|telephone (?:line|bill)|phone (?:contract|no|"
        r"bill|number|line)|"
        r"(?<!water )(?<!gas )(?<!power )(?<!electricity )(?<!hotel )bill(?:ed|ing)?|office "
        r"line)(?![a-z])"
    ),
    Service.MOBILE: (
        r"影视|追剧|(?<![@.a-z])vip(?![.@a-z])|话费|资费|套餐|流量|短信|彩信|简讯|短讯|彩铃|铃声|"
        r"漫游|停机(?!割接|维护|检修)|小灵通|"
        r"销号|过户|基站|会员|[季月年周]卡|"
        r"增值|包月|月租|账单|"
        r"帐单|携号|携码|储值|门市|靓号|门号|短号|充(?:值|话费|了?\d)|(?:骚扰|诈骗|推销)电话|"
        r"来电提醒|通话|"
        r"手机(?:号|卡|上网|信号|报|费|账|帐|被|停|欠|里|没)|(?:手机|号码)[^,。]{0,4}(?:欠费|停机|"
        r"被停|扣)|欠费|副卡|积分|"
        r"每个?月(?:都|要|被|白)*(?:扣|收)?(?:我)?[\d一二三五六八十两]+(?:元|块)|[元块]/?每?个?月|"
        r"订购|订阅|复机|退订|定制|(?<!\d)[345]g(?![b\d])|声讯|话单|来电|标记|"
        r"补卡|补换卡|实名|权益|来显|呼转|呼叫转移|sim|语音信箱|"
        r"(?<![a-z])(?:roaming|(?<!water )(?<!gas )(?<!power )(?<!electricity )(?<!hotel "
        r")bill(?:ed|ing)?|sms|mms|text messages?|ring ?(?:back )?tone|prepaid|"
        r"top.?up|data plan|phone (?:contract|no|bill|number)|my phone|(?:move|port|keep|transfer) "
        r"my number|porting|mobile (?:phone|plan|number|bill)|subscription|membership|charged|"
        r"no signal|coverage)(?![a-z])"
    ),
    Service.BROADBAND: (
        r"宽带|宽频|网路|频宽|光世代|数据机|adsl|光纤|光猫|网速|上网|网络|iptv|itv|机顶盒|拨号|"
        r"路由|测速|掉线|断网|ftth|"
        r"fttb|lan|提速|猫|wifi|网线|端口|电视|"
        r"(?<![a-z])(?:broadband|router|fib(?:er|re)|modem|internet|speed ?test|set-top|mbps|"
        r"bandwidth)(?![a-z])"
    ),
    Service.MAIL: (
        r"邮箱|信箱|电邮|邮局|收信|发信|退信|垃圾邮件|webmail|pop3?|imap|smtp|foxmail|outlook|"
        r"企业邮|"
        r"收不到邮件|邮件|"
        r"(?<![a-z])(?:e-?mails?|mails?|mailbox(?:es)?|mail accounts?|spam|inbox|junk)(?![a-z])"
    ),
    Service.HOSTING: (
        r"域名|网域|伺服器|备案|主机|服务器|vps|托管|机房|割接|网站|机柜|云|ftp|dns|解析|带宽|"
        r"数据中心|"
        r"挂马|网址|丢包|上联|黑洞|清洗|封堵|(?<!网)ping|机架|"
        r"(?<![a-z])(?:machines?|null-?rout\w+|uplinks?|traceroutes?|packet loss|latency|noc|"
        r"racks?|"
        r"transit)(?![a-z])|"
        r"ddos|控制台|"
        r"(?<![a-z])(?:domains?|servers?|hosting|hosted|colocation|rack|websites?|cloud|"
        r"data cent(?:er|re)|idc|icp)(?![a-z])"
    ),
    Service.CARD: (
        r"点卡|点数|充值卡|卡密|电话卡|ip卡|刮开|(?<!\d)(?:200|201)(?!\d)(?:卡|电话)|卡号|上网卡|"
        r"预付卡|储值卡|序列号|"
        r"(?<![a-z])(?:game cards?|point cards?|phone ?cards?|calling cards?|prepaid card|"
        r"scratch)(?![a-z])"
    ),
    Service.VNET: r"互联星空|vnet|星空|点播|包月|(?<![a-z])video on demand(?![a-z])",
}
_PATTERNS = {service: on_page(words) for service, words in _WORDS.items()}
_SUBJECT_WEIGHT = 2


def services(page: Page) -> dict[Service, int]:
    """Return how often words of each service occur."""
    counts = {
        service: page.count_in_body(pattern) + _SUBJECT_WEIGHT * page.count_in_subject(pattern)
        for service, pattern in _PATTERNS.items()
    }
    if counts[Service.CARD]:
        counts[Service.MOBILE] -= page.count(_TOP_UP)
    if page.count(_TELEVISION):
        counts[Service.VNET] -= page.count(_ON_DEMAND)
    return {service: count for service, count in counts.items() if count > 0}


_TELEVISION = on_page(r"iptv|机顶盒|电视")
_ON_DEMAND = on_page(r"点播|包月")
"""Of the television box where one is named, which is billed with the broadband line."""


_TOP_UP = on_page(r"充(?:值|话费|了?\d)")
"""Of a card where one is named; else of a mobile line."""


def is_about(found: dict[Service, int], *wanted: Service) -> bool:
    """Say whether one of `wanted` is at least half as prominent as the most prominent service."""
    most = max(found.values(), default=0)
    return any(found.get(service, 0) * 2 >= most > 0 for service in wanted)
