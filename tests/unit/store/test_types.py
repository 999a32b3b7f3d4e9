from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from mailcare.model.place import Mode
from mailcare.store.types import UtcTime, Word, from_microseconds, to_microseconds

_DIALECT = sqlite.dialect()


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_come_back_as_they_were(moment: datetime) -> None:
    assert from_microseconds(to_microseconds(moment)) == moment


def test_a_time_of_another_zone_comes_back_in_utc() -> None:
    moment = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    stored = UtcTime().process_bind_param(moment, _DIALECT)
    back = UtcTime().process_result_value(stored, _DIALECT)
    assert back == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert back is not None
    assert back.tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    naive = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="without a zone"):
        UtcTime().process_bind_param(naive, _DIALECT)


def test_a_word_is_kept_by_value() -> None:
    assert Word(Mode).process_bind_param(Mode.SHADOW, _DIALECT) == "shadow"
    assert Word(Mode).process_result_value("live", _DIALECT) is Mode.LIVE
    with pytest.raises(ValueError, match="loud"):
        Word(Mode).process_result_value("loud", _DIALECT)
