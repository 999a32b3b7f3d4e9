"""What problems are about, as concepts; and what each says about the category.

The weights were fitted to labelled letters and rounded; the columns are those of `ORDER`.
"""

import re
from dataclasses import dataclass

from mailcare.model.judgement import Category

ORDER = (
    Category.BILLING,
    Category.PROCESS,
    Category.AFTER_SALES,
    Category.SERVICE_QUALITY,
    Category.OTHER,
)

Weights = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Concept:
    """What letters speak about, and how much that says for each category."""

    pattern: re.Pattern[str]
    weights: Weights


_ASK = (
    r"(?:请|要求|希望|帮|麻烦|求|给我|我要|我想|赶紧|立即|马上|立刻|尽快|必须|盼|恳请|烦请|速|"
    r"能不能|可不可以|能否|想|申请)"
)


def _concept(*patterns: str, weights: Weights) -> Concept:
    return Concept(re.compile("|".join(patterns)), weights)


CONCEPTS = (
    # wants money back
    _concept(
        r"退(?:还|款|费|钱)(?!手续)|(?<!寄)(?<!信)退(?:给|我)|(?:钱|费用?|元|块|款|差额|差价|"
        r"押金)[^。!?,\n]{0,8}(?:退(?!订|网|出|租)|返(?!回)|还(?:给|我))|"
        r"退[^。!?,\n不订]{0,8}(?:钱|费|元|块|款|差)|返还|赔(?:偿|我)?\s?\d|退一笔|双倍",
        r"\brefund|\bmoney back|\breimburs|\b(?:give|pay|render) (?:me )?(?:my money |"
        r"the .{0,12})?back\b|\breturn (?:the|my) (?:money|fee|deposit|\d)",
        weights=(1.3, -0.8, -0.1, -0.6, 0.2),
    ),
    # was charged, or charged wrongly
    _concept(
        r"[多乱错误]扣|重复(?:扣|收)|被扣|(?:又|还在?|仍|继续|每月|一直|自动|照|白|偷|"
        r"先)[^。!?,\n]{0,4}扣|扣(?:了|我|去|走|掉|款|费)|扣\s?\d|多收|[乱误错]收|收费|收取|照收|"
        r"计费|算(?:错|多)|多(?:出|了)[^。!?\n]{0,14}(?:元|块|费|笔|项)|收了?(?:我)?\s?\d{1,5}|"
        r"(?:两头|各|又|再|还要?|白|多)收(?:钱|费|我|了)?|(?:收|扣|付)了?两[次笔份遍]|免(?:了|掉|"
        r"除|收)|减免|[多算]算|算我|(?:冒|跳|跑)出[^。!?\n]{0,12}(?:元|块|费)|付了?两次|重复付",
        r"\b(?:over)?charg(?:e|ed|es|ing)\b|\bbilled\b|\bdeduct|\btake me\b|\bdebited\b",
        weights=(1.6, -0.5, -0.2, -0.3, -0.6),
    ),
    # sums
    _concept(
        r"\d{1,8}(?:\.\d{1,2})?\s{0,2}(?:元|块|rmb|yuan|cny|毛|蚊)|(?:¥|￥|rmb|cny)\s?\d|"
        r"[一二三四五六七八九十两百]{1,5}(?:元|块)",
        r"\b\d{1,6} ?(?:rmb|yuan|yuans|cny|kuai)\b",
        weights=(0.7, -0.1, 0.1, -0.5, -0.2),
    ),
    # bills and fees
    _concept(
        r"[账帐]单|话费(?!购|充)|费用|资费|信息费|服务费|月租|月费|通话费|漫游费|流量费|长途费|"
        r"欠费|余额|滞纳金|计费|清单|对账|费率|收据",
        r"\bbill(?:s|ing)?\b|\bfees?\b|\bcharges\b|\bbalance\b",
        weights=(1.1, -0.0, -0.4, -0.5, -0.1),
    ),
    # invoices
    _concept(
        r"发票|抬头|开票|税号|专票|普票",
        r"\binvoice|\breceipt\b|\bfapiao",
        weights=(1.0, -0.4, -0.3, -0.2, -0.2),
    ),
    # prices and discounts
    _concept(
        r"优惠|差价|差额|打折|折扣|[太很]贵|贵了|涨价?|原价|便宜|价格|价钱|押金|预存|违约金",
        r"\bprice|\bdiscount|\bexpensive|\bdeposit\b|\bpenalty",
        weights=(0.6, -0.2, -0.1, -0.4, 0.2),
    ),
    # not ordered
    _concept(
        r"没(?:有)?(?:订|定|开|办|点|要|用)(?:过|通)|从(?:未|来没|没|不)[^。!?,\n]{0,6}(?:订|开|办|"
        r"点|用|要|同意)|未经[^。!?,\n]{0,8}(?:同意|允许|确认|许可)|擅自|私自|强行|莫名其妙|不知情|"
        r"不知道[^。!?,\n]{0,6}(?:开|订)|误点|谁(?:给我)?(?:开|订)|自动(?:开通|订购|转)|被(?:开通|"
        r"订购|订阅|开了|订了|自动)",
        r"\bnever (?:ordered|asked|subscribed|signed|requested|wanted|demanded|agreed)|\bnot ask|"
        r"\bwithout (?:my )?(?:consent|permission|asking)|\bunwanted",
        weights=(0.4, -0.0, -0.1, -0.1, -0.1),
    ),
    # wants it stopped
    _concept(
        _ASK
        + r"[^。!?\n]{0,14}(?:退订|退掉|取消|关掉|关闭|停掉|停了|停止|注销|解除|去掉|删|拆|整脱|"
        r"退出|"
        r"解约)|^(?:退订|取消|注销|关)",
        r"\b(?:please|want to|how (?:do|can|to)|would like to|need to|"
        r"help me) [^.!?\n]{0,20}(?:cancel|unsubscribe|terminate|close|stop|remove|delete)",
        weights=(-0.1, 0.7, -0.2, -0.1, -0.3),
    ),
    # cancelling
    _concept(
        r"退订|取消(?!漫游)|关掉|关闭|停掉|退掉|注销|解约|解绑|退网|退租|拆机|销户|销号|报停|"
        r"停机保号|拆除|不续",
        r"\bunsubscribe|\bcancel|\bterminat|\bclose (?:my|the) account",
        weights=(-0.0, 1.3, -0.3, -0.7, -0.3),
    ),
    # cannot be cancelled
    _concept(
        r"(?:退|取消|关|注销|解绑|停|拆|删)(?:又)?(?:也)?(?:[退取关]?)(?:不(?:掉|了|成|脱)|求不脱|"
        r"不(?:给|让|肯|能))|(?:无法|不能|没法|没办法|不给|不让|找不到|没有)[^。!?,\n]{0,8}(?:退订|"
        r"取消|关闭|注销|解绑|退网|拆)|(?:怎么|如何|怎样|哪里|咋|点样)[^。!?,\n]{0,6}(?:退订|取消|"
        r"关|注销|解绑|停|退)|(?:退订|取消|td|关闭)[^。!?\n]{0,14}(?:失败|没用|无效|没反应|报错|"
        r"系统繁忙|打不开|不成功)",
        r"\bcannot (?:cancel|unsubscribe)|\bno way to (?:cancel|unsub)|\bhow (?:do i|can i|"
        r"to) (?:cancel|unsub|stop|close)",
        weights=(-0.7, 1.1, -0.1, -0.3, -0.1),
    ),
    # opening, installing, renewing
    _concept(
        r"开通|开户|办理|新装|装机|报装|安装|加装|预约|申请(?!表)|登记|扩容|升级|续费|续约|到期|"
        r"入网|授权码|转移(?:密码|码)|已(?:经)?(?:汇款|付款|缴费|付了?|交了|"
        r"续费)[^。!?\n]{0,12}(?:恢复|开通|复)|恢复[^。!?,\n]{0,6}(?:平台|服务)|调(?:到|整|至)|"
        r"增加|升(?:到|级)",
        r"\bactivat|\bappl(?:y|ied|ication)\b|\bregist|\binstall|\brenew|\bupgrade\b|"
        r"\bappointment\b|\bsubscribe\b",
        weights=(0.1, 1.1, -0.1, -0.8, -0.3),
    ),
    # moving, transferring, changing
    _concept(
        r"过户|移机|迁移|迁址|搬(?:家|迁|到)|转(?:网|出|入|户)|携号|携转|携出|保号|改(?:名|绑|成|"
        r"回|套餐|签)|更(?:名|改|换户)|变更|降(?:档|到|套餐|低套餐)|换(?:套餐|号码)|补卡|换卡|解冻|"
        r"解封|白名单|复机|恢复(?:号码|使用)|转(?:到|给|移)[^。!?,\n]{0,8}(?:号|名|区)",
        r"\btransfer|\brelocat|\bport(?:ing|ed)?(?: out| in| my)?\b|\bchange (?:my|the) (?:plan|"
        r"name|owner)|\bmov(?:e|ing) (?:house|to|my)|\bunblock",
        weights=(-0.1, 0.8, -0.1, -0.3, -0.4),
    ),
    # passwords and locks
    _concept(
        r"管理员密码|密码[^。!?,\n]{0,8}(?:改掉|不知道|记不)|(?:绑定|解绑|换绑|改绑)|锁(?:住|定|"
        r"了)|忘(?:记|了)?[^。!?,\n]{0,6}密码|密码[^。!?,\n]{0,8}(?:忘|重置|找回|脱了|丢)|(?:重置|"
        r"找回|重设|修改|改)[^。!?,\n]{0,4}密码|密保|密码保护|(?:找回|重置)",
        r"\b(?:forgot|forgotten|reset|lost|recover)\b.{0,20}\bpassword|"
        r"\bpassword\b.{0,16}\b(?:reset|forgot|recover)",
        weights=(-0.1, 0.8, -0.3, -0.2, -0.2),
    ),
    # papers and conditions
    _concept(
        r"手续|材料|证件|身份证|资料|流程|公章|盖章|委托|复印件|营业执照|书面申请|备案|审核|驳回|"
        r"实名|合同|协议|合约|规定|条件|资格|靓号|低消|保底|协议期|签约|捆绑|限制|期限|转让|名额|"
        r"要什么|带什么|需要什么",
        r"\bprocedure|\bdocuments?\b|\bcontract\b|\breal-?name|\bpaperwork|\bform\b|\bpassport\b|"
        r"\beligib|\bicp\b|\bpolicy\b",
        weights=(0.4, 0.8, -0.1, -0.6, -0.5),
    ),
    # sent about, refused
    _concept(
        r"推(?:诿|来推去|脱|给)|踢皮球|来回(?:跑|推)|(?:让|叫|要)(?:我|我们)?(?:去|找|"
        r"到)[^。!?,\n]{0,12}(?:营业厅|客服|中心|公司|部门|10000)|不(?:归|"
        r"属于)[^。!?,\n]{0,6}(?:管|负责)|白跑|跑了[^。!?,\n]{0,4}(?:趟|次)|不(?:给|让|肯|予|"
        r"能)(?:办|改|换|退|转|拆|销)|办不(?:了|成)|不受理|拒绝(?:办|受)|必须本人|本人(?:到|去|"
        r"亲自|办)|说(?:不能|不可以|不行|办不了)",
        r"\bsent me (?:back|away|to)|\breferred me|\brefus(?:e|ed|es) to\b|\btold me to (?:go|come|"
        r"visit|ask)",
        weights=(-0.1, -0.0, 0.4, -0.4, 0.2),
    ),
    # promised works not begun
    _concept(
        r"(?:没人|无人|还没|一直没|至今(?:没|未)|迟迟(?:没|未|不))[^。!?,\n]{0,6}(?:来装|上门|安装|"
        r"办|开通|受理|审|通过|安排|生效)|(?:预约|报装|申请|装机)[^。!?\n]{0,24}(?:没|未|不来|"
        r"排队)|没资源|无资源|没有资源|没端口|改约|爽约",
        r"\bmissed (?:the )?appointment|\bdid not (?:show|turn) up|\bnever came|\bno[- ]show",
        weights=(0.1, 0.4, -0.1, -0.2, -0.2),
    ),
    # how and where
    _concept(
        r"怎么(?:办|弄|操作|设置|申请|开|交|充|用)|如何|怎样|请问|咨询|能不能|能否|"
        r"可以[^。!?\n]{0,10}吗|多少钱|多久|几天|哪里",
        r"\bhow (?:do|can|to|much|long)|\bcan i\b|\bis it possible|\bwhere (?:do|can)",
        weights=(-0.3, 0.6, -0.2, -0.3, 0.2),
    ),
    # bought wrongly
    _concept(
        r"充错|填错|(?:开|订|买|选)错|误(?:充|订|买)|能退吗|输错|写错|打错|按错|转错|选错|错充",
        r"\bwrong (?:number|account|server)",
        weights=(0.0, 0.9, -0.1, -0.6, -0.1),
    ),
    # broken devices
    _concept(
        r"(?:光猫|猫|机顶盒|盒子|路由器|遥控器?|终端|话机|电话机|充电器|电池|电源|适配器|手机|"
        r"上网卡|u盘|设备|机器|modem|屏幕)[^。!?\n]{0,14}(?:坏|死机|发热|发烫|烫|烧|裂|进水|失灵|"
        r"不亮|开不了机|黑屏|老化|破|红灯|冒烟|接触不良)",
        r"\b(?:modem|router|box|remote|phone|device|adapter|charger|battery|"
        r"handset)\b.{0,30}\b(?:broken|dead|defect|faulty|hot|burn|overheat|damaged|died)",
        weights=(-0.1, -0.2, 0.8, -0.4, -0.1),
    ),
    # exchange and repair
    _concept(
        r"换(?:一?[个张台只部块]|新|货|机)|(?:给|帮|请|想|要|能)[^。!?,\n]{0,4}换(?!号|套餐|卡)|"
        r"更换|调换|退货|退换|不(?:给|肯|予)[^。!?,\n]{0,2}[换修]|保修|三包|质保|保质|维修(?:点|站|"
        r"费|中心)|返修|送修|寄修|修了[^。!?\n]{0,12}又|售后|次品|假货|货不对板|残次|质量问题",
        r"\breplac|\bwarrant|\bexchange\b|\bdefective|\bfaulty\b|\bafter[- ]sales|\brepair shop|"
        r"\bspare",
        weights=(-0.2, -0.4, 1.4, -0.6, -0.1),
    ),
    # unusable cards
    _concept(
        r"刮(?:开|卡|坏|花|烂|掉|破|涂层|奖)|密码[^。!?,\n]{0,12}(?:看不清|模糊|糊|少一位|缺)|"
        r"卡[^。!?\n]{0,14}(?:已(?:被)?(?:使用|用过|过期|失效)|以使用|无效|作废|用过了)|"
        r"(?:已(?:被)?使用|用过)[^。!?\n]{0,8}卡",
        r"\bscratch|\balready (?:been )?used\b|\bcard\b.{0,24}\b(?:invalid|rejected|expired|used)",
        weights=(-0.3, -0.4, 0.9, -0.1, -0.1),
    ),
    # goods bought
    _concept(
        r"买的[^。!?\n]{0,16}(?:坏|破|假|差|不能用|次|掉毛|问题)|商家|卖家|店家|发货|没发货|"
        r"收到的[^。!?\n]{0,8}(?:坏|破|错|假)|送货|物流|赠品|礼品|兑换|积分",
        r"\bseller|\bpurchase|\bbought\b|\bship(?:ped|ping)|\bdelivered\b.{0,10}\bdamag",
        weights=(-0.0, -0.3, 0.8, -0.6, 0.1),
    ),
    # staff attitude
    _concept(
        r"态度|恶劣|骂|挂(?:断|了|掉|我)?电话|不耐烦|爱理不理|凶|道歉|工号|没礼貌|敷衍|嗑瓜子|"
        r"玩手机|讽刺|服务(?:太|很|极|真|这么|怎么)?(?:差|烂)",
        r"\brude|\battitude|\bimpolite|\bapolog|\bhung up|\bshout|\bunprofessional",
        weights=(-0.3, -0.3, -0.2, 0.9, -0.0),
    ),
    # faults of lines and signals
    _concept(
        r"掉线|断网|断线|网速|[太很变]慢|卡顿|卡(?:成|死|住|在|得)|花屏|黑屏|白屏|马赛克|没信号|"
        r"无信号|没有信号|信号(?:差|弱|不好|时)|信号|时断时续|不稳|丢包|延迟|杂音|串线|串音|拨号音|"
        r"打不通|打不进|打不出|打勿|听不(?:清|见|到)|没(?:有)?声音|断线|断断续续|中断|瘫痪|宕机|"
        r"断电|割接|温度|上不[去了]|上不了网|没网|没有网|连不上|网络(?:不|断|慢|差)|光信号|红灯|"
        r"测速|达不到|只有[^。!?,\n]{0,6}兆|不够|带宽",
        r"\bslow|\bdrop(?:s|ped|ping)?\b|\boutage|\b(?:is|are|been|was|goes|went|"
        r"keeps going) down\b|\bno signal|\b(?:poor|weak|bad) signal|\bdisconnect|\blatency|"
        r"\bbandwidth|\bno internet|\bno dial|\bnoise|\binterrupt|\bunstable|\boffline\b|\bspeed\b|"
        r"\bbuffer|\blag\b|\bfreez",
        weights=(-0.7, -0.6, -0.1, 1.2, 0.1),
    ),
    # faults of mail
    _concept(
        r"收不到|收不了|收勿到|没收到|发不出|发不了|发不到|退信|被退|退回来|遭退|乱码|拦截|误判|"
        r"垃圾(?:邮件|箱|信)|黑名单|排队|队列|延迟|丢(?:失|信|了|邮件)|不见了|没了|空的|误删|过滤|"
        r"证书|收信|发信",
        r"\bbounc|\bspam\b|\brefus|\bblack ?list|\bjunk|\bnot (?:receive|arrive|deliver)|\b(?:lost|"
        r"disappear|vanish|missing)|\bdelay|\bqueue",
        weights=(-0.3, -0.1, -0.3, 1.0, -0.2),
    ),
    # does not work
    _concept(
        r"登(?:录|陆)?(?:不|异常|失败|勿)|登(?:录|陆)[^。!?,\n]{0,8}(?:不|失败|异常|提示|显示|报)|"
        r"打不开|进不[去了]|开不开|无法(?:登|访|打开|点播|使用|上网|收|发|播|连|观看|正常|接|拨)|"
        r"看不(?:了|到)|不能(?:看|用|登|播|收|发|上)|用不了|报错|错误|失败|故障|异常|转圈|闪退|"
        r"崩溃|没反应|无响应|系统繁忙|超时|失效|过期|不显示|不生效|未生效|没生效|鉴权|加载|白屏|"
        r"蓝屏|没有用|提示[“\x22「]",
        r"\berror|\bfail|\bcannot\b|\bcan not\b|\bcan't\b|\bunable|\btime ?s? ?out|\bnot work|"
        r"\bdoesn't work|\bwon't|\bcrash|\bbroken\b|\block(?:ed)? out|\binvalid",
        weights=(-0.7, 0.2, 0.0, 0.9, -0.4),
    ),
    # did not arrive
    _concept(
        r"(?:没|未|勿)到(?![^。]{0,2}期)|还(?:是|只有)?\s?0|一分没|影子|(?:没|未|不|"
        r"勿)(?:有)?(?:到账|到帐|入账|入帐|进账|充上|充进|到|收到|加上|增加|生效|同步)|没(?:有)?进|"
        r"还是0|充不进|到账[^。!?,\n]{0,4}(?:没|未)|少(?:了|到|给)|扣了[^。!?\n]{0,10}没",
        r"\bnot (?:credited|arrived|received|shown|added)|\bnever (?:arrived|credited|reached|came|"
        r"got)|\bgot nothing|\bnothing (?:arrived|happened)|\bstill (?:zero|0)\b",
        weights=(-0.2, -0.3, -0.1, 0.9, -0.3),
    ),
    # hacked, attacked, blocked
    _concept(
        r"被盗|盗(?:号|用)|中毒|病毒|挂马|被黑|黑客|攻击|篡改|被改|泄露|泄漏|骚扰|诈骗|冒充|钓鱼|"
        r"回收|被(?:封|删|清空|清理|关停|停用|锁)|标记",
        r"\bhack|\bstol|\bvirus|\battack|\bphish|\bscam|\bleak|\bddos|\bhijack|\bcompromis",
        weights=(-0.2, -0.7, -0.3, 0.4, 0.7),
    ),
    # hotlines and counters
    _concept(
        r"打不进|占线|转(?:不到|不进|来转去)?人工|没人接|不接|无人接听|排队|"
        r"等了[^。!?,\n]{0,8}(?:分钟|小时)|机器人|窗口|柜台|叫号",
        r"\bon hold\b|\bnobody answer|\bno one answer|\bbusy\b|\bchatbot",
        weights=(-0.1, 0.2, -0.3, 0.3, -0.1),
    ),
    # wants it mended
    _concept(
        _ASK + r"[^。!?\n]{0,16}(?:修|恢复|查(?:一?下)?(?:线路|原因|队列|日志)|检查|抢修|派人|解决|"
        r"处理好|"
        r"优化|改善|覆盖|排查|弄好|搞好)",
        r"\b(?:please|could you|can you|kindly)[^.!?\n]{0,24}(?:fix|repair|restore|check|look into|"
        r"resolve|investigate)",
        weights=(-0.6, 0.0, -0.2, 1.0, -0.1),
    ),
    # proposals
    _concept(
        r"建议|希望(?:能|今后|以后|可以)?(?:增加|推出|改进|支持|开放|提供)|意见",
        r"\bsuggest|\bwould be (?:nice|great|better)",
        weights=(-0.4, -0.6, -0.1, -0.3, 1.4),
    ),
    # says nothing
    _concept(
        r"联系我|在吗|有问题|出(?:大)?问题|见面谈|骗子|破公司|不要脸|倒闭|垃圾公司",
        r"\bcontact me\b",
        weights=(-0.3, -0.3, -0.1, -0.2, 0.9),
    ),
    # subscriptions and packages
    _concept(
        r"套餐|流量|会员|包月|彩铃|订购|订阅|短信",
        r"\bsubscription|\bplan\b|\bpackage\b|\bmembership",
        weights=(0.4, -0.0, -0.6, -0.1, 0.3),
    ),
    # has paid
    _concept(
        r"付(?:了|过|款成功|费成功)|钱[^。!?,\n]{0,3}(?:付|扣|交|划)了|充了|支付成功|扣款成功|"
        r"刷卡成功|充值成功|已(?:付|缴|交|支付)",
        r"\bpaid\b|\bpayment (?:went|was|is) ",
        weights=(-0.4, 0.2, -0.2, 0.5, -0.2),
    ),
    # topping up
    _concept(
        r"充值|充(?:了|到|进|入|的|卡)|点卡|点券|点数|游戏币|元宝|q币|豆",
        r"\btop[- ]?up|\bgame (?:points|card|credit)|\bcredits?\b",
        weights=(-0.6, -0.0, 0.5, 0.2, -0.1),
    ),
    # losses
    _concept(
        r"全?没了|不见了|丢(?:失|了)|空的|清空|误删|掉电|损坏|损失|错过|影响",
        r"\blost\b|\bgone\b|\bdamage",
        weights=(-0.1, 0.0, -0.2, 0.3, -0.1),
    ),
    # pestered
    _concept(
        r"骚扰|轰炸|天天(?:收|发)|一天[^。!?,\n]{0,8}(?:条|个|次)|半夜|吵",
        r"\bharass|\bannoy",
        weights=(-0.5, 0.1, -0.1, 0.3, 0.3),
    ),
    # talked into it
    _concept(
        r"(?:被|让|给)[^。!?,\n]{0,8}(?:办|开|订|骗|忽悠|诱导|捆绑)|诱导|忽悠|推销|赠送|送的?|勾选|"
        r"默认",
        r"\btricked|\bmisled",
        weights=(-0.1, 0.2, -0.2, -0.1, 0.3),
    ),
    # rights of others
    _concept(
        r"授权|侵权|版权|盗用我司|商标|肖像|海报",
        r"\bcopyright|\btrademark",
        weights=(-0.1, -0.1, -0.0, -0.2, 0.4),
    ),
)
NO_PROBLEM: Weights = (0.2, -0.3, -0.2, -0.8, 1.0)
"""Of a letter in which: no problem was found."""
BRIEF: Weights = (0.3, -0.1, -0.4, -0.2, 0.4)
"""Of a letter in which: the body holds next to nothing."""
ALWAYS: Weights = (-0.3, 0.1, -0.6, 1.5, -0.6)
"""Of a letter in which: whatever it says."""
CONSULTATION: Weights = (-0.2, 0.8, -0.1, -0.3, -0.2)
"""Of a letter in which: a question."""
SUGGESTION: Weights = (-0.3, -0.2, -0.1, -0.3, 0.9)
"""Of a letter in which: a proposal."""
