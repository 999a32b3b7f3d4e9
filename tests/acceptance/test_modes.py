"""Shadow writes to nobody; in draft mode staff release what leaves the house."""

import pytest

from acceptance import letters
from acceptance.site import Site
from mailcare.model.post import MailClass, OutboxState

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_shadow_decides_and_writes_to_nobody(site: Site) -> None:
    site.boxes["vas"]["mode"] = "shadow"
    site.start()
    drafts = (letters.complete, letters.lacking, letters.for_broadband, letters.vague)
    wrote = [site.send(draft()) for draft in (*drafts, letters.parcel, letters.thanks)]
    site.settle(len(wrote))
    assert site.outbox(OutboxState.SENT) == []
    assert site.await_delivery(*wrote) == {}
    assert sorted(case.view.decision.value for case in site.cases()) == [
        "forwarded", "in_scope", "need_info", "not_accepted", "review",
    ]  # fmt: skip
    assert "SHADOW MODE" in site.run("status").stdout


def test_a_draft_waits_until_it_is_released(site: Site) -> None:
    site.boxes["vas"]["mode"] = "draft"
    site.start()
    user, other = site.send(letters.complete()), site.send(letters.for_broadband())
    site.settle(2)
    assert site.templates(OutboxState.DRAFT) == [
        "dispatch.hand_over", "reply.accepted", "reply.forwarded",
    ]  # fmt: skip
    got = site.await_delivery(user, other)
    assert set(got) == {"vas-staff"}
    assert any("拟发给用户的回复" in mail.text for mail in got["vas-staff"])
    drafts = {mail.template: mail.id for mail in site.outbox(OutboxState.DRAFT)}
    done = site.run("outbox", "release", str(drafts["reply.accepted"]))
    assert done.returncode == 0, done.stderr
    reply = site.await_mails(user)[0]
    assert reply.fields("Auto-Submitted") == []
    assert site.mails(other) == []
    site.run("outbox", "release", str(drafts["reply.forwarded"]))
    site.run("outbox", "release", str(drafts["dispatch.hand_over"]))
    site.await_mails(other)
    site.await_mails("kfzx")
    sent = [mail.template for mail in site.outbox(OutboxState.SENT)]
    assert len(site.mails(user)) == len(site.mails(other)) == len(site.mails("kfzx")) == 1
    assert sent.count("reply.forwarded") == 1


def test_a_release_is_for_the_chosen_mail_alone(site: Site) -> None:
    site.boxes["vas"]["mode"] = "draft"
    site.start()
    users = [site.send(letters.complete_of(n)) for n in range(3)]
    site.settle(3)
    drafts = [mail for mail in site.outbox(OutboxState.DRAFT) if mail.mail_class is MailClass.REPLY]
    assert len(drafts) == 3
    site.run("outbox", "drop", str(drafts[0].id), "--reason", "answered by phone")
    site.run("outbox", "release", str(drafts[1].id))
    site.settle(3)
    chosen = next(user for user in users if drafts[1].recipient.startswith(user.name))
    site.await_mails(chosen)
    assert [len(site.mails(user)) for user in users if user is not chosen] == [0, 0]
