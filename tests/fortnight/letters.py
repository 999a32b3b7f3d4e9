"""What the customers of the play write; who they are is counted through, so that all differ."""

from collections.abc import Callable
from dataclasses import dataclass

from acceptance.letters import Draft

_SURNAMES = "陆贺施方罗江程邵沈柳顾尹汤梅葛章卞祁霍倪"
_GIVEN = (
    "文渊",
    "鹏程",
    "佩华",
    "小芸",
    "静安",
    "一帆",
    "志远",
    "慧敏",
    "建业",
    "晓岚",
    "立群",
    "秋月",
)
_PREFIXES = ("139", "136", "135", "138", "137", "189", "133", "180")


@dataclass(frozen=True)
class Who:
    """A customer: `serial` makes every number and name their own."""

    serial: int

    @property
    def name(self) -> str:
        return _SURNAMES[self.serial % len(_SURNAMES)] + _GIVEN[self.serial % len(_GIVEN)]

    @property
    def phone(self) -> str:
        prefix = _PREFIXES[self.serial % len(_PREFIXES)]
        return f"{prefix}{(self.serial * 7919 + 16240577) % 10**8:08d}"

    @property
    def line(self) -> str:
        return f"ad6{(self.serial * 6151 + 190883) % 10**7:07d}"

    @property
    def mailbox(self) -> str:
        return f"user{self.serial}@online.sh.cn"

    @property
    def domain(self) -> str:
        return f"shop{self.serial}.example"

    @property
    def signature(self) -> str:
        return f"联系人:{self.name}\n联系电话:{self.phone}"


Write = Callable[[Who], Draft]


def mail_complete(who: Who) -> Draft:
    return Draft(
        "邮箱收不到信",
        f"您好:\n我的个人邮箱 {who.mailbox} 从昨天起收不到外面的来信,对方说被退回,请尽快处理。\n"
        f"邮箱账号:{who.mailbox}\n{who.signature}",
        name=who.name,
    )


def vnet_complete(who: Who) -> Draft:
    return Draft(
        "互联星空包月退订不了",
        f"你们好,我在互联星空订的影视包月一直退订不了,每个月还在扣费,请帮我取消并退还多扣的费用。\n"
        f"互联星空账号:{who.line}\n{who.signature}",
        name=who.name,
    )


def mail_bare(who: Who) -> Draft:
    return Draft(
        "个人邮箱登录不了",
        f"你好,我的个人邮箱 {who.mailbox} 今天登录一直提示密码错误,重设密码以后还是登录不上,"
        "请帮我查一下是什么原因。",
    )


def broadband_complete(who: Who) -> Draft:
    return Draft(
        "家里宽带天天掉线",
        "您好,我家的光纤宽带从上个月开始每天晚上都要掉线好多次,光猫已经换过还是不行,请派人来修。\n"
        f"宽带账号:{who.line}\n{who.signature}",
        name=who.name,
    )


def broadband_bare(who: Who) -> Draft:
    return Draft(
        "宽带网速太慢",
        "我家的光纤宽带网速非常慢,晚上看网页都打不开,已经一个星期了,请处理。"
        + "盼复" * (who.serial % 2),
    )


def idc_complete(who: Who) -> Draft:
    return Draft(
        "托管服务器连不上",
        f"您好,我公司在贵机房托管的服务器从今天凌晨起远程连不上,网站 {who.domain} 打不开,"
        "请检查机柜网络。\n"
        f"域名:{who.domain}\n{who.signature}",
        name=who.name,
    )


def telecom_complete(who: Who) -> Draft:
    return Draft(
        "手机话费多收了",
        "这个月手机账单比平时多了 80 元,我没有换过套餐,请核实话费。\n"
        f"手机号码:{who.phone}\n{who.signature}",
        name=who.name,
    )


def telecom_bare(who: Who) -> Draft:
    return Draft(
        "话费不对", f"我这个月的手机话费账单不对,多收了几十块钱,请核实。联系电话 {who.phone}"
    )


def consultation(who: Who) -> Draft:
    return Draft(
        "咨询", f"请问贵公司的个人邮箱容量可以扩大到多少,怎么申请?谢谢。\n{who.name}", name=who.name
    )


def suggestion(who: Who) -> Draft:
    return Draft(
        "建议",
        f"建议贵公司的个人邮箱增加大附件中转功能,发照片会方便很多。\n{who.name}",
        name=who.name,
    )


def parcel(who: Who) -> Draft:
    return Draft(
        "快递丢失",
        f"我上周寄的快递包裹弄丢了,快递公司不肯赔偿,请你们帮忙处理。{who.name} {who.phone}",
    )


def thanks(who: Who) -> Draft:
    return Draft("感谢信", f"上次邮箱的问题处理得很快,客服人员态度非常好,特此表示感谢!\n{who.name}")


def vague(who: Who) -> Draft:
    return Draft("请问", f"你好,前几天讲的那件事情到底怎么样了,麻烦给个答复。\n{who.name}")


def urgent(who: Who) -> Draft:
    return Draft(
        "宽带断网,急",
        "我们诊所的光纤宽带今天早上断了,病人挂号系统全停,请务必在今天中午以前派人来修,十万火急!\n"
        f"宽带账号:{who.line}\n{who.signature}",
        name=who.name,
    )


def english(who: Who) -> Draft:
    return Draft(
        "Cannot receive mail in my mailbox",
        f"Dear Sir or Madam,\n\nSince last Friday my mailbox {who.mailbox} does not receive any"
        " mail. Senders get an error after some minutes. Please repair it.\n\n"
        f"Name: Robert Baker\nPhone: +86 {who.phone}\nAccount: {who.mailbox}\n",
        name="Robert Baker",
    )


def official(who: Who) -> Draft:
    return Draft(
        "申诉转办函",
        "中国电信上海公司:\n我中心收到用户关于贵公司邮箱业务扣费的申诉,现转贵公司调查处理,"
        f"请于七日内书面答复。编号 {who.serial}\n电信用户申诉受理中心",
        name="电信用户申诉受理中心",
    )


def out_of_office(who: Who) -> Draft:
    return Draft(
        "自动回复: 邮箱收不到信",
        f"您好,我正在休假,节后回来答复您。{who.name}",
        fields={"Auto-Submitted": "auto-replied"},
    )


def newsletter(who: Who) -> Draft:
    return Draft(
        f"会员优惠周刊第 {who.serial} 期",
        "亲爱的会员,本周优惠:精选商品八折,点击链接查看详情。如不想再收到本邮件请点击退订。",
        fields={"List-Id": "<weekly.shop.example>", "Precedence": "bulk"},
    )


def billing(who: Who) -> Draft:
    return Draft(
        "电子发票一直没有收到",
        f"我向发票中心申请的电子发票一直没有收到,请补寄。\n客户号码:{who.phone}\n{who.signature}",
        name=who.name,
    )


def works(who: Who) -> Draft:
    return Draft(
        "电线杆倾斜",
        f"我家门口你们的通信电线杆倾斜得厉害,快要倒了,请派人来扶正。\n报修号码:{who.phone}\n{who.signature}",
        name=who.name,
    )
