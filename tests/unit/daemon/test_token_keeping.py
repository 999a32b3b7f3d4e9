"""The alarm about tokens: before they age out, and while none is had; over when one is."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import parse
from mailcare.daemon.token_keeping import TokenKeeping
from mailcare.errors import WireError
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.wiring import bearer, build
from peers.token import TokenPeer, refuses
from support.small_config import small_config

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture
def grants() -> Iterator[TokenPeer]:
    with TokenPeer() as peer:
        yield peer


@pytest.fixture
def parts(tmp_path: Path, grants: TokenPeer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    monkeypatch.setenv("APP_SECRET", "hush")
    oauth = f'client_id = "app", client_secret_env = "APP_SECRET", token_url = "{grants.url}"'
    box = f"oauth = {{{oauth}, secret_expires = 2027-01-01}}"
    config = parse(small_config(box=box, imap='host = "localhost"'), tmp_path / "config.toml")
    with build(config, SystemClock()) as built:
        yield built


def alarms(parts: Parts) -> list[dict[str, object]]:
    """The facts of the open alarms about tokens."""
    opened = parts.store.read(lambda tx: tx.alarms.open())
    return [json.loads(one.facts) for one in opened if one.kind is AlarmKind.TOKEN]


def keep(parts: Parts, now: datetime) -> list[dict[str, object]]:
    TokenKeeping(parts).step(now)
    return alarms(parts)


def test_a_secret_that_runs_out_is_told_30_days_ahead(parts: Parts) -> None:
    assert keep(parts, NOW) == []
    (facts,) = keep(parts, NOW + timedelta(days=12))
    assert str(facts["expires"]).startswith("2027-01-01")
    (facts,) = keep(parts, NOW + timedelta(days=38))
    assert facts["urgent"]


def test_a_refused_application_is_told_until_a_token_is_granted(
    parts: Parts, grants: TokenPeer
) -> None:
    config = parts.settings.config
    holder = bearer(config, config.mailboxes["vas"])
    assert holder is not None
    grants.script.play(refuses("invalid_client", 401, nth=1))
    with pytest.raises(WireError):
        holder.token(parts.keeper)
    (facts,) = keep(parts, NOW)
    assert facts["error"] == "invalid_client"
    assert holder.token(parts.keeper)
    assert keep(parts, NOW) == []
