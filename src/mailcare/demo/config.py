"""The demo's config: the shipped example with the embedded servers in place of the real ones."""

from pathlib import Path

from mailcare.demo.samples import BROADBAND, VAS
from mailcare.demo.servers import LOOPBACK
from mailcare.resources import shipped

_MAILBOX = """
[mailboxes.{unit}]
unit = "{unit}"
address = "{address}"
display_name = "中国电信上海公司"
interval = "5s"
mode = "live"
capacity = "200MB"
[mailboxes.{unit}.imap]
host = "{host}"
port = {imap}
security = "none"
password_file = "password"
[mailboxes.{unit}.smtp]
host = "{host}"
port = {smtp}
security = "none"
"""
_FORM = """
[[mailboxes.vas.form_sources]]
sender = "noreply@www.telecom.example"
[mailboxes.vas.form_sources.fields]
problem = "申诉内容"
device_number = "设备号码"
phone = "联系电话"
contact = "申诉人姓名"
address = "电子邮件"
"""


def write_config(folder: Path, imap_port: int, smtp_port: int, password: str) -> Path:
    """Write config and password into `folder`; return the config's path."""
    example = shipped("config.example.toml").read_text(encoding="utf-8")
    organisation = example.partition("[mailboxes.vas]")[0]
    text = organisation.replace('state_dir = "/var/lib/mailcare"', 'state_dir = "state"', 1)
    text = text.replace('undo_window = "10m"', 'undo_window = "1s"', 1)
    for unit, address in (("vas", VAS), ("broadband", BROADBAND)):
        text += _MAILBOX.format(
            unit=unit, address=address, host=LOOPBACK, imap=imap_port, smtp=smtp_port
        )
    secret = folder / "password"
    secret.write_text(password, encoding="utf-8")
    secret.chmod(0o600)
    path = folder / "config.toml"
    path.write_text(text + _FORM, encoding="utf-8")
    return path
