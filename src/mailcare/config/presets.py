"""What is known of mail providers, by the names under which a config says ``provider = "163"``.

A preset only fills in what the file leaves open. Figures of a provider that publishes none are the
slowest that others were seen to be content with (docs/providers.md says where to switch what on).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from mailcare.config.kinds import parse_duration

_MINUTE: Final = "60s"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provider's server is; empty: the file must say it."""

    host: str = ""
    port: int = 0
    security: str = "tls"
    tls_min_version: str = "1.2"
    tls_ciphers: str = ""


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where access tokens come from, and for what; ``{tenant}`` stands for the organisation."""

    url: str
    scope: str
    """For the application itself."""
    user_scope: str
    """For a person's refresh token."""


@dataclass(frozen=True, slots=True)
class Preset:
    """What is known of a provider."""

    title: str
    imap: Place = Place()
    smtp: Place = Place()
    interval: str = _MINUTE
    """How often it may be polled without its patience running out; a duration."""
    logins_per_minute: int = 6
    """Per mailbox, all connections counted."""
    connections: int = 5
    """At once, per mailbox."""
    wants_id: bool = False
    """It lets nobody into a folder who has not said ID (RFC 2971)."""
    keeps_sent: bool | None = False
    """Whether what leaves by SMTP lies in its Sent folder by itself; None: its users choose."""
    junk_folders: tuple[str, ...] = ()
    """Names beside the flags: some mark one of several."""
    where: str = ""
    """Where in its webmail IMAP is switched on and the password for programs is made."""
    password_name: str = "授权码"  # noqa: S105 - what the provider calls it
    token: TokenPlace | None = None
    takes_passwords: bool = True
    """False: XOAUTH2 only."""

    @property
    def floor(self) -> timedelta:
        """The shortest interval that it is known to put up with."""
        return parse_duration(self.interval)


def _at(domain: str) -> tuple[Place, Place]:
    return Place(f"imap.{domain}", 993), Place(f"smtp.{domain}", 465)


def _netease(title: str, domain: str) -> Preset:
    return Preset(
        title,
        *_at(domain),
        wants_id=True,
        keeps_sent=None,
        junk_folders=("垃圾邮件", "广告邮件", "病毒文件夹"),
        where="网页邮箱「设置 → POP3/SMTP/IMAP」:开启 IMAP/SMTP,新增授权码,收取选项改为「全部」",
    )


_OLD: Final = "DEFAULT@SECLEVEL=1"
_MICROSOFT: Final = "/{tenant}/oauth2/v2.0/token"


def _microsoft(title: str, office: str, login: str, smtp: str) -> Preset:
    return Preset(
        title,
        imap=Place(office, 993),
        smtp=Place(smtp, 587, "starttls"),
        connections=16,
        keeps_sent=True,
        where="Entra 管理中心「应用注册」,并在 Exchange Online 授权该信箱(docs/providers.md)",
        password_name="客户端密码",  # noqa: S106 - what the provider calls it
        token=TokenPlace(
            f"https://{login}{_MICROSOFT}",
            f"https://{office}/.default",
            f"https://{office}/IMAP.AccessAsUser.All https://{office}/SMTP.Send offline_access",
        ),
        takes_passwords=False,
    )


PRESETS: Final[Mapping[str, Preset]] = MappingProxyType(
    {
        "163": _netease("网易 163 邮箱", "163.com"),
        "126": _netease("网易 126 邮箱", "126.com"),
        "yeah": _netease("网易 yeah.net 邮箱", "yeah.net"),
        "qiye163": Preset(
            "网易企业邮箱",
            *_at("qiye.163.com"),
            wants_id=True,
            keeps_sent=None,
            junk_folders=("垃圾邮件", "广告邮件"),
            where="网页邮箱「设置 → 客户端设置」:开启 IMAP/SMTP,生成授权密码(管理员须先允许)",
            password_name="授权密码",  # noqa: S106 - what the provider calls it
        ),
        "qq": Preset(
            "QQ 邮箱",
            *_at("qq.com"),
            interval="120s",
            logins_per_minute=1,
            connections=3,
            keeps_sent=None,
            junk_folders=("Junk", "垃圾箱"),
            where="网页邮箱「设置 → 账号」:开启 IMAP/SMTP 服务,生成授权码;收取选项改为「全部」",
        ),
        "exmail": Preset(
            "腾讯企业邮箱",
            *_at("exmail.qq.com"),
            interval="120s",
            logins_per_minute=1,
            connections=3,
            keeps_sent=None,
            junk_folders=("Junk", "垃圾箱"),
            where="网页邮箱「设置 → 客户端设置」:开启 IMAP/SMTP;开启安全登录的,生成客户端专用密码",
            password_name="客户端专用密码",  # noqa: S106 - what the provider calls it
        ),
        "aliyun": Preset(
            "阿里企业邮箱",
            *_at("qiye.aliyun.com"),
            keeps_sent=None,
            junk_folders=("垃圾邮件",),
            where="网页邮箱「设置 → 账户与安全」:生成三方客户端安全密码(注意有效期)",
            password_name="三方客户端安全密码",  # noqa: S106 - what the provider calls it
        ),
        "189": Preset(
            "天翼 189 邮箱",
            *_at("189.cn"),
            keeps_sent=None,
            junk_folders=("垃圾邮件",),
            where="网页邮箱「设置 → POP3/SMTP/IMAP」:开启 IMAP/SMTP,设置客户端专用密码",
            password_name="客户端专用密码",  # noqa: S106 - what the provider calls it
        ),
        "139": Preset(
            "移动 139 邮箱",
            imap=Place("imap.139.com", 993, tls_ciphers=_OLD),
            smtp=Place("smtp.139.com", 465, tls_ciphers=_OLD),
            keeps_sent=None,
            junk_folders=("垃圾邮件", "广告邮件"),
            where="网页邮箱「设置 → 账户与安全 → 授权码管理」:开启 IMAP/SMTP,生成授权码",
        ),
        "sina": Preset(
            "新浪邮箱",
            *_at("sina.com"),
            keeps_sent=None,
            junk_folders=("垃圾邮件", "广告邮件"),
            where="网页邮箱「设置 → 客户端 pop/imap/smtp」:开启 IMAP/SMTP,生成授权码",
        ),
        "365": _microsoft(
            "Microsoft 365", "outlook.office365.com", "login.microsoftonline.com",
            "smtp.office365.com",
        ),
        "365-21vianet": _microsoft(
            "Microsoft 365(世纪互联)", "partner.outlook.cn", "login.partner.microsoftonline.cn",
            "smtp.partner.outlook.cn",
        ),
        "gmail": Preset(
            "Gmail",
            *_at("gmail.com"),
            interval="10m",
            connections=15,
            keeps_sent=True,
            where="Google 账号「安全性 → 两步验证 → 应用专用密码」,或 OAuth 刷新令牌",
            password_name="应用专用密码",  # noqa: S106 - what the provider calls it
            token=TokenPlace(
                "https://oauth2.googleapis.com/token", "", "https://mail.google.com/"
            ),
        ),
        "coremail": Preset(
            "自建 Coremail",
            wants_id=True,
            keeps_sent=None,
            junk_folders=("垃圾邮件", "广告邮件", "病毒文件夹"),
            where="网页邮箱「设置 → 客户端」,或请系统管理员开启 IMAP/SMTP",
            password_name="密码或客户端专用密码",  # noqa: S106 - what the provider calls it
        ),
    }
)  # fmt: skip
NOBODY: Final = Preset("", interval="5s", keeps_sent=None)
"""What is assumed of a server that no preset tells of."""


def preset(name: str) -> Preset:
    """Return what is known of the provider called `name`; of no provider, what is assumed."""
    return PRESETS.get(name, NOBODY)


def fill_from_preset(box: dict[str, Any]) -> dict[str, Any]:
    """Return a mailbox's table with what its provider's preset knows and the file leaves open."""
    name = box.get("provider", "")
    known = preset(name if isinstance(name, str) else "")
    if known is NOBODY:
        return box
    filled = {"interval": known.interval, **box}
    for side, place in (("imap", known.imap), ("smtp", known.smtp)):
        said = box.get(side, {} if place.host else None)
        if isinstance(said, Mapping):
            filled[side] = {**_keys(place, said), **said}
    oauth = box.get("oauth")
    if isinstance(oauth, Mapping) and known.token is not None:
        filled["oauth"] = _token_keys(known.token, oauth)
    return filled


def _keys(place: Place, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the preset says; its port and TLS hold for its own server only."""
    if not place.host or said.get("host", place.host) != place.host:
        return {}
    keys: dict[str, Any] = {"host": place.host, "tls_min_version": place.tls_min_version}
    if place.tls_ciphers:
        keys["tls_ciphers"] = place.tls_ciphers
    if said.get("security", place.security) == place.security:
        keys |= {"security": place.security, "port": place.port}
    return keys


def _token_keys(place: TokenPlace, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table with where to ask; who has no applications of its own knows persons only."""
    flow = said.get("flow", "client_credentials" if place.scope else "refresh_token")
    scope = place.user_scope if flow == "refresh_token" else place.scope
    return {"flow": flow, "token_url": place.url, "scope": scope, **said}
