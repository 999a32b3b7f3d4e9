"""A real Postfix: takes mail for anybody at lab.test to Dovecot by LMTP; submission with AUTH.

Submission (STARTTLS) offers delivery reports; over TLS from the start it doesn't, so that the tests
which count letters get none.
"""

import os
import smtplib
from pathlib import Path

from servers.base import (
    DOMAIN,
    Process,
    free_port,
    listens,
    new_folder,
    remove,
    run,
    start,
    stop,
    wait_for,
)
from servers.dovecot import DovecotServer
from support.waiting import eventually

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = loopback-only
inet_protocols = ipv4
myhostname = mx.lab.test
mydomain = lab.test
myorigin = lab.test
mydestination =
alias_maps =
alias_database =
local_transport = error:no local mail
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = lab.test users.test
virtual_mailbox_maps =
virtual_alias_maps =
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
smtpd_reject_unlisted_recipient = no
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access inline:{{
  {{refused@lab.test=550 5.1.1 no such mailbox}}, {{later@lab.test=450 4.2.0 come again}} }}
default_transport = error:5.4.4 lab: no outside mail
relay_transport = error:5.4.4 lab: no outside mail
message_size_limit = 41943040
mailbox_size_limit = 0
disable_dns_lookups = yes
smtp_dns_support_level = disabled
biff = no
notify_classes =
bounce_notice_recipient = postmaster@lab.test
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth_port}
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
lmtp_destination_concurrency_limit = 20
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
maximal_queue_lifetime = 1d
bounce_queue_lifetime = 1d
delay_warning_time = 0h
"""
_MASTER = """
127.0.0.1:{smtp_port} inet n - n - - smtpd
127.0.0.1:{smtps_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_discard_ehlo_keywords=dsn,silent-discard
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{submission_port} inet n - n - - smtpd
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class PostfixServer:
    """One Postfix for all tests of a worker, in front of that worker's Dovecot."""

    host = "localhost"

    def __init__(self, dovecot: DovecotServer) -> None:
        self.dovecot = dovecot
        self.folder = new_folder("postfix")
        self.smtp_port, self.smtps_port, self.submission_port = (
            free_port(),
            free_port(),
            free_port(),
        )
        self._process: Process | None = None
        self._write_files()

    @property
    def ca_file(self) -> str:
        return self.dovecot.ca_file

    @property
    def _conf(self) -> Path:
        return self.folder / "conf"

    def _write_files(self) -> None:
        for name in ("conf", "spool", "data", "log"):
            (self.folder / name).mkdir()
        owner = Path("/var/lib/postfix").stat()
        os.chown(self.folder / "data", owner.st_uid, owner.st_gid)
        settings = {
            "folder": self.folder,
            "cert": self.dovecot.certificate.cert,
            "key": self.dovecot.certificate.key,
            "lmtp_port": self.dovecot.lmtp_port,
            "auth_port": self.dovecot.auth_port,
            "smtp_port": self.smtp_port,
            "smtps_port": self.smtps_port,
            "submission_port": self.submission_port,
        }
        (self._conf / "main.cf").write_text(_MAIN.format(**settings))
        (self._conf / "master.cf").write_text(_MASTER.format(**settings))

    def start(self) -> None:
        """Start the server; Dovecot must be up, or its first client ends without AUTH."""
        log = self.folder / "log" / "start.log"
        run(["postfix", "-c", str(self._conf), "check"])
        self._process = start(["/usr/lib/postfix/sbin/master", "-c", str(self._conf), "-d"], log)
        wait_for(self._process, log, self.smtp_port, self.smtps_port, self.submission_port)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        stop(self._process)
        eventually(lambda: not listens(self.smtp_port), what="Postfix is down")

    def close(self) -> None:
        stop(self._process)
        remove(self.folder)

    def deliver(self, raw: bytes, recipient: str, sender: str = f"someone@{DOMAIN}") -> None:
        """Hand in a letter as the outside world does; it lies in the mailbox soon after."""
        with smtplib.SMTP(
            "127.0.0.1", self.smtp_port, local_hostname="outside.test", timeout=30
        ) as out:
            out.sendmail(sender, [recipient], raw)
