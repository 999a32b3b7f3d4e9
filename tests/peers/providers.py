"""Chinese and other providers as scripted servers: what their servers answered, as recorded.

Sources: facts/chinese-mail.md 1.1-1.6. Where nothing was recorded, such as for 189 and 139, the
poorest of the others stands for them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from peers.imap import ImapPeer
from peers.script import Rule

SENT, JUNK, ADVERTS = "&XfJT0ZAB-", "&V4NXPpCuTvY-", "&Xn9USpCuTvY-"
"""已发送, 垃圾邮件, 广告邮件."""
FIRST_UID = 1_446_555_803
"""NetEase's UIDs are huge and sparse."""


@dataclass(frozen=True)
class Provider:
    """How a provider's server differs from the book."""

    after: str
    """Capabilities after the login."""
    before: str = ""
    """Those told before it; empty: the same."""
    folders: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name on the wire → what LIST and XLIST say it is for."""
    junk: tuple[str, ...] = ()
    """Folders on the wire whose letters must be found."""
    uidvalidity: int | None = 7
    first_uid: int = 1
    tells_uidnext: bool = True
    needs_id: bool = False
    searches_by_uid: bool = True
    takes_parentheses: bool = True
    cuts_unknown: bool = False
    keywords: bool = False

    def peer(self, user: str, rules: Iterable[Rule] = ()) -> ImapPeer:
        """Return a server of this kind for one account."""
        made = ImapPeer(
            rules,
            user=user,
            capabilities=self.after.split(),
            before_login=(self.before or self.after).split(),
            tells_uidnext=self.tells_uidnext,
            needs_id=self.needs_id,
            searches_by_uid=self.searches_by_uid,
            takes_parentheses=self.takes_parentheses,
            strict=True,
            cuts_unknown=self.cuts_unknown,
            keywords=self.keywords,
        )
        del made.folders[SENT]
        for name, (flags, xlist) in self.folders.items():
            made.add_folder(name, flags, xlist)
        for folder in made.folders.values():
            folder.uidvalidity, folder.uidnext = self.uidvalidity, self.first_uid
        return made


_COREMAIL = Provider(
    "IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ STARTTLS APPENDLIMIT=71680000 XAPPLEPUSHSERVICE "
    "UIDPLUS X-CM-EXT-1 SASL-IR AUTH=XOAUTH2",
    folders={
        SENT: ("\\Sent", "\\Sent"),
        JUNK: ("\\Junk", "\\Junk"),
        ADVERTS: ("", ""),
        "&dcVr0mWHTvZZOQ-": ("", ""),
    },
    junk=(JUNK, ADVERTS),
    uidvalidity=1,
    first_uid=FIRST_UID,
    tells_uidnext=False,
    needs_id=True,
)
_TENCENT = Provider(
    "IMAP4 IMAP4rev1 XLIST MOVE IDLE XAPPLEPUSHSERVICE NAMESPACE CHILDREN ID UIDPLUS",
    "IMAP4 IMAP4rev1 ID AUTH=PLAIN AUTH=LOGIN NAMESPACE",
    {
        "Sent Messages": ("", "\\Sent"),
        "Junk": ("", "\\Junk"),
        "&UXZO1mWHTvZZOQ-": ("\\NoSelect \\HasChildren", ""),
        "&!malformed": ("", ""),
    },
    ("Junk",),
    uidvalidity=1_500_000_000,
    cuts_unknown=True,
    keywords=True,
)
_POOREST = Provider(
    "IMAP4rev1 ID",
    folders={SENT: ("", ""), JUNK: ("", "")},
    junk=(JUNK,),
    uidvalidity=None,
    tells_uidnext=False,
)
PROVIDERS: Mapping[str, Provider] = {
    "163": _COREMAIL,
    "qiye163": _COREMAIL,
    "coremail": _COREMAIL,
    "qq": _TENCENT,
    "exmail": _TENCENT,
    "aliyun": Provider(
        "IMAP4rev1 IDLE XLIST UIDPLUS ID SASL-IR AUTH=XOAUTH AUTH=XOAUTH2 AUTH=EXTERNAL",
        folders={SENT: ("", "\\Sent"), "&-odd": ("", "\\Spam")},
        junk=("&-odd",),
        takes_parentheses=False,
    ),
    "sina": _POOREST,
    "189": _POOREST,
    "139": Provider(
        "IMAP4rev1 ID", folders={SENT: ("", ""), ADVERTS: ("", "")}, junk=(ADVERTS,),
        searches_by_uid=False,
    ),
    "365-21vianet": Provider(
        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE "
        "NAMESPACE LITERAL+",
        folders={"Sent Items": ("", ""), "Junk Email": ("", "")},
        junk=("Junk Email",),
    ),
    "gmail": Provider(
        "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS MOVE "
        "SPECIAL-USE APPENDLIMIT=35651584",
        "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 SASL-IR "
        "AUTH=XOAUTH2",
        {"[Gmail]/Sent": ("\\Sent", ""), "[Gmail]/Spam": ("\\Junk", "")},
        ("[Gmail]/Spam",),
        keywords=True,
    ),
}  # fmt: skip
