"""A planted number and name are found in clear nowhere in what mailcare leaves on the disk."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from acceptance.letters import Draft
from acceptance.site import Site, address_of
from mailcare.model.post import OutboxState

pytestmark = [pytest.mark.server, pytest.mark.slow]
PHONE = "13764412985"
NAME = "欧阳绮霞"
PLACE = "qixia-ouyang"


def forms(text: str) -> Iterator[bytes]:
    """Yield the bytes as which `text` could lie somewhere."""
    for charset in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        plain = text.encode(charset)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for shift in range(3):
            inside = base64.b64encode(b"\0" * shift + plain)
            yield inside[-(-shift * 4 // 3) + (4 if shift else 0) :].rstrip(b"=")[:-1]
    yield quote(text).encode()
    yield json.dumps(text).strip('"').encode()


def leaks(places: list[Path]) -> list[str]:
    """Return which canary lies in clear in which file, or in whose name."""
    canaries = {text: set(forms(text)) for text in (PHONE, NAME, PLACE)}
    found = []
    for path in (one for place in places for one in [place, *place.rglob("*")]):
        data = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        found += [
            f"{text} in {path}" for text, known in canaries.items() if any(f in data for f in known)
        ]
    return found


def planted() -> Iterator[Draft]:
    """Yield letters with the canaries in every place and charset, for every path."""
    body = f"您好,我是{NAME},企业邮箱 {PLACE}@a.example 收不到邮件。联系人:{NAME}\n联系电话:{PHONE}"
    yield Draft("收不到邮件", body, name=NAME)
    yield Draft(f"{NAME}的投诉 {PHONE}", body, charset="gb18030")
    yield Draft("宽带掉线", f"宽带账号 ad{PHONE} 每晚掉线,{NAME},电话 {PHONE}")
    yield Draft("请问", f"上次那件事怎么样了?{NAME} {PHONE}")
    yield Draft("律师函", f"本律师受{NAME}委托致函贵公司,电话 {PHONE}")
    yield Draft(
        "自动回复", f"我不在,请打 {PHONE} {NAME}", fields={"Auto-Submitted": "auto-replied"}
    )
    yield Draft("坏信", body, fields={"Content-Type": f"multipart/mixed; boundary={PHONE}"})
    yield Draft("快递", f"快递丢了,{NAME} {PHONE}", fields={"Reply-To": f"<{PLACE}@@{PHONE}>"})


def test_nothing_personal_lies_in_clear(site: Site) -> None:
    site.start()
    user = site.new_person(PLACE)
    for draft in planted():
        site.send(draft, user)
    site.hand_in(b"\xff" + PHONE.encode() + b": " + NAME.encode("gbk") + b"\r\nFrom: <" + b"(" * 99)
    site.settle(9)
    site.wait(lambda: site.await_mails(user))
    places = [site.state, site.temp, site.folder / "log", site.folder / "out"]
    assert leaks([site.folder / "letters"]) == []
    assert any(PHONE in mail.raw.decode("utf-8", "replace") for mail in site.mails("vas"))
    site.process.kill()
    site.process.wait()
    assert (site.state / "mailcare.sqlite-wal").stat().st_size
    assert leaks(places) == []
    site.start()
    assert site.stop() == 0
    assert leaks(places) == []
    assert address_of(user) in [mail.recipient for mail in site.outbox(OutboxState.SENT)]


def test_the_search_itself_finds_what_lies_in_clear(tmp_path: Path) -> None:
    for number, data in enumerate(
        (f"x{NAME}y", base64.b64encode(f"a{PHONE}b".encode()).decode(), PHONE.encode().hex())
    ):
        (tmp_path / str(number)).write_text(data, encoding="utf-8")
    assert len(leaks([tmp_path])) == 3
