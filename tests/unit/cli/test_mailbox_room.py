"""How full mailboxes are, and the application, on the command line."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from docx import Document

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.store import Store, Tx
from mailcare.wiring import mailbox_key, open_store
from unit.cli.conftest import Run, Site

GB = 1024**3


def measured(config: Path) -> None:
    """Two days of samples of every mailbox, one GB of two, and growing."""
    loaded, now = load(config), SystemClock().now()

    def work(tx: Tx) -> None:
        for name, box in loaded.mailboxes.items():
            stored = tx.mailboxes.ensure(mailbox_key(box), name, box.mode, now)
            for hour in range(48):
                tx.samples.add(
                    stored.id,
                    used_bytes=GB + hour * 10 * 1024**2,
                    messages=100 + hour,
                    limit_bytes=2 * GB,
                    source="quota",
                    now=now - timedelta(hours=48 - hour),
                )

    with open_store(loaded) as (store, _vault):
        assert isinstance(store, Store)
        store.run(work)


def test_capacity_tells_use_growth_and_end(run: Run, site: Site, config: Path) -> None:
    assert site
    before = json.loads(run("mailbox", "capacity", "--json").stdout)
    assert all(one == {"name": one["name"], "measured": False} for one in before)
    measured(config)
    (first, *_) = json.loads(run("mailbox", "capacity", "--json").stdout)
    assert (first["percent"], first["basis"], first["forecast_of"]) == (72, "days", "bytes")
    assert first["earliest"] <= first["full_at"]
    assert first["drain"] == "off"
    shown = run("mailbox", "capacity")
    assert shown.exit_code == 0
    assert "72%" in shown.stdout
    assert "2 GB" in shown.stdout


def test_the_application_is_written_to_a_file(run: Run, site: Site, config: Path) -> None:
    assert site
    out = config.parent / "application.docx"
    name = next(iter(load(config).mailboxes))
    assert "never measured" in run("mailbox", "application", name, "--out", str(out)).output
    assert "no mailbox" in run("mailbox", "application", "nobody", "--out", str(out)).output
    measured(config)
    done = run("mailbox", "application", name, "--out", str(out))
    assert done.exit_code == 0, done.output
    document = Document(BytesIO(out.read_bytes()))
    assert document.paragraphs[0].text == "关于扩大申诉信箱容量的申请"
