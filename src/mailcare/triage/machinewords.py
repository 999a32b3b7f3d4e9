"""How machines write: the known forms of bounces, automatic replies, newsletters, spam."""

import re

from mailcare.triage.expressions import Expression

MACHINE_SENDER = Expression(
    r"mailer-?daemon|postmaster|mail ?delivery|delivery ?(?:subsystem|system)|mail ?subsystem|"
    r"mail ?admin(?:istrator)?|邮件系统|系统管理员|邮箱管理员|退信"
)
BOUNCE_SUBJECT = Expression(
    r"^\W{0,12}(?:\[[^\]]{0,40}\]\s{0,4})?(?:系统退信|退信|邮件退回|被退回|.{0,6}投递(?:失败|"
    r"延迟|状态|不成功|"
    r"报告)|"
    r"(?:邮件)?未(?:能)?(?:送达|传递|投递)|无法(?:投递|送达|传递)|邮件(?:发送|传递|送达)(?:失败|"
    r"延迟|延误|报告|状态)|"
    r"传递(?:失败|状态|延迟)|"
    r"已(?:送达|中继|传递)|undeliver|delivery (?:status|fail|delay|notif|report|has)|returned mail|"
    r"failure notice|mail delivery|mail system error|delayed|warning: (?:message|could)|"
    r"non-?deliver|"
    r"message (?:delayed|undeliver|status|not deliver)|(?:delivered|relayed|expanded):|"
    r"mail (?:failure|could not)|unzustellbar|undelivered)"
)
BOUNCE_TEXT = Expression(
    r"退信原因|邮件(?:被退回|没有送达|未能送达|无法送达)|未能送达|投递(?:失败|不完整)|"
    r"无法(?:投递|送达|传递)|传递.{0,12}失败|"
    r"could not be delivered|cannot be delivered|delivery (?:to the following|has failed|failed)|"
    r"permanent (?:fatal )?error|undeliver|returned to sender|user unknown|"
    r"this is the qmail-send program|message (?:was|has been) delayed|not (?:yet )?been delivered|"
    r"mailbox (?:full|unavailable|not found)|successfully delivered"
)
REPLY_SUBJECT = Expression(
    r"^\W{0,12}(?:\[?自动(?:回复|答复|应答|回信|响应)\]?(?:\s{0,4}$|\s{0,2}[:(\[-])|"
    r"auto(?:matic)?[ -]?(?:reply|response|answer)|"
    r"auto:|out[ -]of[ -](?:the[ -])?office|ooo\b|(?:on )?vacation\b|away from|"
    r"(?:我)?(?:外出|休假|出差|离岗|不在办公室)(?:通知|提醒|自动|中)?(?:\s{0,4}$|[\s:(]))|"
    r"(?:休假|外出|出差|离岗)?.{0,3}不在(?:办公室|岗)|absence|\(自动(?:回复|答复)\)|"
    r"^(?:re|答复|回复)\s{0,2}:\s{0,2}自动(?:回复|答复):"
)
SAYS_SO = Expression(r"自动|auto|out[ -]of|ooo|vacation|不在|absence")
"""What leaves no doubt that a subject is an automatic reply's; 出差 and 休假 alone do."""
READ_SUBJECT = Expression(
    r"^\W{0,12}(?:已读|未读|已阅读|已查看|read|not read|read receipt)\s{0,4}[:(]|^阅读回执|回执:"
)
AWAY = Expression(
    r"自动(?:回复|答复|应答|回信|发送的回复)|系统自动回|"
    r"(?:我|本人|您好).{0,24}(?:休假|外出|出差|度假|休息|产假|年假|探亲|离开办公室|学习|培训)"
    r".{0,40}(?:回复您|答复您|再(?:回复|答复|处理|联系)|返回|回来|恢复|查看|上班|请(?:联系|找))|"
    r"不在办公室|(?:休假|外出|出差|放假|春节|国庆|假期|产假|婚假|病假|年假)(?:期间|"
    r"中).{0,40}(?:回复|答复|处理|联系)|"
    r"(?:您|你)?的?(?:来信|邮件|来件|来函|信件|信|e-?mail)(?:我|本人|我们)?(?:已经?|均已?)?"
    r"(?:收到|收悉|阅悉).{0,40}(?:尽快|稍后|会|将|日|再)[^。\n]{0,12}"
    r"(?:回复|答复|处理|联系|查看|与您|给您)|"
    r"(?:您|你)(?:发|寄)(?:给|来)我?的.{0,6}(?:信件|邮件|信)(?:我)?(?:已经?)?收到|"
    r"(?:感谢|谢谢)(?:您|你)?的?来(?:信|函|件|邮).{0,40}(?:尽快|稍后|会|将).{0,12}(?:回复|答复|"
    r"处理)|"
    r"(?:已|已经)?(?:调往|调到|调任|转岗)[^。\n]{0,12}(?:公司|部门|中心|"
    r"岗位)[^。\n]{0,20}(?:邮件|转给|联系)|"
    r"(?:住院|开刀|手术|探亲)[^。\n]{0,24}(?:有事找|请找|再联|再回|见谅)|"
    r"不在(?:这家|该|本|原)(?:公司|单位|部门)(?:工作|上班|任职)?|"
    r"(?:已|已经)(?:离职|调离|退休|离开(?:本?公司|岗位))(?!的).{0,40}(?:联系|发(?:送|往|至|到)|"
    r"邮件)|"
    r"(?:您|你)(?:的|提交的|发送的)?(?:请求|工单|问题|咨询|申请|留言|反馈|订单)[^。\n]{0,16}"
    r"(?:已|已经)(?:收到|受理|提交成功|创建|生成|登记)|请在此行(?:以上|上方)|"
    r"(?:您|你)的?(?:来信|邮件|来件|来函)(?:我|本人|我们)?(?:已经?|均已?)?(?:收到|收悉)了?"
    r"\s{0,4}(?:[,。!~]|$)|"
    r"(?:我|本人)(?:目前|现在|近期|最近|正)?(?:正)?(?:在|处于)(?:休假|度假|休息|产假|"
    r"年假|病假|探亲)|"
    r"(?:初|月|号|日|周|星期).{0,4}(?:恢复|正常)?(?:上班|返岗|回来|返回|回公司|复工)"
    r"(?!一|就|时|的|想|要|发现|,.{0,3}(?:发现|看到))|"
    r"不(?:能|便)(?:及时|立即|马上)(?:查(?:看|收)|回复|阅读|处理)[^。\n]{0,8}邮件|"
    r"(?:如|有|若|遇)(?:有|果有|遇|需)?[^。\n]{0,10}(?:急事|紧急|要事|急务|急件)[^。\n]{0,10}"
    r"(?:打|电话|联系|致电|拨|直接|找|与|转|发)|紧急(?:事项|事务|情况|的?事)请(?:联系|致电|拨打|"
    r"找)|"
    r"(?:本|此|该)(?:邮箱|信箱|账号)(?:已)?(?:停用|不再(?:使用|查看)|无人(?:值守|查看|阅读))|"
    r"\bi(?:'m| am| will be)? (?:currently )?(?:out of|away from|"
    r"on (?:annual |maternity |sick )?(?:leave|holiday)|on vacation|on a business trip|travel)|"
    r"\bthis is an? auto(?:mated|matic)|\bauto(?:matic|mated)? ?(?:reply|response)\b|"
    r"\bout of (?:the )?office\b|\blimited access to (?:my )?e-?mail|\bno longer (?:with|work)|"
    r"\b(?:i|we) (?:have|will) .{0,30}(?:get back to you|respond to your (?:e-?mail|message))|"
    r"\bwe have received your (?:e-?mail|message|request|enquiry|inquiry)|"
    r"\byour (?:request|ticket|enquiry|inquiry|case) .{0,16}(?:has been|was) (?:received|created|"
    r"logged|opened)|\bi(?:'m| am) away\b|\bwill (?:read|reply to|respond to|answer) .{0,24}"
    r"(?:when|on my return|upon|then|after)|\b(?:on|upon|until) my return\b|"
    r"\bif (?:it|this|your (?:matter|request|message)) (?:is urgent|can'?t wait|cannot wait)|"
    r"\b(?:for|in) urgent (?:matters|cases|issues)|\bi will be back\b|\bwill be read when\b|"
    r"\bnot be (?:reading|checking) my|"
    r"\bwhen i (?:return|am back|get back)\b|\bparental leave\b|"
    r"\byour (?:message|e-?mail) has been received|\bthank you for your (?:e-?mail|message)\b"
)
NO_CUSTOMER = Expression(
    rf"{AWAY.pattern}|"
    r"尽快(?:给(?:您|你))?(?:回复|答复)(?:您|你)|(?:给|向|与)(?:您|你)(?:回复|答复|联系)|"
    r"(?:回复|答复|联系)(?:您|你)[。!\n]|祝(?:您|你|大家)|"
    r"\b(?:can|could|will) (?:help|assist) you\b|\b(?:please )?contact my colleague\b"
)
"""What marks a sentence of a machine that holds a customer's words (尽快, 请联系, 收到)."""
NOT_AWAY = Expression(
    r"(?:打|拨|全是|尽是|就是|总是)[^。\n]{0,12}自动|自动应答[^。\n]{0,16}人工|"
    r"(?:连|没有?|只有|一封|收到的?是|回的?是|再|月,)自动(?:回复|答复)|自动(?:回复|答复)(?:都|也|"
    r"来|糊弄|打发|敷衍)|"
    r"(?:设置|开启|关闭|取消|打开)了?.{0,6}自动|自动(?:回复|答复)(?:功能|设置|没|不|失|坏|怎么|"
    r"如何)|"
    r"(?:收到|退回|变成|都是|又是|总是|全是|只有|你们|贵.{1,3})的?.{0,6}自动(?:回复|答复)|"
    r"自动(?:回复|答复).{0,12}(?:投诉|申诉)"
)
"""A person who writes about automatic replies uses their words."""
LOG_LINE = re.compile(
    r"^\s{0,4}(?:\[?\d{4}[-/]\d{1,2}[-/]\d{1,2}[ t]\d{1,2}:\d{2}|"
    r"(?:任务|作业|主机|开始|结束|状态|耗时|日志|成功|失败|级别|进程|返回码|第 ?\d{1,6} ?[行条])"
    r"[^:\n]{0,10}[: ]|(?:job|host|start|end|status|level|exit code|rc|log|task|service|"
    r"severity)\s?[:=])",
    re.MULTILINE,
)
"""A line of a log or of a program's report."""
NEWS_SENDER = Expression(
    r"newsletter|\bedm\b|mailing ?list|marketing|promo(?:tion)?s?\b|\bnews@|订阅|周刊|周报|快讯|"
    r"简讯|\bdigest\b"
)
LIST_TEXT = Expression(
    r"(?:本期|本刊)(?:要目|导读|目录|内容|看点|精彩)|第\s{0,2}\d{1,6}\s{0,2}期|各会员单位|"
    r"不(?:想|愿|希望)?(?:再)?(?:收到|接收)(?:此|该|本|这|类|我们的)[^。\n]{0,8}邮件|"
    r"(?:如需|如要|若要|如果要|如不需|如不想)(?:退订|取消订阅)|退订(?:请(?:点|致电|发|访问)|此邮件|"
    r"本邮件)|"
    r"(?:如|若)不(?:需要?|想|愿)[^。\n]{0,12}(?:邮件|信息|资讯|打扰)|不(?:再)?需(?:要)?此类|"
    r"打扰之处|退订回(?:复)?[a-z0-9]|回复[\"“”]?退订|\bunsubscribe: ?reply|\bmanage preferences\b|"
    r"点击(?:此处|这里)?退订|"
    r"退出(?:本|此|该)?(?:邮件组|列表)|(?:每日|今日|本周)汇总(?!表)|"
    r"您(?:所)?订阅的|(?:本|此|该|入|在|个|的)邮件列表|邮件列表(?:成员|的订阅|:)|订阅[/或]退订|"
    r"\b(?:to|click here to) unsubscribe\b|\bunsubscribe (?:here|link|from this)|\bunsubscribe ?\||"
    r"\| ?unsubscribe\b|\byou (?:are )?receiv(?:e|ing) this (?:e-?mail|message|"
    r"newsletter)? ?because|"
    r"\bview (?:it |this (?:e-?mail )?)?in (?:your )?browser|\bin this issue\b"
)
LIST_SIGNS = Expression(
    rf"{LIST_TEXT.pattern}|欢迎(?:试用|选购|订购|致电|来电)|买\d{{1,3}}送\d|"
    rf"充\d{{1,6}}[^。\n]{{0,4}}送|限时|秒杀|\d折|"
    r"亲爱的会员|尊敬的(?:会员|客户|用户)\s{0,2}[:,]|(?:订阅|投稿)(?:热线|邮箱)|责任编辑|主办单位"
)
"""What several of make a newsletter or an advertisement sure."""
ROBOT_SENDER = Expression(
    r"^(?:root|cron|nagios|zabbix|cacti|prometheus|grafana|logwatch|smokeping|mail(?:er)?-?daemon|"
    r"oa|jira|jenkins|gitlab|quarantine|[a-z]{2,12}[-_.](?:batch|robot|bot|alert|monitor)|"
    r"batch|scheduler)\d{0,3}[@+]"
)
SYSTEM_SENDER = Expression(
    r"^(?:monitor(?:ing)?|alert(?:s|manager)?|backup|hr-?system|erp|itsm|calendar|meeting|"
    r"(?:no|do-?not)[-_]?reply[a-z-]{0,20}|postmaster|notif(?:y|ication)s?|robot|bot|sysadmin|"
    r"system|antispam|daemon|ups|scanner|copier|printer|fax)\d{0,3}[@+]"
)
SYSTEM_SUBJECT = Expression(
    r"^\s?[\[【](?:bss|boss|crm|oss|eoms|noc|oa|erp)[\]】]|"
    r"^\W{0,12}(?:cron (?:<|job)|logwatch|backup (?:report|failed|ok|completed)|"
    r"quota (?:warning|exceeded)|"
    r"(?:邮箱|信箱)(?:容量|空间)(?:警告|告警|提醒|不足)|(?:会议|日程)(?:邀请|通知|更新|取消|提醒)|"
    r"(?:已?接受|已?拒绝|暂定|已取消|accepted|declined|tentative|cancell?ed|"
    r"(?:updated )?invitation): |"
    r"(?:密码|证书|许可)(?:即将|将于).{0,6}(?:过期|到期)提醒|(?:待办|待审批|审批|流程|"
    r"超时|督办)(?:提醒|通知|事项))|^\W{0,4}(?:催办|督办|待办|超时)\W|工单[^。\n]{0,24}(?:即将|"
    r"已)超时|"
    r"(?:\]|】|系统|数据|运行|工单|投诉量|流量)[^,。]{0,8}(?:日报|周报|月报)(?:\W|$)|"
    r"(?:日报|周报|月报)\W{0,3}\d{4}|(?:巡检|运行)报告|统计报表|(?:汇总|统计|"
    r"简报)\W{0,2}第?\s?\d{1,4}|(?:导入|执行|同步|备份)结果|"
    r"^(?:problem|recovery|resolved|alert|critical|warning|down|up|ok): |^\*\* ?(?:problem|"
    r"recovery|acknowledgement)|"
    r"^\s?[\[【](?:problem|recovery|firing|resolved|alert|warning|critical|monitor|oa|erp|监控|"
    r"告警|报警|"
    r"巡检|备份|值班|工单系统|系统(?:通知|消息|提醒|告警))|"
    r"隔离(?:邮件)?(?:报告|通知|摘要)|病毒(?:报告|警告|告警)|\bquarantine (?:digest|report|"
    r"notification)|"
    r"(?:服务器|磁盘|数据库|进程).{0,6}(?:告警|报警)(?:通知|恢复)?$"
)
SYSTEM_TEXT = Expression(
    r"共\s?\d{1,5}\s?[条件笔单][^。\n]{0,4}请[^。\n]{0,8}处理|"
    r"(?:本|此)(?:邮件|信)[^。\n]{0,4}由[^。\n]{0,14}自动(?:发送|发出|生成)|"
    r"由[^。\n]{0,10}(?:系统|平台|程序)[^。\n]{0,4}自动(?:生成|汇总|发送|统计)|"
    r"(?:本|此|该)(?:邮件|信|消息|通知)[^。\n]{0,4}由[^。\n]{0,8}(?:系统|平台|"
    r"程序)[^。\n]{0,4}(?:产生|发送|推送)|"
    r"(?:触发器|严重性|当前值|事件id)\s?[::]|扫描(?:件)?发自|来自[^。\n]{0,12}的扫描件|"
    r"\bscanned (?:from|by)|\bmultifunction|"
    r"回复无人(?:查看|阅读)|(?:本|此)(?:邮件|信)(?:无需|不必|不用|勿|请勿)(?:再)?(?:回复|答复)|"
    r"登录[^。\n]{0,10}(?:平台|系统|后台)[^。\n]{0,6}(?:处理|办理|签收)|"
    r"(?:本|此|该)(?:邮件|信|消息|通知)[^。\n]{0,4}(?:为|由|是)[^。\n]{0,10}(?:系统|平台|"
    r"程序)[^。\n]{0,10}"
    r"(?:发|生成|推送)|"
    r"(?:系统|程序|平台|oa)(?:.{0,8})?自动(?:发出|发送|生成|产生|通知).{0,20}(?:请勿|不要|无需|"
    r"勿).{0,6}回复|"
    r"此(?:邮件|信)(?:为|由|是).{0,6}系统.{0,8}(?:请勿|勿).{0,6}回复|您的邮箱.{0,60}(?:已使用|"
    r"容量|空间).{0,40}%|"
    r"\btrigger(?: (?:status|severity))?:|\bevent id:|\bnotification type:|\bhost:.{0,80}\bstate:|"
    r"\bdo not reply to this (?:automated|automatic|"
    r"e-?mail|message)"
)
