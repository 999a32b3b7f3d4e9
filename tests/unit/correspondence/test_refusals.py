"""Every reason for which a command is refused has words in both languages."""

import pytest

from mailcare.casework.refusing import MEANING, Refusal, RefusedError
from mailcare.correspondence.refusals import REFUSALS, explain
from mailcare.model.judgement import Language


@pytest.mark.parametrize("reason", Refusal)
def test_every_refusal_has_words(reason: Refusal) -> None:
    assert REFUSALS[reason].endswith("。")
    assert MEANING[reason]
    assert explain(RefusedError(reason)) == REFUSALS[reason]


def test_a_refusal_with_advice_says_both() -> None:
    error = RefusedError(Refusal.SHADOW, Refusal.TELL_YOURSELF)
    assert explain(error, Language.EN) == (
        "In shadow mode nothing is written to anybody. "
        "Tell them yourself, then extend the case as told."
    )
    assert explain(error) == ("试运行期间不给任何人发信。请自行告知对方,再登记为已告知的延期。")
