"""How our own people, the departments and their machines work in the play."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from acceptance.mails import Mail
from fortnight.people import Habit, Words

_SOON, _HOURS = timedelta(minutes=10), timedelta(hours=3)
_ANSWER = "答复:经核实,您反映的问题处理完毕,费用已核对,请您再试。调查结论与处理依据见上。"
_NUMBER = re.compile(r"\[([A-Z]+-\d{6}-\d{4})#")
_MISTAKES: dict[int, str] = {3: "请转派宽带那边", 6: "已经电话联系过用户了,等他回复"}
"""What a clerk writes by mistake, by the last digit of the case's serial; then they do it right."""


def number_in(mail: Mail) -> str:
    """Return the case's number in the subject, or nothing."""
    found = _NUMBER.search(mail.subject)
    return found[1] if found else ""


@dataclass
class Once:
    """Words for the first mail about a case that `wanted` likes; None for every other."""

    words: Words
    wanted: Callable[[Mail], bool] = lambda _mail: True
    done: set[str] = field(default_factory=set)

    def __call__(self, mail: Mail) -> str | None:
        number = number_in(mail)
        if number in self.done or not self.wanted(mail):
            return None
        self.done.add(number)
        return self.words(mail) if callable(self.words) else self.words


def clerk() -> list[Habit]:
    """Return how a clerk works who handles cases from the mail client, with slips."""
    answer = Once(_first_try, _is_ours)
    again = Once(_ANSWER)
    return [
        Habit("^请确认", "确认", _SOON),
        Habit("^怎样用邮件办理|未发送给用户", again, _SOON),
        Habit("^未办理(?s:.)*已超过一个工作日", Once(_ANSWER), _SOON),
        Habit("^(?:【.*?】)*用户再次来信(?s:.)*请回复“办结”", "办结", _SOON),
        Habit("^(?:【.*?】)*待人工判断:请问", Once(_ANSWER), _HOURS),
        Habit("^新申诉:快递", "发送", _SOON),
        Habit("^用户再次来信", answer, _HOURS),
        Habit("^(?:【.*?】)*新申诉", answer, _HOURS),
        Habit("^(?:【.*?】)*转交本单位的申诉", Once(_ANSWER), _HOURS),
        Habit("^(?:【.*?】)*派单回复", Once(_ANSWER), _SOON),
    ]


def designated() -> list[Habit]:
    """Return how the designated unit passes on what others hand over to it."""
    return [
        Habit("^请确认", "确认", _SOON),
        Habit("^(?:【.*?】)*转交本单位的申诉(?s:.)*宽带", Once("转派 宽带运营中心"), _SOON),
        Habit("^(?:【.*?】)*派单回复", Once(_ANSWER), _SOON),
    ]


def late_department() -> list[Habit]:
    """Return how a department works that answers when the hour is long over."""
    words = "收到。经核实,多收的费用已于今日退还用户账户,请贵处答复用户。"
    return [Habit("^(?:【.*?】)*派单", Once(words), _HOURS)]


def robot() -> list[Habit]:
    """Return how a mailbox works behind which there is only an absence reply."""
    away = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
    return [Habit(".", "您好,本人外出开会,邮件稍后处理。", fields=away, quotes=False)]


def _first_try(mail: Mail) -> str:
    digit = int(number_in(mail)[-1])
    return _MISTAKES.get(digit, _ANSWER)


def _is_ours(mail: Mail) -> bool:
    """Whether the case is ours and complete: others are answered elsewhere, or wait."""
    return re.search(r"判断结果:受理 / (?!建议)", mail.text) is not None
