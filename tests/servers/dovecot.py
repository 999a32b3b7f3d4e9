"""A real Dovecot: IMAP with STARTTLS, IMAPS, LMTP, and AUTH for Postfix, on ports of its own."""

import grp
import os
import pwd
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from servers.base import (
    DOMAIN,
    PASSWORD,
    Certificate,
    Process,
    free_port,
    listens,
    make_certificate,
    new_folder,
    remove,
    start,
    stop,
    wait_for,
)
from support.waiting import eventually

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
instance_name = mailcare-{imap_port}
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{cert}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_format = %Ln
auth_failure_delay = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {internal}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {uid}
mail_gid = {uid}
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
mail_plugins = quota
mail_max_userip_connections = 50
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/passwd
}}
passdb {{
  driver = static
  username_filter = *.t
  args = password={password}
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/passwd
  default_fields = uid={uid} gid={uid} home={folder}/mail/%u
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
namespace archive {{
  disabled = yes
  separator = /
  prefix = Archive/
  location = maildir:{folder}/archive/%u
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=200M
  quota_grace = 0
  quota_max_mail_size = 60M
}}
protocol imap {{
  mail_plugins = quota imap_quota
  mail_max_userip_connections = 50
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
  chroot =
}}
service auth {{
  inet_listener auth {{
    address = 127.0.0.1
    port = {auth_port}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
protocol lmtp {{
  mail_plugins = quota
  postmaster_address = postmaster@lab.test
}}
lda_mailbox_autocreate = yes
recipient_delimiter = +
"""
_NOBODY = 65534


@dataclass(frozen=True)
class LabUser:
    """A user of the test servers, unique to a test."""

    name: str
    password: str = PASSWORD

    @property
    def address(self) -> str:
        return f"{self.name}@{DOMAIN}"


@dataclass(frozen=True)
class StoredMessage:
    """A letter as it lies in a folder."""

    uid: int
    raw: bytes
    flags: tuple[str, ...]
    internal_date: datetime


class DovecotServer:
    """One Dovecot for all tests of a worker; each test has users of its own."""

    host = "localhost"

    def __init__(self) -> None:
        self.folder = new_folder("dovecot")
        self.certificate: Certificate = make_certificate(self.folder)
        self.imap_port, self.imaps_port = free_port(), free_port()
        self.lmtp_port, self.auth_port = free_port(), free_port()
        self._process: Process | None = None
        self._serials = count(1)
        self._write_files()

    @property
    def pid(self) -> int:
        """Return the master process, which leads the group of all of them."""
        assert self._process is not None
        return self._process.pid

    @property
    def ca_file(self) -> str:
        return self.certificate.ca_file

    def _write_files(self) -> None:
        root = os.geteuid() == 0
        settings = {
            "folder": self.folder,
            "cert": self.certificate.cert,
            "key": self.certificate.key,
            "internal": "nobody" if root else pwd.getpwuid(os.geteuid()).pw_name,
            "internal_group": "nogroup" if root else grp.getgrgid(os.getegid()).gr_name,
            "password": PASSWORD,
            "uid": _NOBODY if root else os.geteuid(),
            "imap_port": self.imap_port,
            "imaps_port": self.imaps_port,
            "lmtp_port": self.lmtp_port,
            "auth_port": self.auth_port,
        }
        (self.folder / "dovecot.conf").write_text(_CONFIG.format(**settings))
        (self.folder / "passwd").touch()
        (self.folder / "mail").mkdir()
        if root:
            for path in (self.folder, self.folder / "mail"):
                os.chown(path, _NOBODY, _NOBODY)

    def start(self) -> None:
        log = self.folder / "start.log"
        self._process = start(["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")], log)
        ports = (self.imap_port, self.imaps_port, self.lmtp_port, self.auth_port)
        wait_for(self._process, log, *ports)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the server and all of its connections; `start` brings it back with all letters."""
        stop(self._process)
        eventually(lambda: not listens(self.imap_port), what="Dovecot is down")

    def close(self) -> None:
        stop(self._process)
        remove(self.folder)

    def new_user(self, prefix: str = "user", storage: str = "", messages: int = 0) -> LabUser:
        """Return a user that nobody used; ``1M`` of `storage` and `messages` limit the mailbox."""
        rules = [f"storage={storage}"] if storage else []
        rules += [f"messages={messages}"] if messages else []
        if rules:
            return self.new_registered_user(prefix, f"userdb_quota_rule=*:{':'.join(rules)}")
        return LabUser(f"{self._new_name(prefix)}.t")

    def new_registered_user(self, prefix: str = "user", extra: str = "") -> LabUser:
        """Return a user with a line of its own, whose password can be changed."""
        user = LabUser(f"{self._new_name(prefix)}.r")
        with (self.folder / "passwd").open("a") as passwd:
            passwd.write(f"{user.name}:{{PLAIN}}{user.password}::::::{extra}\n")
        self._await_login(user)
        return user

    def new_user_with_archive(self, prefix: str, storage: str, archive: str) -> LabUser:
        """Return a user whose folders below ``Archive/`` have a quota of their own."""
        fields = {
            "namespace/archive/disabled": "no",
            "quota": "count:User:ns=",
            "quota_rule": f"*:storage={storage}",
            "quota2": "count:Archive:ns=Archive/",
            "quota2_rule": f"*:storage={archive}",
        }
        extra = " ".join(f"userdb_{name}={value}" for name, value in fields.items())
        return self.new_registered_user(prefix, extra)

    def _new_name(self, prefix: str) -> str:
        return f"{prefix}{next(self._serials)}{os.environ.get('PYTEST_XDIST_WORKER', '')}"

    def change_password(self, user: LabUser, password: str) -> LabUser:
        """Give a registered user another password."""
        path = self.folder / "passwd"
        old, new = f"{user.name}:{{PLAIN}}{user.password}:", f"{user.name}:{{PLAIN}}{password}:"
        path.write_text(path.read_text().replace(old, new))
        changed = LabUser(user.name, password)
        self._await_login(changed)
        return changed

    def set_storage(self, user: LabUser, storage: str) -> None:
        """Give a user with a limit another one, ``20M``; known once the file was read again."""
        path = self.folder / "passwd"
        lines = path.read_text().splitlines()
        rule = f"userdb_quota_rule=*:storage={storage}"
        lines = [
            f"{line.partition('userdb_quota_rule')[0]}{rule}"
            if line.startswith(f"{user.name}:")
            else line
            for line in lines
        ]
        path.write_text("\n".join(lines) + "\n")
        kilobytes = int(storage.removesuffix("M")) * 1024

        def is_known() -> bool:
            with self.client(user) as client:
                quotas = client.get_quota_root("INBOX")[1]
            return any(one.limit == kilobytes for one in quotas)

        eventually(is_known, what="the new quota is known")

    def _await_login(self, user: LabUser) -> None:
        """Wait until Dovecot has read its file again, which it does once a second."""

        def logs_in() -> bool:
            client = IMAPClient(self.host, self.imap_port, ssl=False, timeout=30)
            try:
                client.login(user.name, user.password)
            except LoginError:
                return False
            finally:
                client.logout()
            return True

        eventually(logs_in, what="the new password is known")

    @contextmanager
    def client(self, user: LabUser) -> Iterator[IMAPClient]:
        """Give a logged-in client of the plain library, for looking from outside."""
        with IMAPClient(self.host, self.imap_port, ssl=False, timeout=30) as client:
            client.folder_encode = False
            client.normalise_times = False
            client.login(user.name, user.password)
            yield client

    def append(
        self,
        user: LabUser,
        raw: bytes | Sequence[bytes],
        folder: str = "INBOX",
        flags: Iterable[str] = (),
        internal_date: datetime | None = None,
    ) -> None:
        """Put one letter, or many, into a folder, which is made if need be."""
        letters = [raw] if isinstance(raw, bytes) else raw
        marks = [flag.encode() for flag in flags]
        with self.client(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for letter in letters:
                client.append(folder, letter, marks, internal_date)

    def messages(self, user: LabUser, folder: str = "INBOX") -> list[StoredMessage]:
        """Return the letters of a folder, changing nothing, not even a flag."""
        with self.client(user) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"])
        return [
            StoredMessage(
                uid,
                bytes(item[b"BODY[]"]),
                tuple(flag.decode() for flag in item[b"FLAGS"] if flag != b"\\Recent"),
                item[b"INTERNALDATE"],
            )
            for uid, item in sorted(found.items())
        ]

    def count(self, user: LabUser) -> int:
        """Return how many letters lie in the inbox, without a login: cheap enough to wait on."""
        inbox = self.folder / "mail" / user.name
        found = (file.name for name in ("new", "cur") for file in inbox.glob(f"{name}/*"))
        return len({name.partition(":")[0] for name in found})  # one may move while we look

    def expunge(self, user: LabUser, uids: Iterable[int], folder: str = "INBOX") -> None:
        """Delete letters as staff with another client would."""
        with self.client(user) as client:
            client.select_folder(folder)
            client.delete_messages(list(uids))
            client.expunge()

    def renumber(self, user: LabUser, folder: str = "INBOX") -> None:
        """Give the folder a new UIDVALIDITY and new UIDs, all letters kept."""
        where = self.folder / "mail" / user.name
        where = where if folder == "INBOX" else where / f".{folder}"
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            (where / name).unlink(missing_ok=True)
