"""How machines write: the known forms of bounces, automatic replies, newsletters, spam."""

import re

from mailcare.triage.signs import signs

MACHINE_SENDER = re.compile(
    r"mailer-?daemon|postmaster|mail ?delivery|delivery ?(?:subsystem|system)|mail ?subsystem|"
    r"mail ?admin(?:istrator)?|邮件系统|系统管理员|邮箱管理员|退信"
)
BOUNCE_SUBJECT = re.compile(
    r"^\W{0,12}(?:\[[^\]]{0,40}\]\s{0,4})?(?:系统退信|退信|邮件退回|被退回|.{0,6}投递(?:失败|"
    r"延迟|状态|不成功|"
    r"报告)|"
    r"(?:邮件)?未送达|无法(?:投递|送达|传递)|邮件(?:发送|传递|送达)(?:失败|延迟|延误|报告|状态)|"
    r"传递(?:失败|状态|延迟)|"
    r"已(?:送达|中继|传递)|undeliver|delivery (?:status|fail|delay|notif|report|has)|returned mail|"
    r"failure notice|mail delivery|mail system error|delayed|warning: (?:message|could)|"
    r"non-?deliver|"
    r"message (?:delayed|undeliver|status|not deliver)|(?:delivered|relayed|expanded):|"
    r"mail (?:failure|could not)|unzustellbar|undelivered)"
)
BOUNCE_TEXT = re.compile(
    r"退信原因|邮件(?:被退回|没有送达|未能送达|无法送达)|未能送达|投递(?:失败|不完整)|"
    r"无法(?:投递|送达|传递)|传递.{0,12}失败|"
    r"could not be delivered|cannot be delivered|delivery (?:to the following|has failed|failed)|"
    r"permanent (?:fatal )?error|undeliver|returned to sender|user unknown|"
    r"this is the qmail-send program|message (?:was|has been) delayed|not (?:yet )?been delivered|"
    r"mailbox (?:full|unavailable|not found)|successfully delivered"
)
REPLY_SUBJECT = re.compile(
    r"^\W{0,12}(?:\[?自动(?:回复|答复|应答|回信|响应)\]?(?:\s{0,4}$|[\s:(\[-])|"
    r"auto(?:matic)?[ -]?(?:reply|response|answer)|"
    r"auto:|out[ -]of[ -](?:the[ -])?office|ooo\b|(?:on )?vacation\b|away from|"
    r"(?:我)?(?:外出|休假|出差|离岗|不在办公室)(?:通知|提醒|自动|中)?(?:\s{0,4}$|[\s:(]))|"
    r"(?:休假|外出|出差|离岗)?.{0,3}不在(?:办公室|岗)|absence|\(自动(?:回复|答复)\)|自动(?:回复|"
    r"答复):"
)
READ_SUBJECT = re.compile(
    r"^\W{0,12}(?:已读|未读|已阅读|已查看|read|not read|read receipt)\s{0,4}[:(]|^阅读回执|回执:"
)
AWAY = re.compile(
    r"自动(?:回复|答复|应答|回信|发送的回复)|系统自动回|"
    r"(?:我|本人|您好).{0,24}(?:休假|外出|出差|度假|休息|产假|年假|探亲|离开办公室|学习|培训)"
    r".{0,40}(?:回复您|答复您|再(?:回复|答复|处理|联系)|返回|回来|恢复|查看|上班|请(?:联系|找))|"
    r"不在办公室|(?:休假|外出|出差|放假|春节|国庆|假期)(?:期间|中).{0,40}(?:回复|答复|处理|联系)|"
    r"(?:您|你)?的?(?:来信|邮件|来件|来函|信件|信|e-?mail)(?:我|本人|我们)?(?:已经?|均已?)?"
    r"(?:收到|收悉|阅悉).{0,40}(?:尽快|稍后|会|将|日|再)[^。\n]{0,12}"
    r"(?:回复|答复|处理|联系|查看|与您|给您)|"
    r"(?:您|你)(?:发|寄)(?:给|来)我?的.{0,6}(?:信件|邮件|信)(?:我)?(?:已经?)?收到|"
    r"(?:感谢|谢谢)(?:您|你)?的?来(?:信|函|件|邮).{0,40}(?:尽快|稍后|会|将).{0,12}(?:回复|答复|"
    r"处理)|"
    r"(?:已|已经)(?:离职|调离|退休).{0,40}(?:联系|发(?:送|往|至|到)|邮件)|"
    r"(?:本|此|该)(?:邮箱|信箱|账号)(?:已)?(?:停用|不再(?:使用|查看)|无人(?:值守|查看|阅读))|"
    r"\bi(?:'m| am| will be)? (?:currently )?(?:out of|away from|"
    r"on (?:annual |maternity |sick )?(?:leave|holiday)|on vacation|on a business trip|travel)|"
    r"\bthis is an? auto(?:mated|matic)|\bauto(?:matic|mated)? ?(?:reply|response)\b|"
    r"\bout of (?:the )?office\b|\blimited access to (?:my )?e-?mail|\bno longer (?:with|work)|"
    r"\b(?:i|we) (?:have|will) .{0,30}(?:get back to you|respond to your (?:e-?mail|message))|"
    r"\bwe have received your (?:e-?mail|message|request|enquiry|inquiry)|"
    r"\byour (?:message|e-?mail) has been received|\bthank you for your (?:e-?mail|message)\b"
)
NOT_AWAY = re.compile(
    r"(?:设置|开启|关闭|取消|打开)了?.{0,6}自动|自动(?:回复|答复)(?:功能|设置|没|不|失|坏|怎么|"
    r"如何)|"
    r"(?:收到|退回|变成).{0,6}自动(?:回复|答复)|自动(?:回复|答复).{0,12}(?:投诉|申诉)"
)
"""A person who writes about automatic replies uses their words."""
NEWS_SENDER = re.compile(
    r"newsletter|\bedm\b|mailing ?list|marketing|promo(?:tion)?s?\b|\bnews@|订阅|周刊|周报|快讯|"
    r"简讯|\bdigest\b"
)
LIST_TEXT = re.compile(
    r"(?:本期|本刊)(?:要目|导读|目录|内容|看点|精彩)|第\s{0,2}\d{1,6}\s{0,2}期|各会员单位|"
    r"不(?:想|愿|希望)?(?:再)?(?:收到|接收)(?:此|该|本|这|类|我们的)[^。\n]{0,8}邮件|"
    r"(?:如需|如要|若要|要)(?:退订|取消订阅)|退订(?:请(?:点|致电|发|访问)|此邮件|本邮件)|"
    r"点击(?:此处|这里)?退订|"
    r"您(?:所)?订阅的|邮件列表|订阅[/或]退订|"
    r"\b(?:to|click here to) unsubscribe\b|\bunsubscribe (?:here|link|from this)|\bunsubscribe ?\||"
    r"\| ?unsubscribe\b|\byou (?:are )?receiv(?:e|ing) this (?:e-?mail|message|"
    r"newsletter)? ?because|"
    r"\bview (?:it |this (?:e-?mail )?)?in (?:your )?browser|\bin this issue\b"
)
SYSTEM_SENDER = re.compile(
    r"^(?:root|cron|nagios|zabbix|cacti|prometheus|grafana|monitor(?:ing)?|alert(?:s|manager)?|"
    r"backup|oa|"
    r"hr-?system|erp|itsm|jira|jenkins|gitlab|calendar|meeting|no-?_?reply|do-?not-?reply|"
    r"noreply.*|"
    r"postmaster|mail(?:er)?-?daemon|notif(?:y|ication)s?|robot|bot|sysadmin|system|antispam|"
    r"quarantine|"
    r"daemon|logwatch|smokeping|ups|scanner|copier|printer|fax)\d*[@+]"
)
SYSTEM_SUBJECT = re.compile(
    r"^\W{0,12}(?:cron (?:<|job)|logwatch|backup (?:report|failed|ok|completed)|"
    r"quota (?:warning|exceeded)|"
    r"(?:邮箱|信箱)(?:容量|空间)(?:警告|告警|提醒|不足)|(?:会议|日程)(?:邀请|通知|更新|取消|提醒)|"
    r"(?:已?接受|已?拒绝|暂定|已取消|accepted|declined|tentative|cancell?ed|"
    r"(?:updated )?invitation): |"
    r"(?:密码|证书|许可)(?:即将|将于).{0,6}(?:过期|到期)提醒|(?:待办|待审批|审批|流程)(?:提醒|"
    r"通知|事项))|"
    r"^\*\* ?(?:problem|recovery|acknowledgement)|"
    r"^\s?[\[【](?:problem|recovery|firing|resolved|alert|warning|critical|monitor|oa|erp|监控|"
    r"告警|报警|"
    r"巡检|备份|值班|工单系统|系统(?:通知|消息|提醒|告警))|"
    r"隔离(?:邮件)?(?:报告|通知|摘要)|病毒(?:报告|警告|告警)|\bquarantine (?:digest|report|"
    r"notification)|"
    r"(?:服务器|磁盘|数据库|进程).{0,6}(?:告警|报警)(?:通知|恢复)?$"
)
SYSTEM_TEXT = re.compile(
    r"(?:系统|程序|平台|oa)(?:.{0,8})?自动(?:发出|发送|生成|产生|通知).{0,20}(?:请勿|不要|无需|"
    r"勿).{0,6}回复|"
    r"此(?:邮件|信)(?:为|由|是).{0,6}系统.{0,8}(?:请勿|勿).{0,6}回复|您的邮箱.{0,60}(?:已使用|"
    r"容量|空间).{0,40}%|"
    r"\bnotification type:|\bhost:.{0,80}\bstate:|\bdo not reply to this (?:automated|automatic|"
    r"e-?mail|message)"
)
SPAM = signs(
    (
        4,
        r"代开(?:各类|各种|正规|真|增值税)?.{0,6}(?:发票|票据)",
        r"(?:开|办理?|提供)(?:各类|各种|各行业|正规|真).{0,8}发票|发票(?:代理|代办|优惠)",
    ),
    (
        2,
        r"(?:税点|点数|税率|手续费)(?:低|优惠|\d)|验证后付款|先(?:验|查).{0,4}后(?:付|款)",
        r"可(?:上网)?(?:验证|查询)真伪|多余发票",
    ),
    (
        3,
        r"贷款|放款|无抵押|免抵押|免保人|当日拨款|小额(?:周转|借)|信用卡(?:代办|套现|提额)|低息",
        r"月息",
    ),
    (
        4,
        r"博彩|赌场|六合彩|投注|彩金|开户送|真人(?:视讯|娱乐)|棋牌(?:平台|送)|娱乐城|时时彩",
        r"内部资料.{0,6}(?:特码|码)",
    ),
    (
        3,
        r"(?:邮件|短信)群发|群发(?:软件|平台|服务|系统)|企业名录",
        r"客户(?:资料|名单)(?:出售|库|大全)|数据库营销|电话名单",
    ),
    (
        2.5,
        r"(?:总裁|研修|培训|特训|精品)(?:班|课|课程)|公开课|课程(?:大纲|费用|对象|背景)",
        r"主讲(?:老师|专家|人)|参会费|报名(?:热线|电话|回执)",
    ),
    (
        2.5,
        r"(?:网站|搜索|百度|排名)(?:优化|推广|排名)|\bseo\b|\bgoogle (?:rank|first page)",
        r"快速(?:排名|上首页)|400电话办理",
    ),
    (
        2.5,
        r"兼职|刷单|日(?:赚|入|结)|月入|在家(?:赚钱|工作)|加盟|招商(?:热线|加盟)?|创业项目",
        r"财富自由",
    ),
    (
        2,
        r"加(?:我)?(?:微信|v信|qq|扣扣)|(?:微信|line|qq)\s{0,4}[:号]|来电(?:洽询|咨询|洽谈)",
        r"欢迎(?:来电|致电|咨询|选购|新老客户)|竭诚为您",
    ),
    (
        2.5,
        r"厂家直销|现货供应|批发(?:价)?|特价|限时(?:优惠|抢购)|一件代发|全国(?:包邮|招)|货到付款",
        r"报价(?:单|表)附",
    ),
    (
        4,
        r"(?:账号|账户|邮箱|密码).{0,16}(?:即将|将于|将被|已).{0,12}(?:停用|过期|到期|冻结|关闭|失效|异常).{0,60}(?:点击|验证|登录|升级|确认)",
    ),
    (
        3,
        r"点击(?:此处|这里|以下|下方|下面|链接).{0,10}(?:验证|升级|登录|确认|激活|领取)",
        r"(?:恭喜|祝贺)您?.{0,10}(?:中奖|获得|入选|被抽)",
    ),
    (
        3,
        r"\bdear (?:beloved|friend|sir/madam winner)|\bbeneficiary\b|\binheritance\b",
        r"\bnext of kin\b|\bmillion (?:dollars|usd|euro)|\busd? [\d.]{1,12} ?million|\bwidow\b",
        r"\bcharity\b",
    ),
    (
        3,
        r"\blottery\b|\bcasino\b|\bviagra\b|\bbitcoin\b|\bcrypto|\bforex\b|\bwire transfer\b",
        r"\bbusiness proposal\b|\bloan offer",
    ),
    (
        3,
        r"\bverify your (?:account|mailbox|e-?mail)",
        r"\b(?:account|mailbox) (?:will be|has been) (?:suspended|deactivated|closed|limited)",
        r"\bclick (?:here|below|the link)|\bupgrade your mailbox",
    ),
    (
        2.5,
        r"\b(?:we are|as) an? (?:leading |professional )?(?:manufacturer|supplier|factory)",
        r"\bour products\b|\bbest price|\bwholesale|\bfree sample|\bmoq\b",
    ),
    (
        2.5,
        r"\bdigital marketing\b|\bweb design (?:service|company)",
        r"\bincrease (?:your )?(?:traffic|sales)|\bguest post|\bbacklinks?\b|\bemail list\b",
    ),
)
NOT_FROM_A_MACHINE = re.compile(
    r"垃圾(?:邮件|短信|信)|骚扰|诈骗|冒充|钓鱼|拦截|过滤|误判|收到.{0,20}(?:邮件|短信|信)|投诉|"
    r"\bspam\b|\bphishing\b|\bscam\b"
)
"""A person who writes about spam uses its words."""
