"""``mailcare digest`` on a real state directory."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.store import Store
from mailcare.supervision.digest import may_ask
from mailcare.supervision.hours import make_days
from mailcare.wiring import open_store
from unit.cli.conftest import Run, Site
from unit.supervision.desk import Town

SHANGHAI = ZoneInfo("Asia/Shanghai")


def late(site: Site) -> str:
    """An overdue case in the store, beside what the site has."""
    config = load(site.config)
    with open_store(config) as (store, vault):
        town = Town(store, vault.new_key(), config, now=SystemClock().now())
        return town.late(3).number


def outbox(site: Site) -> tuple[int, int]:
    """How many mails and intents there are."""

    def count(store: Store) -> tuple[int, int]:
        return store.read(lambda tx: (len(tx.outbox.list()), len(tx.intents.pending(9))))

    with open_store(load(site.config)) as (store, _vault):
        return count(store)


def test_it_is_shown_and_nothing_is_sent(run: Run, site: Site, tmp_path: Path) -> None:
    number, before = late(site), outbox(site)
    page = tmp_path / "digest.html"
    result = run("digest", "--dry-run", "--html", str(page))
    assert result.exit_code == 0, result.output
    assert "Subject: 申诉汇总" in result.stdout
    assert f"{number} 答复已超时" in result.stdout
    assert "mailto:" in result.stdout
    html = page.read_text(encoding="utf-8")
    assert number in html
    assert html.startswith("<!DOCTYPE html>")
    assert outbox(site) == before


def test_one_unit_is_shown_and_an_unknown_one_is_not(run: Run, site: Site) -> None:
    number = late(site)
    assert number in run("digest", "--dry-run", "--unit", "vas").stdout
    assert run("digest", "--dry-run", "--unit", "vsa").exit_code == 2


@pytest.mark.parametrize("option", [("--unit", "vas"), ("--html", "x.html")])
def test_what_belongs_to_looking_does_not_ask(
    run: Run, site: Site, option: tuple[str, str]
) -> None:
    assert site.number
    assert run("digest", *option).exit_code == 2


def test_todays_is_asked_for_once_and_only_by_day(run: Run, site: Site) -> None:
    days, now = make_days(load(site.config)), SystemClock().now()
    first: Result = run("digest")
    again = run("digest")
    if may_ask(days, SHANGHAI, now):
        assert "Asked for" in first.stdout
        assert "already" in again.stdout
    else:
        assert first.exit_code == again.exit_code == 1
        assert "--dry-run" in first.stderr
    assert outbox(site)[1] == 0
