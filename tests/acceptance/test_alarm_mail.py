"""An alarm is acknowledged by an answer of somebody who was told of it, and of nobody else."""

import pytest

from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import USERS, Site
from mailcare.resources import shipped
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]
TEMPLATE = "reply.accepted.zh.txt"


def answer(site: Site, alarm: Mail, sender: str, **fields: str) -> None:
    """Answer an alarm as a mail client does."""
    field = alarm.field("Message-ID")
    assert field is not None
    draft = Draft(
        f"Re: {alarm.subject}", "正在处理", fields={"In-Reply-To": field.decode(), **fields}
    )
    site.hand_in(draft.raw(sender, site.people["vas"].address), sender=sender)


def acknowledged(site: Site) -> list[str]:
    return [one.acknowledged_by for one in site.read(lambda tx: tx.alarms.open())]


def test_an_answer_of_a_recipient_acknowledges_and_opens_no_case(site: Site) -> None:
    own = site.folder / "templates"
    own.mkdir()
    site.change('#templates_dir = "/etc/mailcare/templates"', f'templates_dir = "{own}"')
    good = (shipped("templates") / TEMPLATE).read_text(encoding="utf-8")
    (own / TEMPLATE).write_text(good.replace("{{ number }}", "{{ nummer }}"), encoding="utf-8")
    site.start()
    alarm = site.await_mails("mailcare-admin")[0]
    admin: LabUser = site.people["mailcare-admin"]
    answer(site, alarm, f"stranger@{USERS}")
    answer(site, alarm, admin.address, **{"Auto-Submitted": "auto-replied"})
    site.settle(2)
    assert acknowledged(site) == [""]
    answer(site, alarm, admin.address)
    site.settle(3)
    (who,) = acknowledged(site)
    assert who.startswith("staff:")
    assert site.cases() == []
    assert len(site.mails("mailcare-admin")) == 1
    shown = site.run("alarm", "show", "1").stdout
    assert "acknowledged" in shown
    assert "模板" in shown
    assert site.run("alarm", "list").returncode == 0
