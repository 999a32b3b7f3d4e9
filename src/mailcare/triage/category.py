"""The handbook's category of a problem (R27), by what its words speak about most."""

from collections.abc import Mapping

from mailcare.model.judgement import Category, Kind
from mailcare.triage.signs import Sign, points, signs
from mailcare.triage.words import Words

ENOUGH = 1.0
CLEAR = 4.5
"""What a letter without a problem must score to be put anywhere."""
REPEAT = 0.5

_SIGNS: Mapping[Category, tuple[Sign, ...]] = {
    Category.BILLING: signs(
        (
            3,
            r"乱扣|多扣|重复扣|错扣|扣费|扣款|被扣|扣了|扣我|多收|乱收|收费|费用|计费|资费|账单",
            r"帐单",
        ),
        (3, r"(?:还是|还在|又|仍|继续|每月|一直|自动)(?:在|被|给我)?[^。]{0,3}扣|自动续(?:了|费)"),
        (
            2,
            r"收取|照收|还收|(?:要|各|月|年|次|张|我)收(?:了|我)?\d|退费|退款|退钱|退还|返还",
            r"退给我|差价|差额|话费|发票|欠费|催费|押金|抬头|打折|优惠",
            r"退我",
        ),
        (
            1.5,
            r"没(?:有)?(?:订|定|开)(?:过|通)|从(?:未|来没)|未经.{0,6}(?:同意|允许|确认)|擅自|强行",
        ),
        (
            0.7,
            r"\d{1,8}(?:\.\d{1,8})?\s{0,4}(?:元|块)|多出|余额|付款|缴费|价格|太贵|贵了|的钱|骗钱",
        ),
        (
            3,
            r"\b(?:over)?charg(?:e|ed|es|ing)\b|\bbill(?:s|ed|ing)?\b|\brefund|\binvoice",
            r"\breceipt\b",
        ),
        (1, r"\bfees?\b|\bpaid\b|\bpay(?:ment)?\b|\brmb\b|\bcny\b|\byuan\b|\bdeduct|\bprice"),
    ),
    Category.PROCESS: signs(
        (
            3,
            r"退订|取消不|无法取消|退不掉|退不了|注销|销户|销号|过户|移机|拆机|迁移|迁址|转网",
            r"携号|报停",
        ),
        (
            3,
            r"报装|装不上|没人(?:上门|来装)|上门安装|(?:预约|报装).{0,8}(?:没|未)",
            r"怎么(?:退|取消|找回|办)",
        ),
        (
            2,
            r"取消|停掉|关掉|退掉|修改|驳回|填错|办理|开通|密码|重置|实名|解绑|合约|协议|违约",
            r"降到|降档|变更|更改",
            r"保号|备案|靓号",
        ),
        (
            2,
            r"手续|资料|材料|申请|登记|审核|续费|续约|合同|补卡|充错|转到|扩容|装机|新装|预约",
            r"桥接|改名",
        ),
        (
            1,
            r"到期|如何|流程|报价|多少钱|证件|身份证|退网|退租|安装|白名单|解封|保留|搬迁|移过去",
            r"停用|解冻",
        ),
        (
            3,
            r"\bunsubscribe|\bcancel(?!l?ed)|\bterminat|\btransfer|\bpassword|\bactivat",
            r"\breal-?name",
        ),
        (
            1.5,
            r"\bappl(?:y|ied|ication)\b|\bregist|\bcontract\b|\bprocedure|\binstall|\brelocat",
            r"\bmove\b",
        ),
    ),
    Category.AFTER_SALES: signs(
        (
            4,
            r"保修|三包|维修点|换新|换货|退货|更换设备|刮开|刮坏|刮花|该卡已|已(?:被)?使用",
            r"以使用|售后|次品",
        ),
        (
            3,
            (
                r"(?:光猫|机顶盒|路由器|遥控器|终端|话机|充电器|电池).{0,12}(?:坏|死机|发热|发烫|"
                r"烧|换|"
                r"裂|进水)"
            ),
        ),
        (2, r"型号|质量问题|糊掉|看不清|损坏|残|失灵|不给退|不给换|拒绝退|给我换|换一个|换个新"),
        (
            3,
            r"\bwarrant|\bdefective|\breplace|\bfaulty\b|\bscratch|\balready (?:been )?used\b",
            r"\bexchange it\b",
        ),
    ),
    Category.SERVICE_QUALITY: signs(
        (
            4,
            r"态度|恶劣|掉线|断网|断线|网速|太慢|很慢|变慢|卡顿|花屏|黑屏|没信号|无信号|没有信号",
            r"信号",
        ),
        (
            3,
            r"收不到|收不了|发不出|发不了|退信|被退|退回|乱码|拦截|垃圾邮件|打不通|打不进|打勿出",
            r"没有?拨号音",
        ),
        (
            3,
            r"未生效|没(?:有)?生效|没(?:有)?(?:进去?|到账|入账)|点数.{0,4}没到|只有.{0,3}兆",
            r"带宽.{0,6}(?:不够|不足)|达不到",
            r"测速|故障|中断|割接",
        ),
        (
            3,
            r"篡改|被改|被盗|盗用|中毒|挂马|被黑|攻击|误删|丢失|丢信|丢了|回收|泄露|骚扰|挂断",
            r"不接|转人工",
        ),
        (
            2,
            r"无法(?:登|访|打开|点播|使用|上网|收|发|播|连)|登(?:录|陆)(?:不|异常|失败)|打不开",
            r"上不[去了]|进不去",
        ),
        (
            2,
            r"报错|错误|失败|没(?:有)?收到|冒充|诈骗|充不进|密码(?:错误|不对)|超时|延迟|丢包",
            r"过期|失效|没反应|杂音|串线|不稳|时断时续|系统繁忙",
            r"过滤",
        ),
        (1.5, r"慢|断|坏|卡住|卡在|只有\d{1,8}|没用|看不了|响应|闪|排队|停电|停水|停机"),
        (
            3,
            r"\bslow|\bdrop(?:s|ped|ping)?\b|\boutage|\bdown\b|\bno signal|\bpoor signal",
            r"\bnot work|\brude",
        ),
        (
            2,
            r"\berror|\bfail|\bbounc|\bspam\b|\brefus|\bcannot\b|\bcan't\b|\bunable",
            r"\btime ?s? ?out",
        ),
        (
            2,
            r"\bdisconnect|\blatency|\bbandwidth|\bbroken\b|\bdeliver|\binterrupt|\bcrash",
            r"\blost\b|\boffline\b",
        ),
    ),
}


def find_category(words: Words, kind: Kind, *, has_problem: bool) -> Category:
    """Tell the category; equal ones go in the order of the table above.

    Praise is about the service; what says too little is `other`, unless it names some problem.
    """
    if kind is Kind.PRAISE:
        return Category.SERVICE_QUALITY
    scores = {
        category: points(words.body, wanted, REPEAT) + points(words.subject, wanted, REPEAT)
        for category, wanted in _SIGNS.items()
    }
    best = max(scores, key=scores.__getitem__)
    if scores[best] >= (CLEAR if kind is Kind.SUGGESTION or not has_problem else ENOUGH):
        return best
    is_other = kind is Kind.SUGGESTION or not has_problem
    return Category.OTHER if is_other else Category.SERVICE_QUALITY
