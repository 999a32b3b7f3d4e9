"""Calls, supervisors, readers of the digest, colleagues in webmail: all for real."""

import re
from dataclasses import replace
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from acceptance import letters
from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import Site, address_of
from acceptance.test_staff import answer, await_subject, kinds
from mailcare.clock import SystemClock
from mailcare.model.case import EventKind, State
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]

PRESSING = "\n我已经投诉过三次都没有解决,再不处理我就向通信管理局申诉。"
STAFF, BOSS = "vas-staff", "vas-lead"


def confirmed(site: Site, mail: Mail, text: str, who: str = STAFF) -> None:
    """Give a command by mail, and the code that it asks for."""
    before = len([one for one in site.mails(who) if one.subject.startswith("请确认")])
    answer(site, mail, text, site.people[who])
    answer(site, await_subject(site, "请确认", who, before + 1), "确认", site.people[who])


def opened(site: Site, more: str = "") -> LabUser:
    site.change('undo_window = "10m"', 'undo_window = "1s"')
    site.start()
    draft = letters.complete()
    user = site.send(replace(draft, body=draft.body + more))
    site.await_mails(user)
    return user


def test_who_asks_for_a_call_is_called(site: Site) -> None:
    user = opened(site, "\n请下午3点以后打电话给我。")
    first = site.await_mails(user)[0]
    assert "我们将按您的要求,通过电话" in first.text
    assert "下午3点以后" in first.text
    task = await_subject(site, "【用户要求电话联系】请按用户要求答复")
    assert "调查结论" in task.text
    assert "用户希望的时间:下午3点以后" in task.text
    confirmed(site, task, "答复:经核实,已修复。")
    site.await_mails(user, 2)
    assert site.cases()[0].view.state is State.OPEN
    confirmed(site, task, "电话未接通")
    site.wait(lambda: EventKind.CALL_FAILED in kinds(site), "the attempt is recorded")
    assert site.cases()[0].view.state is State.OPEN
    confirmed(site, task, "电话已答复 已说明,用户认可")
    site.wait(lambda: site.cases()[0].view.state is State.ANSWERED, "the call is the answer")
    site.assert_projections()


def test_an_escalated_case_is_taken_or_handed_back_by_a_supervisor(site: Site) -> None:
    opened(site, PRESSING)
    told = await_subject(site, "【升级】升级申诉", BOSS)
    case = site.cases()[0]
    assert (case.view.level, case.view.level_owner) == (1, "supervisors")
    assert "主管接手" in site.run("case", "why-due", case.number).stdout
    confirmed(site, await_subject(site, "【升级】新申诉"), "交回")
    assert "只有本单位的主管" in await_subject(site, "未办理").text
    confirmed(site, told, "认领", BOSS)
    site.wait(lambda: site.cases()[0].view.level_owner != "supervisors", "it is taken")
    shown = site.run("case", "show", case.number).stdout
    assert site.people[BOSS].address in shown
    confirmed(site, told, "交回 请先联系用户", BOSS)
    back = await_subject(site, "【升级】待办")
    assert "主管已将升级的申诉交回" in back.text
    assert site.cases()[0].view.level == 0
    site.assert_projections()


def test_a_reader_of_the_digest_presses_for_a_case_in_it_and_no_other(site: Site) -> None:
    chief = site.new_person("chief")
    site.change("digest_to = []", f'digest_to = ["{chief.address}"]')
    opened(site, PRESSING)
    number = site.cases()[0].number
    site.do(lambda tx: tx.jobs.insert_once("digest", "2026-11-23", SystemClock().now()))
    digest = site.await_mails(chief)[0]
    found = re.search(r"催办 <(mailto:[^>]+)>", digest.text)
    assert found
    link = found[1]
    head, query = urlsplit(link), parse_qs(urlsplit(link).query)
    press(site, chief, query["subject"][0])
    assert unquote(head.path) == site.people["vas"].address
    told = await_subject(site, "【升级】待办")
    assert "这件申诉被催办" in told.text
    assert "已转达" in await_subject_of(site, chief, "催办").text
    stranger = site.new_person("stranger")
    press(site, stranger, query["subject"][0])
    site.settle(3)
    urged = [one for one in site.case(number).events if one.facts.get("what") == "urged"]
    assert len(urged) == 1


def press(site: Site, who: LabUser, subject: str) -> None:
    """Press the link: a mail of its own, as a mail client makes it."""
    site.hand_in(
        Draft(subject, "催办").raw(who.address, site.people["vas"].address), sender=who.address
    )


def await_subject_of(site: Site, who: LabUser, start: str) -> Mail:
    site.wait(lambda: [m for m in site.mails(who) if m.subject.startswith(start)], start)
    return [mail for mail in site.mails(who) if mail.subject.startswith(start)][-1]


def sent_by_hand(site: Site, letter: Mail, user: LabUser) -> bytes:
    """What a colleague's webmail keeps of their answer."""
    mail = EmailMessage()
    mail["From"], mail["To"] = site.people["vas"].address, address_of(user)
    mail["Subject"], mail["Message-ID"] = "Re: 投诉", "<by-hand@webmail.test>"
    mail["In-Reply-To"] = letter.field("Message-ID").decode()
    mail.set_content("您好,已经修复。")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def test_a_colleague_who_answers_from_webmail_is_seen_in_the_sent_folder(site: Site) -> None:
    user = opened(site)
    letter = Mail(site.stored(site.people["vas"])[0].raw)
    answer_from_webmail = sent_by_hand(site, letter, user)
    site.dovecot.append(site.people["vas"], answer_from_webmail, folder="Sent")
    site.wait(lambda: site.cases()[0].view.state is State.ANSWERED, "the answer is seen")
    assert "从信箱直接答复" in await_subject(site, "待办").text
    assert len(site.await_mails(user)) == 1
    site.assert_projections()


def test_a_flag_on_the_handled_letter_says_so_too(site: Site) -> None:
    opened(site)
    with site.dovecot.client(site.people["vas"]) as client:
        client.select_folder("INBOX")
        client.add_flags([1], [b"\\Answered"])
    site.wait(lambda: site.cases()[0].view.state is State.ANSWERED, "the flag is seen")


def test_what_we_sent_ourselves_answers_nothing(site: Site) -> None:
    user = opened(site)
    ours = site.await_mails(user)[0].raw
    site.dovecot.append(site.people["vas"], ours, folder="Sent")
    rewritten = re.sub(rb"(?im)^message-id: <[^>]*>", b"Message-ID: <new@provider.test>", ours)
    plain = re.sub(rb"(?im)^auto-submitted: .*\r\n", b"", rewritten)
    site.dovecot.append(site.people["vas"], rewritten, folder="Sent")
    site.dovecot.append(site.people["vas"], plain, folder="Sent")
    site.await_poll()
    site.await_poll()
    assert site.cases()[0].view.state is State.OPEN


def test_the_doctor_says_which_way_of_knowing_staff_works(site: Site) -> None:
    site.start()
    colleague = site.people[STAFF]
    command = ("doctor", "--staff", colleague.address)
    sent = site.run(*command, "--wait", "0s")
    assert (sent.returncode, "--result" in sent.stdout) == (0, True)
    notice = await_subject(site, "mailcare 测试信")
    answer(site, notice, "收到")
    site.wait(lambda: "trial" in [one["result"] for one in site.lines("letter.handled")], "filed")
    found = {one["step"]: one for one in site.json(*command, "--result")}
    assert {name: one["verdict"] for name, one in found.items()} == {
        "authentication-results": "warn",
        "internal-received": "warn",
        "token+confirm": "ok",
    }
    assert "no authserv_id is set" in found["authentication-results"]["found"]
    assert site.cases() == []
    assert site.run("doctor", "--staff", "nobody@telecom.example").returncode == 2


def test_a_trusted_relay_is_proven_by_the_doctor_too(site: Site) -> None:
    site.change('#trusted_relays = ["10.0.0.0/8"]', 'trusted_relays = ["127.0.0.0/8", "::1/128"]')
    site.start()
    site.run("doctor", "--staff", site.people[STAFF].address, "--wait", "0s")
    answer(site, await_subject(site, "mailcare 测试信"), "好的")
    site.settle(1)
    found = site.json("doctor", "--staff", site.people[STAFF].address, "--result")
    assert ("internal-received", "ok") in [(one["step"], one["verdict"]) for one in found]
