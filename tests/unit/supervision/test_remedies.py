"""Each kind of refusal has its remedy, in both languages, at the place that the provider names."""

import pytest

from mailcare.config import PRESETS
from mailcare.model.refusal import RefusalKind
from mailcare.supervision.labels import WORDS
from mailcare.supervision.remedies import REMEDIES, advice


@pytest.mark.parametrize("kind", RefusalKind)
def test_every_refusal_says_what_to_do(kind: RefusalKind) -> None:
    assert WORDS[f"refused.{kind}"] == REMEDIES[kind].chinese
    assert REMEDIES[kind].english.isascii() or "授权码" in REMEDIES[kind].english
    assert advice(kind, PRESETS["163"]).startswith(REMEDIES[kind].english)


def test_the_provider_says_where() -> None:
    assert "三方客户端安全密码" in advice(RefusalKind.PASSWORD, PRESETS["aliyun"])
    assert "网页邮箱" not in advice(RefusalKind.FREQUENCY, PRESETS["163"])
