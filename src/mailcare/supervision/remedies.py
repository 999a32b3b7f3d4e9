"""What to do about a server that would not have us, in the words of those who must do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mailcare.config import Preset
from mailcare.model.refusal import RefusalKind


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is wrong, and what mends it."""

    chinese: str
    english: str
    in_webmail: bool = False
    """It is done where the provider's preset says."""


REMEDIES: Final[Mapping[RefusalKind, Remedy]] = MappingProxyType(
    {
        RefusalKind.PASSWORD: Remedy(
            "用户名、密码或授权码有误,或授权码已过期、已作废,请重新生成并写入配置所指的文件",
            "check user and password; many providers want an authorization code (授权码), which "
            "ends when services are switched off or the password changes",
            in_webmail=True,
        ),
        RefusalKind.CODE_WANTED: Remedy(
            "服务器要求使用授权码登录,而不是网页邮箱的密码;授权码无误的,可能是登录过于频繁",
            "put the authorization code (授权码) in place of the webmail's password; if it is one, "
            "the provider may be in a hurry: wait",
            in_webmail=True,
        ),
        RefusalKind.SWITCHED_OFF: Remedy(
            "该账号没有开启 IMAP/SMTP 服务,请在网页邮箱或由管理员开启",
            "switch IMAP/SMTP on for the account",
            in_webmail=True,
        ),
        RefusalKind.LOCKED: Remedy(
            "账号被锁定、停用或需要验证,请登录网页邮箱处理,或联系邮箱管理员",
            "log in to the webmail, which says how to unlock the account, or ask its administrator",
        ),
        RefusalKind.BASIC_AUTH: Remedy(
            "服务商已停用密码登录,请改用令牌登录(配置 oauth,见 docs/providers.md)",
            "passwords are no longer taken: set up an oauth table, see docs/providers.md",
            in_webmail=True,
        ),
        RefusalKind.TOKEN: Remedy(
            "登录令牌、客户端密钥或授权已失效,请重新授权,或更新密钥文件",
            "renew the application's secret, or consent anew: mailcare mailbox authorize "
            "(Microsoft), or a new refresh token in its file; see docs/providers.md",
            in_webmail=True,
        ),
        RefusalKind.PERMISSION: Remedy(
            "登录成功,但没有访问该信箱的权限,请管理员授权(Add-MailboxPermission)",
            "the administrator must open this mailbox to the application (Add-MailboxPermission)",
        ),
        RefusalKind.UNSAFE: Remedy(
            "网易认为这次登录不安全,请在网页邮箱允许第三方客户端访问",
            "allow IMAP clients in the provider's webmail",
            in_webmail=True,
        ),
        RefusalKind.UNCLEAR: Remedy(
            "服务器没有说明是密码错误、服务未开启还是登录频繁,将稍后重试;反复出现的,请核对授权码",
            "it may be the password, the service, or haste: wait, then check the authorization "
            "code (授权码)",
            in_webmail=True,
        ),
        RefusalKind.FREQUENCY: Remedy(
            "登录过于频繁,密码无误,稍后自动恢复;反复出现的,请延长收信间隔",
            "wait some minutes; fewer programs on this mailbox, or a longer interval",
        ),
        RefusalKind.CONNECTIONS: Remedy(
            "同时连接数超过限制,请减少使用该信箱的其他程序",
            "wait some minutes; fewer programs on this mailbox, or a longer interval",
        ),
        RefusalKind.BUSY: Remedy("服务器繁忙,稍后自动恢复", "wait: the server is busy"),
    }
)


def advice(kind: str, known: Preset) -> str:
    """Return what to do about a refusal of this kind, with where the provider has it done."""
    remedy = REMEDIES[RefusalKind(kind)]
    if remedy.in_webmail and known.where:
        return f"{remedy.english}: {known.where}"
    return remedy.english


WORDS: Final[Mapping[str, str]] = {
    f"refused.{kind}": remedy.chinese for kind, remedy in REMEDIES.items()
}
"""For the figures of alarms."""
