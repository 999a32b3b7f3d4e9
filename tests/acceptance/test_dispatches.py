"""Hand-overs: to a department's people, to another mailcare, to a unit beside us, on paper."""

import json
from collections.abc import Mapping
from email.message import Message
from types import MappingProxyType

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import Site, address_of
from mailcare.casework.peer import FILE
from mailcare.model.case import Case, EventKind, State
from mailcare.model.post import OutboxMail, OutboxState
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]

STAFF = "vas-staff"


def answer(
    site: Site,
    mail: Mail,
    who: LabUser,
    text: str,
    *,
    fields: Mapping[str, str] = MappingProxyType({}),
    box: str = "vas",
) -> None:
    """Answer a mail of ours from a mailbox: subject kept, mail quoted."""
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    draft = Draft(f"Re: {mail.subject}", f"{text}\n\n{quoted}", fields=dict(fields))
    draft.fields["In-Reply-To"] = mail.field("Message-ID").decode()
    site.hand_in(draft.raw(who.address, site.people[box].address), box, who.address)


def kinds(site: Site, number: int = 0) -> list[EventKind]:
    return [event.kind for event in site.cases()[number].events]


def await_event(site: Site, kind: EventKind, number: int = 0) -> None:
    site.wait(lambda: len(site.cases()) > number and kind in kinds(site, number), kind.value)


def await_subject(site: Site, start: str, who: str = STAFF) -> Mail:
    def found() -> list[Mail]:
        return [mail for mail in site.mails(who) if mail.subject.startswith(start)]

    site.wait(found, f"a mail {start} to {who}")
    return found()[-1]


def rows(site: Site, template: str) -> list[OutboxMail]:
    return [mail for mail in site.outbox() if mail.template == template]


def payload(part: Message) -> str:
    """Return the text of a part."""
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data.decode()


def part_of(mail: Mail) -> dict[str, object]:
    """Return the machine-readable part of a mail."""
    for part in mail.parsed.walk():
        if part.get_filename() == FILE:
            return dict(json.loads(payload(part)))
    raise AssertionError("no machine-readable part")


def dispatched(site: Site) -> tuple[LabUser, Mail]:
    """Have a letter come that goes to the designated unit; return the user and the dispatch."""
    site.start()
    user = site.send(letters.for_broadband())
    mail = site.await_mails("kfzx")[0]
    site.await_mails(user)
    return user, mail


def test_a_dispatch_is_a_table_for_people_and_a_part_for_machines(site: Site) -> None:
    _, mail = dispatched(site)
    page = mail.part("text/html")
    assert page is not None
    html = payload(page)
    assert "<table" in html
    for value in ("ad61908834", "13917325608", "施佩华"):
        assert value in html
    part = part_of(mail)
    assert (part["mailcare"], part["version"]) == ("dispatch", 1)
    assert part["number"] == mail.number
    assert mail.tag == f"[{part['number']}#{part['token']}]"


def test_a_return_with_its_reason_is_corrected_and_dispatched_again(site: Site) -> None:
    user, mail = dispatched(site)
    kfzx = site.people["kfzx"]
    answer(site, mail, kfzx, "您好:\n退单:设备号码查无此号,请核实后重新派单。")
    await_event(site, EventKind.DISPATCH_RETURNED)
    task = await_subject(site, "待办")
    assert "设备号码查无此号,请核实后重新派单" in task.text
    site.wait(lambda: rows(site, "reply.correction"))
    (draft,) = rows(site, "reply.correction")
    assert draft.state is OutboxState.DRAFT
    case = site.cases()[0]
    assert case.view.state is State.OPEN
    remark = "设备号码:ad61908843\n已向用户核实,请办理。"
    done = site.run("case", "dispatch", case.number, "kfzx", "--remark", remark)
    assert done.returncode == 0, done.stderr
    again = site.await_mails("kfzx", 2)[1]
    assert "ad61908843" in again.text
    assert "ad61908834" not in again.text
    assert "已向用户核实,请办理" in again.text
    assert rows(site, "reply.correction")[0].state is OutboxState.SUPERSEDED
    answer(site, mail, kfzx, "收到")
    site.settle(3)
    assert EventKind.DISPATCH_CONFIRMED not in kinds(site)
    answer(site, again, kfzx, "收到")
    await_event(site, EventKind.DISPATCH_CONFIRMED)
    assert len(site.mails(user)) == 1


def test_what_may_be_a_return_is_for_a_person_and_what_is_told_is_offered(site: Site) -> None:
    user, mail = dispatched(site)
    kfzx = site.people["kfzx"]
    answer(site, mail, kfzx, "这个应该由数据中心处理吧。")
    unclear = await_subject(site, "派单回复")
    assert "可能是要退单" in unclear.text
    assert EventKind.DISPATCH_RETURNED not in kinds(site)
    answer(site, mail, kfzx, "经查,用户光猫端口故障,已于今日更换,网速测试正常。")
    site.settle(3)
    told = await_subject(site, "派单回复")
    assert "已于今日更换" in told.text
    assert len(site.mails(user)) == 1


def test_a_strangers_answer_confirms_nothing(site: Site) -> None:
    _, mail = dispatched(site)
    stranger = site.new_person("stranger")
    draft = Draft(f"Re: {mail.subject}", "收到")
    site.send(draft, stranger)
    site.settle(2)
    assert EventKind.DISPATCH_CONFIRMED not in kinds(site)


def test_a_bounce_after_the_user_was_told_makes_a_correction_ready(site: Site) -> None:
    site.change(
        'dispatch_address = "kfzx@telecom.example"', 'dispatch_address = "kfzx@gone.invalid"'
    )
    site.start()
    user = site.send(letters.for_broadband())
    await_event(site, EventKind.DISPATCH_FAILED)
    site.await_mails(user)
    task = await_subject(site, "待办")
    assert "派单邮件未能送达" in task.text
    assert task.part("text/html") is not None
    site.wait(lambda: rows(site, "reply.correction"))
    (draft,) = rows(site, "reply.correction")
    assert draft.state is OutboxState.DRAFT
    number = site.cases()[0].number
    assert ("dispatch", number) in site.alarms()
    assert rows(site, "dispatch.hand_over")[0].state is OutboxState.FAILED
    assert len(site.mails(user)) == 1
    assert site.run("outbox", "release", str(draft.id)).returncode == 0
    corrected = site.await_mails(user, 2)[1]
    assert "未能完成" in corrected.text
    assert corrected.field("Auto-Submitted") == b""
    assert site.run("case", "dispatch", number, "telecom").returncode == 0
    assert "已将您的情况转发至相关部门" in site.await_mails(user, 3)[2].text
    assert ("dispatch", number) not in site.alarms()


def test_a_delivery_report_is_noted_and_confirms_nothing(site: Site) -> None:
    site.boxes["vas"] |= {
        "smtp_port": site.postfix.submission_port,
        "smtp_security": "starttls",
    }
    dispatched(site)
    await_event(site, EventKind.NOTED)
    noted = [one.facts["what"] for one in site.cases()[0].events if one.kind is EventKind.NOTED]
    assert noted == ["relayed"]
    assert EventKind.DISPATCH_CONFIRMED not in kinds(site)


def test_a_department_without_mail_gets_a_sheet_of_paper(site: Site) -> None:
    site.change('dispatch_via = "kfzx"', 'dispatch_via = "telecom"')
    site.change('dispatch_address = "dispatch@company.telecom.example"', 'fax = "021-65550000"  #')
    site.start()
    user = site.send(letters.for_broadband())
    notice = await_subject(site, "传真派单")
    assert "021-65550000" in notice.text
    sheet = notice.part("text/html")
    assert sheet is not None
    assert sheet.get_content_charset() == "utf-8"
    page = payload(sheet)
    for value in ("申诉派单表", "ad61908834", "13917325608", "021-65550000", "回执"):
        assert value in page
    site.settle(1)
    case = site.cases()[0]
    assert case.view.state is State.OPEN
    assert site.mails(user) == []
    assert site.run("case", "remind", case.number).returncode != 0
    assert site.run("case", "confirm", case.number).returncode == 0
    assert "已将您的情况转发至相关部门" in site.await_mails(user)[0].text
    assert site.cases()[0].view.state is State.DISPATCHED


def test_a_hand_over_beside_us_opens_the_case_of_that_unit(make_site: MakeSite) -> None:
    site = make_site("vas", "broadband")
    site.change('dispatch_via = "kfzx"', 'dispatch_via = "direct"')
    site.start()
    user = site.send(letters.for_broadband())
    notice = await_subject(site, "转交本单位的申诉", "broadband-staff")
    await_event(site, EventKind.OPENED, 1)
    ours, theirs = site.cases()
    assert (ours.view.unit, theirs.view.unit) == ("vas", "broadband")
    assert theirs.number.startswith("BROADBAND-")
    await_event(site, EventKind.DISPATCH_CONFIRMED)
    site.await_mails(user)
    staff = site.people["broadband-staff"]
    answer(site, notice, staff, "退单:用户地址不在本市。")
    code = await_subject(site, "请确认", "broadband-staff")
    answer(site, code, staff, "确认")
    await_event(site, EventKind.DISPATCH_RETURNED)
    assert "用户地址不在本市" in await_subject(site, "待办").text
    assert site.case(theirs.number).view.state is State.CLOSED
    assert site.run("case", "dispatch", ours.number, "broadband").returncode == 0
    site.wait(lambda: site.case(theirs.number).view.state is State.OPEN)
    said = "已派人上门更换光猫,网速恢复正常。"
    done = site_reply(site, theirs, said)
    assert done == 0
    await_event(site, EventKind.ANSWERED, 1)
    told = await_subject(site, "派单回复")
    assert said in told.text
    assert EventKind.ANSWERED not in kinds(site)
    assert len(site.mails(user)) == 1


def site_reply(site: Site, case: Case, text: str, *more: str) -> int:
    """Answer a case from the command line."""
    path = site.folder / "answer.txt"
    path.write_text(text, encoding="utf-8")
    return site.run("case", "reply", case.number, "--text-file", str(path), *more).returncode


@pytest.fixture
def pair(make_site: MakeSite) -> tuple[Site, Site]:
    """Return the mailcare of vas, and that of the designated unit to which it dispatches."""
    origin, other = make_site("vas"), make_site()
    origin.write()
    del other.boxes["vas"]
    other.add_box("kfzx", origin.people["kfzx"])
    place = f'dispatch_address = "{origin.people["vas"].address}"'
    other.change('#dispatch_address = "vas-dispatch@telecom.example"', place)
    other.change('[alarms]\nmailbox = "vas"', '[alarms]\nmailbox = "kfzx"')
    origin.start()
    other.start()
    return origin, other


def test_two_mailcares_confirm_once_and_only_one_side_answers(pair: tuple[Site, Site]) -> None:
    origin, other = pair
    user = origin.send(letters.for_broadband())
    await_event(origin, EventKind.DISPATCH_CONFIRMED)
    (theirs,) = other.cases()
    facts = theirs.events[0].facts
    assert facts["origin_number"] == origin.cases()[0].number
    assert theirs.view.state is State.REVIEW
    notice = await_subject(other, "待人工判断", "kfzx-staff")
    assert "ad61908834" in notice.text
    assert origin.cases()[0].number in notice.text
    assert other.templates(OutboxState.SENT).count("dispatch.confirmation") == 1
    assert site_reply(origin, origin.cases()[0], "已处理。") != 0
    assert site_reply(other, theirs, "已派人上门更换光猫,网速恢复正常。") == 0
    await_event(origin, EventKind.ANSWERED)
    assert [mail.subject[:3] for mail in origin.await_mails(user, 2)] == ["Re:", "Re:"]
    answered = origin.mails(user)[1]
    assert "已派人上门更换光猫" in answered.text
    assert address_of(user) in str(answered.parsed["To"])
    assert other.people["kfzx"].address in str(answered.parsed["From"])
    origin.settle(3)
    other.settle(1)
    assert len(origin.cases()) == len(other.cases()) == 1
    assert other.templates(OutboxState.SENT).count("dispatch.confirmation") == 1


def test_the_other_mailcare_gives_back_and_gets_it_again(pair: tuple[Site, Site]) -> None:
    origin, other = pair
    user = origin.send(letters.for_broadband())
    await_event(origin, EventKind.DISPATCH_CONFIRMED)
    number = other.cases()[0].number
    done = other.run("case", "return", number, "--reason", "联系电话是空号。")
    assert done.returncode == 0, done.stderr
    await_event(origin, EventKind.DISPATCH_RETURNED)
    assert "联系电话是空号" in await_subject(origin, "待办").text
    assert origin.run("case", "dispatch", origin.cases()[0].number, "kfzx").returncode == 0
    other.wait(lambda: len(other.cases()) == 2, "it is taken in anew")
    origin.wait(lambda: kinds(origin).count(EventKind.DISPATCH_CONFIRMED) == 2)
    assert other.templates(OutboxState.SENT).count("dispatch.confirmation") == 2
    assert len(origin.mails(user)) == 1


def test_an_out_of_office_robot_between_two_mailcares_starts_no_storm(
    pair: tuple[Site, Site],
) -> None:
    origin, other = pair
    origin.send(letters.for_broadband())
    await_event(origin, EventKind.DISPATCH_CONFIRMED)
    confirmation = next(
        mail for mail in origin.mails(origin.people["vas"]) if "收到派单" in mail.subject
    )
    away = {"Auto-Submitted": "auto-replied"}
    answer(other, confirmation, origin.people["vas"], "本人外出。", fields=away, box="kfzx")
    other.settle(2)
    origin.settle(2)
    assert len(other.outbox(OutboxState.SENT)) == len(other.templates(OutboxState.SENT))
    assert other.templates(OutboxState.SENT).count("dispatch.confirmation") == 1
    assert origin.templates(OutboxState.SENT).count("dispatch.hand_over") == 1
    assert len(origin.cases()) == len(other.cases()) == 1


def test_people_hand_over_to_a_designated_unit_by_letter(make_site: MakeSite) -> None:
    site = make_site("kfzx")
    site.change('[alarms]\nmailbox = "vas"', '[alarms]\nmailbox = "kfzx"')
    site.start()
    sender = site.people["dispatch"] = site.people["company-dispatch"]
    hand_over = Draft(
        "转办:用户投诉宽带掉线 GS-202611-0007",
        "客服中心:\n我公司收到以下用户投诉,请贵处处理并告知结果。\n"
        "用户问题:光纤宽带每天晚上掉线,光猫已更换仍未解决。\n"
        "设备号码:ad61908834\n联系人:施佩华\n联系电话:13917325608",
    )
    raw = hand_over.raw(sender.address, site.people["kfzx"].address)
    site.hand_in(raw, "kfzx", sender.address)
    confirmation = await_subject(site, "收到派单", "dispatch")
    assert confirmation.field("Auto-Submitted") == b"auto-replied"
    notice = await_subject(site, "待人工判断", "kfzx-staff")
    assert "ad61908834" in notice.text
    (case,) = site.cases()
    assert case.events[0].facts["origin_number"] == "GS-202611-0007"
    answer(site, confirmation, sender, "谢谢,请尽快。", box="kfzx")
    assert "派单单位来信" in await_subject(site, "用户再次来信", "kfzx-staff").text
    report = site.folder / "report.txt"
    report.write_text("上门记录", encoding="utf-8")
    assert site_reply(site, case, "已派人上门处理,恢复正常。", "--attach", str(report)) == 0
    result = await_subject(site, "处理结果", "dispatch")
    assert "已派人上门处理" in result.text
    assert "report.txt" in [one.get_filename() for one in result.parsed.iter_attachments()]
    await_event(site, EventKind.ANSWERED)
    assert site.templates(OutboxState.SENT).count("dispatch.confirmation") == 1


def test_the_month_of_a_department_is_counted(site: Site) -> None:
    _, mail = dispatched(site)
    answer(site, mail, site.people["kfzx"], "收到")
    await_event(site, EventKind.DISPATCH_CONFIRMED)
    (figures,) = site.json("department", "figures")["departments"]
    assert (figures["target"], figures["dispatched"]) == ("kfzx", 1)
    assert (figures["confirmed_in_time"], figures["late"], figures["open"]) == (1, 0, 1)
    shown = site.run("department", "figures").stdout
    assert "客服中心" in shown
