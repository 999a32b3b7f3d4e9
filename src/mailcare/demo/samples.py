"""The sample letters of the demo: every decision of the table, as real clients send them.

Persons, numbers and addresses are made up; all senders end in ``.example``.
"""

from dataclasses import dataclass, field

VAS = "vas@telecom.example"
BROADBAND = "broadband@telecom.example"


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter to be laid into a mailbox."""

    name: str
    """What it shows, as the demo's table calls it."""
    sender: str
    subject: str
    body: str
    mailbox: str = VAS
    sender_name: str = ""
    charset: str = "utf-8"
    fields: dict[str, str] = field(default_factory=dict)
    html: str = ""
    days_old: int = 0
    """How long it lay on its way: INTERNALDATE is so many days ago."""
    to: str = ""
    cc: str = ""
    raw: str = ""
    """The whole letter, where header or structure is the point."""


_DSN = """\
From: Mail Delivery System <MAILER-DAEMON@mx.telecom.example>
To: vas@telecom.example
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: <20261120.dsn.1@mx.telecom.example>
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="r1"

--r1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--r1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.telecom.example

Final-Recipient: rfc822; nobody@gone.example
Action: failed
Status: 5.1.1

--r1--
"""

SAMPLES = (
    Sample(
        "邮箱无法登录, 资料齐全 (GBK)",
        "zhoumin@mail.example",
        "企业邮箱登录不上",
        "客服您好:\n我公司的企业邮箱 zhoumin@zmtrade.example 从昨天下午开始一直登录失败, 提示密码错误,\n"
        "重设密码后还是一样, 客户的邮件都收不到, 请尽快查一下原因。\n联系人: 周敏\n联系电话: 13810021122\n",
        sender_name="周敏",
        charset="gbk",
    ),
    Sample(
        "互联星空重复扣费, 资料齐全",
        "hefang@mail.example",
        "互联星空包月扣了两次钱",
        "您好, 我的互联星空账号 ad60123477 十月份的点播包月被扣了两次费, 每次 15 元。\n"
        "我只订购过一次, 请核实后退还多扣的费用。\n我叫何芳, 手机 13917001234, 谢谢。\n",
    ),
    Sample(
        "视频会员, 没留姓名电话",
        "u7788@mail.example",
        "在线视频会员充值后不生效",
        "上周六充值了在线视频会员年卡, 钱已经扣了, 到现在还是提示未开通, 电影都看不了。\n"
        "会员账号是 u7788@online.example, 请处理。\n",
    ),
    Sample(
        "宽带掉线寄到增值中心, 资料齐全",
        "liangjian@mail.example",
        "宽带每晚掉线",
        "我家的光纤宽带这半个月每天晚上八点以后都会掉线十几次, 光猫重启也没有用, 没法上网课。\n"
        "宽带账号: ad62345588\n联系人: 梁健\n联系电话: 13600112233\n",
        html="<p>我家的光纤宽带这半个月每天晚上八点以后都会掉线十几次, 光猫重启也没有用, 没法上网课。</p>"
        "<table><tr><td>宽带账号</td><td>ad62345588</td></tr><tr><td>联系人</td><td>梁健</td></tr>"
        "<tr><td>联系电话</td><td>136<b>0011</b>2233</td></tr></table>",
    ),
    Sample(
        "网站备案问题, 什么资料都没有",
        "anon4@mail.example",
        "网站备案一直没有通过",
        "我们在你们机房托管的服务器, 网站备案材料交上去一个多月了还没有结果, 到底什么时候能办好?\n",
    ),
    Sample(
        "手机话费, 只留了电话",
        "laoxu@mail.example",
        "手机套餐多收费",
        "我的手机套餐是 59 元的, 这个月账单出来变成 128 元, 我没有改过套餐, 请查清楚。\n电话 13501772233\n",
    ),
    Sample(
        "快递丢件, 不属电信业务",
        "wangqi@mail.example",
        "快递包裹丢失没人管",
        "我寄的快递包裹在路上丢了, 快递公司一直推来推去不肯赔偿, 你们能不能管一管?\n王琪 13300114455\n",
    ),
    Sample(
        "English, complete",
        "j.miller@mail.example",
        "Cannot send mail from my mailbox",
        "Dear Sir or Madam,\n\nSince Monday I cannot send any mail from my mailbox"
        " jmiller@online.example. Every message comes back after a few minutes with an error,"
        " and my customers get nothing. Please repair this.\n\n"
        "Name: James Miller\nPhone: +86 138 0177 5566\n",
        sender_name="James Miller",
    ),
    Sample(
        "繁體, 簡訊包月 (Big5)",
        "linmeihua@mail.example",
        "簡訊包月無法取消",
        "您好:\n本人的手機號碼 13701660055 訂了簡訊包月服務, 上個月已經退訂, 這個月還是被扣款,\n"
        "請幫我取消並且退還費用。\n聯絡人: 林美華\n聯絡電話: 13701660055\n",
        sender_name="林美華",
        charset="big5",
    ),
    Sample(
        "外出自动回复",
        "sunli@mail.example",
        "自动回复: 关于您的申诉",
        "您好, 我正在休假, 将于下周一回到办公室, 届时回复您的邮件。\n",
        fields={"Auto-Submitted": "auto-replied"},
    ),
    Sample("退信通知 (DSN)", "", "", "", raw=_DSN),
    Sample(
        "代开发票广告",
        "sales88@promo.example",
        "本公司代开各类发票, 点数优惠",
        "贵公司财务您好! 本公司实力雄厚, 可代开各类增值税普通发票、建筑安装发票, 点数低, 可先验票后付款。"
        "欢迎来电咨询 13000009999 李经理。\n",
    ),
    Sample(
        "网上留言表单",
        "noreply@www.telecom.example",
        "网上申诉留言",
        "申诉人姓名: 高志强\n联系电话: 13817009911\n电子邮件: gaozq@mail.example\n"
        "设备号码: gaozq@online.example\n申诉内容: 个人邮箱容量显示已满, 删除了邮件以后容量还是不释放, "
        "新邮件都收不进来。\n",
    ),
    Sample(
        "监管部门来函",
        "office@regulator.example",
        "关于用户申诉的调查函",
        "中国电信上海公司互联网部:\n我中心收到用户对你公司增值业务扣费问题的申诉, 现转你部调查处理, "
        "请于七日内将处理结果书面函复。\n电信用户申诉受理中心\n",
        sender_name="电信用户申诉受理中心",
    ),
    Sample(
        "建议",
        "qianbo@mail.example",
        "建议邮箱增加短信提醒",
        "建议你们的个人邮箱增加新邮件短信提醒功能, 这样出门在外也能及时知道, 会方便很多。\n钱波\n",
    ),
    Sample(
        "表扬",
        "fengyi@mail.example",
        "感谢你们的客服",
        "上次我的邮箱问题很快就解决了, 客服态度非常好, 特地写信表示感谢!\n冯仪\n",
    ),
    Sample(
        "加急, 曾投诉未解决, 要求电话答复",
        "tangwei@mail.example",
        "第三次投诉: 游戏点卡充值不到账",
        "我已经投诉过两次了, 都没有人解决! 11 月 3 日充值的游戏点卡 100 元到现在没有到账, "
        "游戏账号 tangwei2001。\n请在明天之前打电话 13641880022 给我答复, 否则我就向媒体反映。\n唐伟\n",
    ),
    Sample(
        "来路不明的转交, 事情说不清",
        "xiaochen@mail.example",
        "帮忙看看",
        "你好, 上回说的那个事情现在怎么样了? 麻烦尽快给个说法。\n",
    ),
    Sample(
        "途中耽搁十二天的信, 已超时限",
        "ganlu@mail.example",
        "邮箱收不到附件",
        "你好, 我的邮箱 ganlu@online.example 收到的邮件附件全部打不开, 提示文件损坏, 请检修。\n"
        "甘露 13585990011\n",
        days_old=12,
    ),
    Sample(
        "宽带移机, 资料齐全",
        "pengtao@mail.example",
        "宽带移机一个月没人上门",
        "10 月 20 日申请了宽带移机, 说好三天内上门, 到现在一个月了没有人来, 打电话也没有结果。\n"
        "宽带账号 ad65557788, 联系人彭涛, 电话 13761234567。\n",
        mailbox=BROADBAND,
    ),
    Sample(
        "同一封信寄给两个信箱",
        "yanhong@mail.example",
        "光纤网速不达标",
        "我办的是 500M 光纤宽带, 实际测速只有 60M, 白天晚上都一样, 请派人检查线路。\n"
        "宽带账号: ad61112299\n姓名: 严红\n电话: 13917556688\n",
        mailbox=BROADBAND,
        to=f"{BROADBAND}, {VAS}",
    ),
    Sample(
        "只抄送给我们",
        "shenjie@mail.example",
        "宽带发票抬头",
        "张经理: 宽带发票的抬头请改成我们公司的新名称, 谢谢。\n沈杰\n",
        mailbox=BROADBAND,
        to="manager@partner.example",
        cc=BROADBAND,
    ),
)
"""In the order in which they arrive."""


@dataclass(frozen=True, slots=True)
class Later:
    """A letter that answers a mail of ours."""

    name: str
    sender: str
    about: int
    """Number of the sample whose case it is about, from 1."""
    answers: str
    """Template of the mail that it answers."""
    body: str
    sender_name: str = ""


_STAFF = "vas-staff@telecom.example"
LATER = (
    Later(
        "用户补齐姓名和电话",
        "u7788@mail.example",
        3,
        "reply.need_info",
        "联系人: 袁小军\n联系电话: 13764561122\n",
    ),
    Later(
        "用户只补了一部分",
        "anon4@mail.example",
        5,
        "reply.insufficient",
        "我的联系电话是 13817770033。\n",
    ),
    Later(
        "用户催促",
        "hefang@mail.example",
        2,
        "reply.accepted",
        "到现在还没有人跟我联系, 什么时候能处理好? 请尽快!\n",
        "何芳",
    ),
    Later(
        "接收部门确认收到",
        "kfzx@telecom.example",
        4,
        "dispatch.hand_over",
        "收到, 已安排人员上门检查。\n",
        "客服中心",
    ),
    Later(
        "工作人员回复通知: 答复",
        _STAFF,
        1,
        "notice.new_case",
        "答复:经核查, 您公司邮箱所在的服务器昨天下午升级后, 旧密码的校验有误, 因此提示密码错误。\n"
        "我处已于今天上午修复, 期间的来信没有丢失, 请重新登录查看。给您带来不便, 深表歉意。\n\n"
        "-- \n赵 值班员 增值业务中心 021-55500001\n",
    ),
)
"""What people write once the letters above are handled."""
CONFIRMATION = Later("工作人员回复确认码", _STAFF, 1, "notice.code", "确认\n")
"""What the colleague writes when asked whether the answer was theirs."""

HISTORY = 50
"""How many older letters lie in the mailbox before the first poll; none may be answered."""
