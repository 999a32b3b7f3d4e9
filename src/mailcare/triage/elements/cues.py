"""Broad kinds of words, which the learnt opinion weighs by where they stand.

Each is broader than a rule could bear: 停机, 拆了 and 打不通 are one kind, and what it says of a
number or a name is learnt, by whether it stands in the same clause, the next sentence, or far off.
"""

from mailcare.triage.expressions import Expression, on_page

_NO_LATIN = r"(?<![a-z])"
_WORDS = {
    "bids not to call": (
        r"(?:别|不要|勿|莫|不必|不用|休|不准|少)(?:再|去|总|老|往上面)?"
        r"(?:打|拨|联[系络]|致电|来电|找|呼|吵|惊动|打扰|烦)|(?:打|拨)不得|一律不接|"
        rf"{_NO_LATIN}(?:do not|don't|never|not to|rather than|instead of) "
        r"(?:call|ring|phone|use|contact|bother|disturb|dial)"
    ),
    "tried": (
        r"(?:打|拨|致电|问|联系)(?:了|过|到|去|给)(?!我)|打(?:不下|了?[一二三两几好]+)|"
        rf"{_NO_LATIN}(?:called|rang|tried|dialled|phoned|told (?:me|us) to)"
    ),
    "calls": (
        r"(?:请|可|就|再|以|往)?(?:打|拨|呼|联[系络]|致电|来电|回电|回拨|找得?到?我|找我|接听|"
        r"接电话|接得到|通知|回复|洽)|"
        rf"{_NO_LATIN}(?:call|reach|ring|contact|phone me|text me|get hold of)"
    ),
    "dead": (
        r"停机|停了|停用|停掉|被停|销号|销户|注销|拆掉|拆除|拆了|拆机|丢|偷|盗|抢|关机|"
        r"打不[通进]|不通|没有?声|无声|断[了掉]|失效|空号|作废|哑|坏[了掉]|用不了|不能用|没法用|"
        r"无法使用|没用|打不开机|没信号|双停|单停|欠费|剪[了掉]|扔|退掉|退网|没了|不存在|暂停|"
        r"冻结|锁[了住]|封[了停]|掉[进在水江]|进水|"
        rf"{_NO_LATIN}(?:dead|suspended|cut off|disconnected|stolen|lost|no dial|no longer|"
        r"switched off|out of (?:order|service)|not work|doesn't work|deactivated|cancelled|"
        r"blocked|barred|broken|given up|expired)"
    ),
    "alive": (
        r"能接|能打进|可接|接得|还通|仍通|通着|能通|恢复|复机|开机|修好|照常|有人接|"
        rf"{_NO_LATIN}(?:still (?:works|rings)|works fine|can (?:still )?receive|restored)"
    ),
    "silent": (
        r"(?:拿|拎|提|摘|抓)(?:起|了)[^,。!?;\n]{0,8}(?:没|无|冇|不|空|静|死|哑)|"
        r"(?:没有?|无|冇|毫无|听不到)(?:任何|一点|半点|什么|拨号|蜂鸣|嘟嘟?)*的?(?:声|音|反应|"
        r"动静)|"
        r"声(?:音|响|息)?(?:也|都|全|就)?(?:没|冇|无)|拨号音|(?:再|也|都|就|又)?(?:不|没|"
        r"未)(?:再)?响|响不|"
        r"哑|寂静|静悄悄|一声不吭|没(?:有)?反应|(?:掐|剪|拔|挖|割|拽|扯|弄|压|吹)(?:了|掉|断)|"
        r"[^打]断(?:了|掉|线)|(?:线|话|座机|电话)[^,。!?;\n]{0,6}(?:没|断|坏|不通|停)了?|不来电|"
        rf"{_NO_LATIN}(?:silent|silence|no (?:sound|tone|dial|calls)|hiss|dead|cut|nothing but|"
        rf"mute)(?![a-z])"
    ),
    "shut off": (
        r"停(?:机|了|掉|用|我)|销[号户]|关停|双(?:停|向|关)|(?:关|封|停|锁)(?:了|掉)|单停|复机|开机|恢复|"
        r"(?:打|拨|呼|接)[^,。!?;\n]{0,2}(?:不|唔|勿)(?:出|进|通|到|了|得|来)|(?:不能|没法|无法|"
        r"不可)(?:呼|打|接|拨|通)|"
        r"(?:打|呼)(?:进|出)|空号|"
        rf"{_NO_LATIN}(?:suspended|reconnect|restore|cut off|barred|nobody can|blocked|"
        rf"shut)(?![a-z])"
    ),
    "no telephone": (
        r"平板|ipad|车机|车载|摄像头|监控|手表|手环|pos|刷卡机|上网卡|流量卡|数据卡|物联|无人机|"
        r"手持机|对讲|随身wi|"
        r"[没无](?:有)?(?:通话|语音)功能|"
        r"只能?上网|不能?(?:打电话|通话|接电话|语音)|白名单|话机(?:没|一直没|未)|没(?:接|插|"
        r"装)话机|"
        rf"{_NO_LATIN}(?:tablet|camera|dongle|watch|router card|data[- ]only|"
        rf"takes? no calls)(?![a-z])"
    ),
    "write": (
        r"写信|回信|(?:发|来|复|寄)(?:我)?(?:封|个)?信(?!息)|回(?:复)?(?:到)?(?:这个|本|此|"
        r"我的?)?(?:邮箱|邮件)|"
        r"(?:用|以|通过|发|请|就)邮件|邮件(?:回|告|联|答|通)|书面|"
        rf"{_NO_LATIN}(?:by e-?mail|write (?:back|to me)|reply (?:here|by)|e-?mail (?:me|is|"
        rf"only))(?![a-z])"
    ),
    "no other line": (
        r"(?:[没无冇](?:有|得)?|呒没)(?:别|其[他它]|另外?|第二|任何)?(?:的|个|部|只|台)?(?:手机|电话|座机|固话|号码)|"
        r"(?:哪个|什么|任何|别的)(?:手机|电话|号码)[^,。!?;\n]{0,4}没|手头没|"
        r"(?:新号|手机)[^,。!?;\n]{0,4}(?:还没|没(?:有)?办|不想给|先不写)|只(?:有|得)(?:这|迭|一)(?:只|部|个)?电话|"
        rf"{_NO_LATIN}no (?:other )?(?:phone|number|line|mobile)(?![a-z])"
    ),
    "given up": (
        r"去世|过世|走了|生前|先[父母]|遗|"
        r"(?<!声音)(?<!声)(?<!信号)(?<!信)没[了掉]|(?:掉|落|跌|丢|忘|泡)(?:在|进|到|入)|(?:裂|碎|"
        r"摔坏|补走|盗用)|没服务|无服务|"
        r"(?:不|没)(?:再|在|怎么|大)*用[了啦]|没人(?:住|听|用|管)|没有?人(?:住|听|用)|空了|空着|"
        r"空关|搬(?:走|离|迁|家|到)|"
        r"退(?:掉|了|网|租)|找不[着到]|旧(?:址|房|家|号)|老(?:房|家|号|早)|早就|前年|多年|不要了|"
        rf"{_NO_LATIN}(?:given up|unused|empty|moved|fell in(?:to)?|dropped in|lost|no service|"
        rf"years ago|not in use|old flat|long gone)(?![a-z])"
    ),
    "crowd": (
        r"[\d一二三四五六七八九十百千几多两余]+(?:户|家(?!里)|人(?!民)|栋|幢)|全[村楼校厂区]|"
        r"整[个栋幢片层座条]|居民|住户|村民|业主|"
        r"村里|我村|小区|楼里|弄堂|大家|同学们?都|商户|职工|员工|公用|站台|地铁|基站|"
        rf"{_NO_LATIN}(?:tenants|residents|everyone|everybody|whole|basement|building|village|"
        rf"commuters)(?![a-z])"
    ),
    "forgotten": (
        r"(?:记|背|想|说|报|写)(?:不[住得出起清来全]|不太清)|忘(?:了|记)|不(?:知道|晓得|清楚)|"
        r"找不[到着]|(?:没|未)(?:有)?(?:号码|账号|帐号|带在)|还没(?:有)?(?:号|办)|尾号|"
        rf"{_NO_LATIN}(?:don't (?:know|remember|have)|no account|not yet a|forgot\w*|"
        r"can't recall)(?![a-z])"
    ),
    "asks": (
        r"请问|请教|想问|问一下|咨询|能不能|能否|可不可以|可否|多少钱|打算|有没有|是否|怎么(?:办|"
        r"申请|收)|建议|提个|希望你们|"
        rf"{_NO_LATIN}(?:do you (?:offer|have|sell)|which|could you tell|i would like to (?:know|"
        rf"ask)|"
        r"suggest|interested|looking for|price|quote|tariff)(?![a-z])"
    ),
    "not yet": (
        r"(?:没|无)资源|新装|未装|装不[了上]|没有?装|等装|安装|开户|办新|办(?:张|个|一)|"
        r"不肯(?:给我)?办|覆盖|预约|"
        r"门店|营业厅|柜台|排队|窗口|"
        rf"{_NO_LATIN}(?:refused to|new (?:sim|line|contract)|apply|applied|no resource|shop|"
        rf"counter|queue)(?![a-z])"
    ),
    "elsewhere": (
        r"煤气|燃气|天然气|自来水|水费|水表|电费|电表|银行|工行|建行|押金|房租|快递|物业|医院|"
        r"地铁卡|公积金|社保|"
        r"(?<!电信)联通|(?<!行)(?<!流)移动公司|中国移动|10086|10010|铁通|有线电视|东方有线|"
        r"中华电信|"
        rf"{_NO_LATIN}(?:landlord|deposit|bank|parcel|courier|gas|visa|scooter|hospital|unicom|"
        rf"china mobile)(?![a-z])"
    ),
    "seldom": (
        r"不常|很少|不太|不怎么|不方便|不便|没人接|无人接|不接|静音|抽屉|不随身|不在家|不在身边|"
        r"上课|开会|听不[见到清]|耳[背聋]|留言|"
        rf"{_NO_LATIN}(?:rarely|seldom|voicemail|hardly|not convenient|no answer|nobody picks)"
    ),
    "times": (
        r"白天|晚上|夜里|上午|下午|中午|点[钟到之以]|\d点|周[一二三四五六日末]|工作日|上班|下班|"
        r"随时|全天|24小时|"
        rf"{_NO_LATIN}(?:after|before|between|evenings?|office hours|weekdays?|anytime)(?![a-z])"
    ),
    "old": (
        r"老号|旧号|旧的|以前|原来|原先|从前|之前的?号|前年|去年|老的|换[号了掉]|"
        rf"{_NO_LATIN}(?:old|former|previous|used to)(?![a-z])"
    ),
    "new": (
        r"新号|新的|换成|改成|改用|现在用|现用|如今|目前|眼下|更正|应该是|才对|为准|"
        rf"{_NO_LATIN}(?:new|now|instead|current)(?![a-z])"
    ),
    "wrong": (
        r"写错|打错|不对|搞错|弄错|错了|少写|多写|"
        rf"{_NO_LATIN}(?:wrong|mistake|typo|correction)(?![a-z])"
    ),
    "kin": (
        r"爱人|老婆|老公|太太|先生|爸|妈|父|母|爷|奶|外公|外婆|儿子|女儿|孩子|小孩|妹|弟|哥|姐|"
        r"媳妇|女婿|老伴|孙|岳|公公|婆婆|"
        rf"{_NO_LATIN}(?:wife|husband|mother|father|mum|mom|dad|son|daughter|brother|sister|"
        r"parents?)(?![a-z])"
    ),
    "strangers": (
        r"邻居|隔壁|同事|房东|房客|租客|老乡|工友|室友|朋友|同学|别人|人家|对方|前任|前主|原主|"
        r"骗子|陌生|路人|网吧|亲戚|楼[上下]|"
        rf"{_NO_LATIN}(?:neighbou?r|colleague|landlord|tenant|friend|roommate|someone|stranger|"
        r"scammer|previous owner)(?![a-z])"
    ),
    "staff": (
        r"师傅|客服|经理|业务员|营业员|营业厅|话务|接线|工号|胸牌|装维|安装|维修|专员|你们|贵司|"
        r"贵公司|柜台|代理|推销|自称|热线|"
        rf"{_NO_LATIN}(?:technician|engineer|agent|operator|your (?:staff|colleague|man|shop|"
        r"office)|hotline|sales)(?![a-z])"
    ),
    "gave": (
        r"留(?:给|了|的|下)|给(?:了|我)(?:一个|个|的)|让我|叫我|要我|"
        rf"{_NO_LATIN}(?:gave me|left (?:me|us|his|her))(?![a-z])"
    ),
    "for others": (
        r"借|代写|代发|替|代我|帮我?|转[给告接达]|"
        rf"{_NO_LATIN}(?:borrow|on behalf|for my)(?![a-z])"
    ),
    "mine": (
        r"(?<![给让叫找跟])我(?:的|家|自己|这|本人|用|在|们|店|司|公司|单位)|本人|本机|自己的|"
        rf"私人|{_NO_LATIN}(?:my|mine|our)(?![a-z])"
    ),
    "theirs": rf"[他她伊](?:的|们|家)?|其(?:手机|电话)|{_NO_LATIN}(?:his|her|their)(?![a-z])",
    "not mine": rf"不是我|非本人|并非我|{_NO_LATIN}(?:not|isn't) mine",
    "money": (
        r"扣|收费|元|块|费|充|缴|退款|账单|订|包月|"
        rf"{_NO_LATIN}(?:charge|bill|fee|rmb|yuan|refund|subscri)"
    ),
    "service": (
        r"宽带|光纤|上网|网速|断网|网络|邮箱|信箱|会员|套餐|流量|短信|彩铃|业务|服务|iptv|电视|"
        r"域名|"
        rf"主机|{_NO_LATIN}(?:broadband|internet|mailbox|account|plan|sms|domain|server)"
    ),
    "both": rf"也是|同一|都是|一样|同号|既是|同时|兼|{_NO_LATIN}(?:both|same|also)(?![a-z])",
    "only": rf"只有|唯一|仅|就这|{_NO_LATIN}only(?![a-z])",
    "papers": (
        r"传真|qq|微信|订单|工单|单号|合同|发票|身份证|卡号|编号|流水|银行|"
        rf"{_NO_LATIN}(?:fax|order|ticket|contract|invoice|passport|wechat)(?![a-z])"
    ),
}
CUES: dict[str, Expression] = {kind: on_page(words) for kind, words in _WORDS.items()}
