"""How the figures of alarms are called; what has no label here is told to nobody.

The order is that of the text. None of it may be personal: webhooks and commands get it, too.
"""

from collections.abc import Mapping
from typing import Final

from mailcare.supervision import remedies

LABELS: Final[Mapping[str, str]] = {
    "since": "开始时间",
    "ended": "恢复时间",
    "last_success": "最近一次成功",
    "due": "应恢复时间",
    "error": "错误",
    "template": "模板",
    "line": "行",
    "what": "问题",
    "mend": "改法",
    "attempts": "次数",
    "letter": "来信",
    "found_late": "补收封数",
    "reason": "原因",
    "mail": "待发箱",
    "mail_class": "邮件类别",
    "state": "状态",
    "used": "已用",
    "limit": "总容量",
    "percent": "占用(%)",
    "messages": "信件数",
    "message_limit": "信件数上限",
    "full_at": "预计用满",
    "at_this_pace": "按目前速度用满",
    "told_by": "依据",
    "said_at": "告知时间",
    "failures": "连续失败",
    "free": "剩余空间(MB)",
    "year": "年度",
    "promise": "登记的服务时间",
    "standing": "承诺",
    "slot_end": "最迟收信时间",
    "next_try": "下次试探登录",
    "late": "已延误",
    "interval": "收信间隔",
    "file": "文件",
    "problem": "错误位置",
    "expires": "失效时间",
    "oldest": "最早一封的时间",
    "waiting": "等待的邮件数",
    "seconds": "秒数",
    "direction": "方向",
    "hour": "时段",
    "expected": "通常数量",
    "counted": "实际数量",
    "cause": "起因",
    "starts": "异常启动次数",
    "worker": "循环",
    "channel": "渠道",
}
SIZES: Final = frozenset({"used", "limit"})
"""Bytes, shown as MB or GB."""
TIMES: Final = frozenset(
    {
        "since",
        "ended",
        "last_success",
        "due",
        "expires",
        "oldest",
        "slot_end",
        "next_try",
        "full_at",
        "at_this_pace",
        "said_at",
    }
)
"""Moments in ISO form, shown on the office's wall clock."""
WORDS: Final[Mapping[str, str]] = {
    **remedies.WORDS,
    "soon": "即将逾期",
    "broken": "已逾期",
    "imap": "收信服务器以信箱已满为由拒绝操作",
    "smtp": "发信服务器以信箱已满为由拒收",
    "bounce": "退信报告信箱已满",
    "unreachable": "服务器不能连接",
    "login_refused": "登录被拒绝",
    "no_consent": "尚无人授权",
    "disk": "磁盘不能写入",
    "store": "数据库不能写入",
    "busy": "数据库被占用",
    "slow": "数据库缓慢",
    "timeout": "没有应答",
    "tls": "TLS 证书或协议有误",
    "no_connection": "不能连接",
    "closed": "连接被对方关闭",
    "no_secret": "读不到地址或密钥",
    "not_started": "程序不能启动",
    "too_slow": "程序超时",
    "no_answer": "应答不能识别",
    "many": "异常偏多",
    "few": "异常偏少",
    "ahead": "本机时钟偏快",
    "behind": "本机时钟偏慢",
    "forward": "时钟向前跳变",
    "back": "时钟向后跳变",
    "watchdog": "一个循环停滞,被 systemd 重新启动",
    "died": "进程异常结束",
    "reboot": "主机重新启动或断电",
}
"""Stable words of our own, for people."""
