"""A real Cyrus: IMAP in clear text on a free port of 127.0.0.1; knows neither Dovecot nor root.

Debian's cyrus-imapd conflicts with Dovecot, so `unpack` lays it beside (see `programs`); what
doesn't conflict, cyrus-common, is installed.
"""

import os
import pwd
import shutil
import subprocess
from itertools import count
from pathlib import Path

from servers.base import (
    PASSWORD,
    Process,
    free_port,
    new_folder,
    remove,
    run,
    start,
    stop,
    unpacked,
    wait_for,
)
from servers.dovecot import LabUser

COMMON = Path("/usr/lib/cyrus/bin")
_REALM = "lab.test"
_NOBODY = 65534
_IMAPD = """
configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
servername: {realm}
admins: cyrus
virtdomains: off
unixhierarchysep: yes
altnamespace: yes
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
sasl_mech_list: PLAIN LOGIN
autocreate_quota: {quota}
autocreate_inbox_folders: Sent|Trash|Junk
xlist-sent: Sent
xlist-trash: Trash
xlist-junk: Junk
idlesocket: {folder}/run/idle
lmtpsocket: {folder}/run/lmtp
notifysocket: {folder}/run/notify
proc_path: {folder}/conf/proc
mboxname_lockpath: {folder}/conf/lock
duplicatesuppression: no
failedloginpause: 0
skiplist_unsafe: 1
sievedir: {folder}/conf/sieve
"""
_MASTER = """
START {{
  recover cmd="{common}/ctl_cyrusdb -C {folder}/imapd.conf -r"
  idled cmd="{folder}/bin/idled -C {folder}/imapd.conf"
}}
SERVICES {{
  imap cmd="{folder}/bin/imapd -U 30 -C {folder}/imapd.conf" listen="127.0.0.1:{port}" prefork=0
}}
"""


class CyrusServer:
    """One Cyrus for all tests of a worker; each test has users of its own."""

    host = "127.0.0.1"
    quota = 1000
    """KB, of every user: Cyrus gives it at the first login."""

    def __init__(self) -> None:
        self.folder = new_folder("cyrus")
        self.port = free_port()
        self._process: Process | None = None
        self._serials = count(1)
        self._user = _NOBODY if os.geteuid() == 0 else None  # it refuses to be root
        self._write_files()

    @staticmethod
    def programs() -> Path:
        """Return the folder of the programs that could not be installed."""
        return unpacked("cyrus-imapd") / "usr/lib/cyrus/bin"

    def _write_files(self) -> None:
        names = {
            "folder": self.folder, "realm": _REALM, "quota": self.quota,
            "common": COMMON, "port": self.port,
        }  # fmt: skip
        (self.folder / "imapd.conf").write_text(_IMAPD.format(**names))
        (self.folder / "cyrus.conf").write_text(_MASTER.format(**names))
        shutil.copytree(self.programs(), self.folder / "bin")
        for name in ("conf", "conf/db", "conf/proc", "conf/lock", "conf/socket", "spool", "run"):
            (self.folder / name).mkdir()
        if self._user is not None:
            run(["chown", "-R", str(self._user), str(self.folder)])

    def start(self) -> None:
        """Start it; its own name for the user it runs as comes by the environment."""
        log = self.folder / "start.log"
        name = pwd.getpwuid(self._user or os.geteuid()).pw_name
        files = ["-C", str(self.folder / "imapd.conf"), "-M", str(self.folder / "cyrus.conf")]
        pid = ["-p", str(self.folder / "run" / "pid")]
        command = [str(COMMON / "master"), *files, "-D", *pid]
        self._process = start(["env", f"CYRUS_USER={name}", *command], log, self._user)
        wait_for(self._process, log, self.port)

    def close(self) -> None:
        stop(self._process)
        remove(self.folder)

    def new_user(self) -> LabUser:
        """Return a user that nobody used."""
        user = LabUser(f"user{next(self._serials)}")
        command = ["saslpasswd2", "-c", "-p", "-f", str(self.folder / "sasldb2"), "-u", _REALM]
        subprocess.run(
            [*command, user.name], input=PASSWORD.encode(), check=True, user=self._user, timeout=30
        )
        return user
