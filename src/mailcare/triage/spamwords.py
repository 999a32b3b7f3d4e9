"""How spam writes in the mailboxes of a Chinese company; no customer's words alone."""

from mailcare.triage.expressions import Expression, Register
from mailcare.triage.signs import signs

SPAM = signs(
    (
        4,
        r"代开|对外开(?:具|票)",
        r"(?:有)(?:多余|剩余|富余|部分)?(?:各类|各种)?(?:进项|增值税|普通)?.{0,2}票.{0,8}(?:代开)",
        r"(?:有)(?:多余|剩余|富余|部分)?(?:各类|各种)?(?:进项|增值税|普通)?.{0,2}票.{0,8}(?:优惠)",
        r"(?:余)(?:多余|剩余|富余|部分)?(?:各类|各种)?(?:进项|增值税|普通)?.{0,2}票.{0,8}(?:代开)",
        r"(?:余)(?:多余|剩余|富余|部分)?(?:各类|各种)?(?:进项|增值税|普通)?.{0,2}票.{0,8}(?:优惠)",
        r"(?:各类).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:各种).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:各行业).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:正规).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:真实).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:地税).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:国税).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:专用).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:普通).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"(?:机打).{0,8}(?:发?票|票据|发漂|fa票).{0,30}(?:优惠|点|税|联系|来电|验证|需要|合作)",
        r"发票(?:代理|代办|优惠)|fapiao|开漂|发漂|髮票",
    ),
    (
        2,
        r"(?:税点|点数|税率|手续费|费率)(?:低|优惠|\d)|(?:验证|验真|查验)后付款",
        r"先(?:验|查|开).{0,6}后(?:付|款)|网上可查|抵扣",
    ),
    (
        3,
        r"贷款|放款|无抵押|免抵押|免保人|当[天日](?:放款|拨款|下款)|小额(?:周转|借)|低息|月息",
        r"征信|资金周转|秒批|(?<!借)[能可]贷(?!款)|核贷|过件|信用(?:瑕疵|不良|空白)|银行(?:退|拒)件|负债整合",
    ),
    (
        3,
        r"信用卡(?:代办|套现|提额)|刷卡套现|股票(?:推荐|内幕|群)|荐股|牛股|年化|收益率|稳赚|期货",
        r"外汇|理财师|融资渠道",
    ),
    (
        4,
        r"博彩|赌场|六合彩|投注|彩金|开户送|注册送|真人(?:视讯|娱乐)|棋牌|娱乐城|时时彩|百家乐",
        r"特码|彩票(?:预测|计划|内幕)",
    ),
    (
        4,
        r"裸聊|一夜情|激情(?:视频|电影)|成人(?:用品|电影|视频)|情趣|壮阳|伟哥|丰胸|减肥(?:药|茶)",
        r"美女(?:上门|视频)",
    ),
    (
        3,
        (
            r"(?:短信|微信|传真)群发|群发(?:软件|平台|服务|系统)|短信通道|三网合一|直充|api ?对接|"
            r"\d\.\d{1,2} ?折|106短信"
        ),
        r"(?:企业|客户|业主|车主)(?:名录|名单)|数据库营销|电话名单",
    ),
    (
        2.5,
        r"(?:网站|网页)(?:优化|推广|排名|建设|制作|设计)|(?:百度|搜索|竞价)(?:推广|排名|优化)",
        r"关键词排名|网络推广|\bseo\b",
    ),
    (
        2.5,
        (
            r"公司注册|注册(?:香港|海外|离岸|美国|bvi)?公司|离岸(?:账户|公司|开户)|\boffshore\b|"
            r"whatsapp|"
            r"代理记账|代办(?:执照|资质|证)|商标注册|专利(?:申请|代理)|iso ?\d{4}"
        ),
        r"认证咨询|工商年检|高新企业",
    ),
    (
        2.5,
        r"(?:总裁|研修|特训|精品|实战)(?:班|课|课程|营)|公开课|课程(?:大纲|费用|对象|背景|收益)",
        r"主讲|讲师|学员|内训|元/人",
    ),
    (
        2,
        r"参会|参展|展位|招展|展览会|博览会|高峰论坛|峰会|诚邀|敬请光临",
        r"报名(?:热线|电话|回执|参加)|回执表|席位有限",
    ),
    (
        2.5,
        r"兼职|刷单|日(?:赚|入|结)|月入|在家(?:赚钱|工作)|加盟|招商|创业项目|财富自由|诚聘|高薪",
        r"猎头|招聘信息",
    ),
    (
        2,
        (
            r"先(?:试|验)后付|欢迎试用|免费试用|货源|加飞机|飞机号|先充后付|全品类|零投诉|渠道价|"
            r"一级代理|诚招|充\d{1,4}万?[^。\n]{0,6}送|v同号|同号\)"
        ),
        r"加(?:我)?(?:微信|v信|qq|扣扣)|微信同号|(?:微信|line|qq|旺旺)\s{0,2}[:号]",
        r"长期(?:合作|有效)",
    ),
    (
        2,
        r"来电(?:洽询|咨询|洽谈|详谈|垂询)|欢迎(?:来电|致电|咨询|选购|惠顾|订购|新老客户)",
        r"竭诚为您|为您(?:提供|量身)|专业(?:提供|从事)",
    ),
    (
        2.5,
        r"厂家直销|现货供应|批发|特价|促销|限时|抢购|一件代发|货到付款|打折|折扣|出厂价",
        r"优惠(?:价|多多|活动)|礼品(?:卡|定制)|大闸蟹|茶叶",
    ),
    (
        2,
        r"货代|海运|空运|国际快递|专线(?:运输|物流)|报关(?:行|代理)|外贸(?:开发|客户|推广)",
        r"供应商名录|打印(?:机|耗材)|硒鼓",
    ),
    (
        2,
        r"我(?:司|公司|们)(?:是|为|专业|长期|主营|常年|从事|专注|推出|现)",
        r"本公司(?:长期|专业|主营|常年|从事|现)|主营业务|业务范围",
    ),
    (
        4,
        (
            r"(?:账号|账户|邮箱|密码|邮件系统).{0,16}(?:即将|将于|将被|已|需要).{0,12}(?:停用|过期|"
            r"到期|冻结|关闭|失效|异常|"
            r"升级).{0,60}(?:点击|验证|登录|确认)"
        ),
    ),
    (
        2.5,
        (
            r"(?:邮箱|信箱|存储)[^。\n]{0,16}(?:容量|空间)?[^。\n]{0,8}(?:已达|即将用尽|即将超|"
            r"即将满|已用 ?\d{2,3} ?%)"
        ),
    ),
    (
        2,
        (
            r"立即(?:确认|扩容|验证|升级|激活)|(?:将|会)(?:被)?(?:停止|暂停|关闭)(?:收发|服务|"
            r"使用)|"
            r"若?(?:不在|未在|逾期).{0,12}(?:小时|日|天)\s?内?(?:确认|验证)"
        ),
    ),
    (
        3,
        r"点击(?:此处|这里|以下|下方|下面|链接).{0,10}(?:验证|升级|登录|确认|激活|领取|查看)",
        r"立即(?:验证|升级|激活|领取)|扫(?:描|码).{0,6}二维码",
    ),
    (
        4,
        (
            r"不(?:成功|过|上首页|满意)不收(?:费|钱)|成功(?:后|了)?再收(?:费|钱)|代(?:办|理)?(?:退费|"
            r"投诉|维权)(?!点)"
        ),
        r"投诉话术|申诉话术|先办后付|(?:学历|职称|文凭)[^。\n]{0,8}(?:办理|代办)",
    ),
    (
        4,
        (
            r"疗程|老寒腿|通痹|秘方|酵素|(?:瘦|减)(?:了)?[^。\n]{0,6}(?:公斤|斤)|(?:血糖|血压|前列腺|"
            r"关节)[^。\n]{0,12}(?:膏|药|盒|茶|贴)"
        ),
    ),
    (
        3,
        (
            r"(?:点击|打开|登录)[^。\n]{0,20}(?:填写|输入|提交)[^。\n]{0,12}(?:银行卡|身份证|验证码|"
            r"密码)"
        ),
        (
            r"(?:银行卡号?|身份证号?)[、和及][^。\n]{0,12}验证码|逾期视为放弃|豪宅|"
            r"首付[^。\n]{0,4}成|看房"
        ),
        (
            r"涨停|老股民|进群|带你(?:赚|抓)|高价(?:回收|现结|收购)|大量回收|(?:一|1)折起|买\d+送\d+|"
            r"首月免费"
        ),
    ),
    (
        3,
        r"\b(?:looking at|visited|came across|browsing|reviewing|checked) your (?:web ?)?site\b",
        r"\bredesign your\b|\bfree (?:screenshot|report)|\bmay i send you\b|\bbest time to call\b",
    ),
    (
        3,
        r"中奖|幸运(?:用户|号码|观众)|兑奖|(?:恭喜|祝贺)您?.{0,10}(?:获得|入选|被抽)",
        r"领取(?:补贴|奖品|奖金)|补贴申领",
    ),
    (
        3,
        r"\bdear (?:beloved|friend|winner)|\bbeneficiary\b|\binheritance\b|\bnext of kin\b",
        r"\bbarrister\b",
        r"\bmillion (?:dollars|usd|euro)|\b(?:us ?\$|usd) ?[\d.,]{1,14} ?(?:million)?|\bwidow\b",
        r"\bcharity\b|\bdonation\b",
    ),
    (
        3,
        r"\blottery\b|\bcasino\b|\bviagra\b|\bcialis\b|\bpharmacy\b|\breplica\b|\brolex\b",
        r"\bbitcoin\b|\bcrypto|\bforex\b",
    ),
    (
        3,
        r"\bwire transfer\b|\bbusiness proposal\b|\bloan offer|\bwork from home\b|\bearn \$",
        r"\bdating\b|\binvestors?\b",
    ),
    (
        3,
        r"\bverify your (?:account|mailbox|e-?mail|identity)|\bupgrade your (?:mailbox|account)",
        r"\bvalidate your\b",
        (
            r"\bexceeded (?:its|your|the) (?:quota|storage|limit)|\b\d{2,3} ?% full\b|"
            r"\bverify (?:now|"
            r"here)"
        ),
        r"\b(?:incoming|new) (?:e-?)?mails? will be (?:rejected|blocked|held|lost)",
        (
            r"\bkeep (?:my|your) (?:current )?(?:account|password|mailbox)|"
            r"\bhas used [\d.]{1,6} ?gb of"
        ),
        r"\b(?:account) (?:will be) (?:suspended|deactivated|closed|limited|locked|full)",
        r"\b(?:account) (?:has been|is) (?:suspended|deactivated|closed|limited|locked|full)",
        r"\b(?:mailbox) (?:will be) (?:suspended|deactivated|closed|limited|locked|full)",
        r"\b(?:mailbox) (?:has been|is) (?:suspended|deactivated|closed|limited|locked|full)",
        r"\bpassword (?:will expire|expires)",
        r"\bunusual (?:sign-?in|activity)",
    ),
    (
        3,
        (
            r"\bclick (?:here|below|on|the|the link)|\b(?:dear|attention) (?:e-?mail |mailbox |"
            r"webmail )?(?:user|owner|customer)\b"
        ),
    ),
    (
        2.5,
        r"\b(?:we are) an? (?:leading |professional )?(?:manufacturer|supplier)",
        r"\b(?:we are) an? (?:leading |professional )?(?:factory|exporter|company)",
        r"\b(?:as) an? (?:leading |professional )?(?:manufacturer|supplier)",
        r"\b(?:as) an? (?:leading |professional )?(?:factory|exporter|company)",
        r"\bour (?:products|factory|catalogue?|company (?:is|offers))\b|\bbest (?:price|quality)",
        r"\bwholesale",
        r"\bfree (?:sample|quote|trial)|\bmoq\b|\bprice list\b|\bquotation\b|\bspecial offer\b",
        r"\b\d{1,2}% off\b",
    ),
    (
        2.5,
        r"\bdigital marketing\b|\bweb ?(?:site)? (?:design|development) (?:service|company)",
        r"\bguest post|\bbacklinks?\b",
        (
            r"\bincrease (?:your )?(?:traffic|sales|revenue|leads)|\bpage one\b|\bfree (?:audit|"
            r"consultation|demo)\b"
        ),
        (
            r"\b(?:good|best|convenient) time (?:to|for a) (?:call|chat|talk)|\b(?:quick|short|"
            r"\d{1,2}[- ]minute) (?:call|chat)\b"
        ),
        (
            r"\byour (?:web ?site|business|company)(?:'s)? (?:could|can|needs?|deserves|ranks?|"
            r"online)|\bsend you (?:a|our) (?:quote|proposal|free)"
        ),
        (
            r"\b(?:we|our team|our company) (?:offer|provide|speciali[sz]e|help (?:companies|"
            r"businesses))"
        ),
        r"\bemail list\b|\bgoogle (?:rank|first page)",
        r"\bfirst page of google",
    ),
    register=Register(),
)
ABOUT_SPAM = Expression(
    r"垃圾(?:邮件|短信|信)|骚扰|诈骗|冒充|钓鱼|催收|盗用|盗刷|泄露|贷款平台|"
    r"误判|(?:被|误)(?:拦截|过滤)|"
    r"(?:总是?|老是?|天天|每天|一直|经常)收到|\bspam\b|\bphishing\b|\bscam\b"
)
"""A person who complains about spam uses its words."""
COMPLAINS = Expression(r"(?:我|要|来|特此)投诉|投诉(?:你|贵|电信|他们)|\bcomplain\b")
"""Whatever else a letter says, a person must read it."""
