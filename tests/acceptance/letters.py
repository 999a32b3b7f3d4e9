"""Letters that the acceptance tests send; persons and numbers are made up."""

from base64 import b64encode
from dataclasses import dataclass, field
from itertools import count

_SERIAL = count(1)


def encoded(text: str) -> str:
    """Return `text` as one encoded word, as a plain client writes it."""
    return text if text.isascii() else f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


@dataclass
class Draft:
    """What somebody is about to send to a complaint mailbox."""

    subject: str
    body: str
    name: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    charset: str = "utf-8"

    def raw(self, sender: str, to: str, cc: str = "") -> bytes:
        """Return the letter's bytes, 8-bit, with a Message-ID of its own."""
        head = {
            "From": f"{encoded(self.name)} <{sender}>" if self.name else sender,
            "To": to,
            "Cc": cc,
            "Subject": encoded(self.subject),
            "Date": "Sat, 21 Nov 2026 09:30:00 +0800",
            "Message-ID": f"<{next(_SERIAL)}.{id(self)}@users.test>",
            "MIME-Version": "1.0",
            "Content-Type": f"text/plain; charset={self.charset}",
            "Content-Transfer-Encoding": "8bit",
            **self.fields,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
        body = self.body.strip().replace("\n", "\r\n") + "\r\n"
        return lines.encode() + b"\r\n" + body.encode(self.charset)


def complete() -> Draft:
    """In scope for vas, all four elements."""
    return Draft(
        "企业邮箱收不到外来邮件",
        "您好:\n我们公司的企业邮箱 office@yuanhang.example 从周一起收不到外来邮件,"
        "对方说都被退回,已经影响业务,请尽快处理。\n"
        "设备号码:office@yuanhang.example\n联系人:陆文渊\n联系电话:13816240577",
        name="陆文渊",
    )


def complete_of(customer: int) -> Draft:
    """The same complaint of another customer: with the same numbers it would be one person's."""
    draft = complete()
    draft.body = draft.body.replace("office@", f"office{customer}@")
    draft.body = draft.body.replace("13816240577", f"138162405{70 + customer}")
    return draft


def lacking() -> Draft:
    """In scope for vas, neither phone nor name."""
    return Draft(
        "个人邮箱登录不了",
        "你好,我的个人邮箱 hpc1976@online.example 今天登录一直提示密码错误,"
        "重设密码以后还是登录不上,请帮我查一下是什么原因。",
    )


def supplement() -> Draft:
    """What the user answers when asked for phone and name."""
    return Draft("Re: 个人邮箱登录不了", "联系人:贺鹏程\n联系电话:13564007823")


def for_broadband() -> Draft:
    """For another unit, all four elements."""
    return Draft(
        "家里宽带天天掉线",
        "您好,我家的光纤宽带从上个月开始每天晚上都要掉线好多次,重新开光猫也不行,请派人来修。\n"
        "宽带账号:ad61908834\n联系人:施佩华\n联系电话:13917325608",
        name="施佩华",
    )


def for_broadband_bare() -> Draft:
    """For another unit, nothing but the problem."""
    return Draft(
        "宽带网速太慢", "我家的光纤宽带网速非常慢,晚上看网页都打不开,已经一个星期了,请处理。"
    )


def for_telecom_partly() -> Draft:
    """For the telecom company, with a phone alone."""
    return Draft(
        "手机话费多收了",
        "这个月手机账单比平时多了 80 元,我没有换过套餐,请核实话费。联系电话 13301998245",
    )


def parcel() -> Draft:
    """Not telecom business."""
    return Draft(
        "快递丢失", "我上周寄的快递包裹弄丢了,快递公司不肯赔偿,请你们帮忙处理。方小芸 13062781940"
    )


def thanks() -> Draft:
    """Praise, no request."""
    return Draft("感谢信", "上次邮箱的问题处理得很快,客服人员态度非常好,特此表示感谢!\n罗静安")


def vague() -> Draft:
    """Nobody can tell what it is about."""
    return Draft("请问", "你好,前几天讲的那件事情到底怎么样了,麻烦给个答复。")


def suggestion() -> Draft:
    """A suggestion in scope."""
    return Draft(
        "建议", "建议贵公司的个人邮箱增加大附件中转功能,发照片会方便很多。\n祝工作顺利\n江一帆"
    )


def english() -> Draft:
    """In scope for vas, complete, English."""
    return Draft(
        "Cannot receive mail in my mailbox",
        "Dear Sir or Madam,\n\nSince last Friday my mailbox rbaker@online.example does not receive"
        " any mail. Senders get an error after some minutes. Please repair it.\n\n"
        "Name: Robert Baker\nPhone: +86 138 0192 6634\nAccount: rbaker@online.example\n",
        name="Robert Baker",
    )


def official() -> Draft:
    """From a regulator."""
    return Draft(
        "申诉转办函",
        "中国电信上海公司:\n我中心收到用户关于贵公司邮箱业务扣费的申诉,现转贵公司调查处理,"
        "请于七日内书面答复。\n电信用户申诉受理中心",
        name="电信用户申诉受理中心",
    )


def out_of_office() -> Draft:
    """Written by a machine."""
    return Draft(
        "自动回复: 企业邮箱收不到外来邮件",
        "您好,我正在休假,下周一回来后答复您。",
        fields={"Auto-Submitted": "auto-replied"},
    )


def newsletter() -> Draft:
    """Sent to many."""
    return Draft(
        "十一月会员优惠周刊",
        "亲爱的会员,本周优惠:精选商品八折,点击链接查看详情。如不想再收到本邮件请点击退订。",
        fields={
            "List-Id": "<weekly.shop.example>",
            "List-Unsubscribe": "<mailto:leave@shop.example>",
            "Precedence": "bulk",
        },
    )
