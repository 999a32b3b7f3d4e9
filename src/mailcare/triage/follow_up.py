"""A later letter of a case as it is heard: thanks, urging, dissatisfaction, withdrawal, or none.

Only what the writer wrote in this letter counts: the quoted mail and the subject are of the first
letter's making. Dissatisfaction goes before all: taking it for thanks is the worst that can happen.
"""

import re
from collections.abc import Sequence

from mailcare.model.follow_up import Stance
from mailcare.model.judgement import Reason
from mailcare.model.letter import Message
from mailcare.triage import follow_up_words as said
from mailcare.triage.signs import Sign
from mailcare.triage.words import Words

ENOUGH = 2.0
"""Points from which a stance is taken."""
CLEAR = 3.0
A_FEW_WORDS = 40
"""Characters of a letter that says one thing only."""
_CLAUSE = re.compile(r"[^。!?;,\n]+[。!?;,\n]*")
_FILLER = re.compile(
    r"您好|你好|尊敬的[^,:\n]{0,12}|领导|客服|老师|同志|各位|此致|敬礼|祝好|祝[^,。\n]{0,8}|再次|十分|非常|真的|一下|"
    r"\b(?:dear|sir|madam|hello|hi|regards|best|kind|yours|sincerely|team|very|much|you|so|for|your|the|and|a|it)\b|[\W_]"
)


def hear(message: Message) -> tuple[Stance, Reason | None]:
    """Return what a later letter says to us, and the words that say so."""
    words = Words(message)
    own = words.own.strip()
    survey = _survey(words.subject, own)
    if survey:
        return Stance.SURVEY, Reason("follow_up.survey", survey)
    found = _stance(own)
    if found is None:
        return Stance.NEUTRAL, None
    stance, evidence = found
    return stance, Reason(f"follow_up.{stance.value}", evidence)


def _survey(subject: str, own: str) -> str:
    """Return the words that make a letter the answer to a survey; what is said besides counts."""
    form = said.SURVEY.search(own)
    if form and not _weigh(own, said.WITHDRAWAL):
        return form[0].strip()
    rating = said.RATING.search(own) if said.SURVEY_SUBJECT.search(subject) else None
    return rating[0].strip() if rating else ""


def _stance(own: str) -> tuple[Stance, str] | None:
    gone = _weigh(said.HELD_BACK.sub(" ", own), said.WITHDRAWAL)
    solved = _weigh(_without(own, said.NOT_SOLVED), said.SOLVED)
    cold = _weigh(_without(own, said.PAST) if solved else own, said.DISSATISFACTION)
    press = _weigh(own, said.URGING)
    thanks = _weigh(own, said.GRATITUDE)
    if gone >= (ENOUGH if solved else CLEAR) and (cold < CLEAR or solved):
        return Stance.WITHDRAWAL, _evidence(own, said.WITHDRAWAL)
    if cold >= (CLEAR if solved or thanks > 1 else ENOUGH):
        return Stance.DISSATISFIED, _evidence(own, said.DISSATISFACTION)
    if not solved and (press >= ENOUGH or (press and _says_little(own) and not _gives(own))):
        return Stance.URGING, _evidence(own, said.URGING)
    if _is_thanks(own, solved, thanks):
        return Stance.THANKS, _evidence(own, (*said.SOLVED, *said.GRATITUDE))
    return None


def _is_thanks(own: str, solved: float, thanks: float) -> bool:
    """Nothing else is wanted or told: thanks end most letters of any sort."""
    if not solved and not thanks:
        return False
    if said.TURN.search(own) or said.ASKS.search(own):
        return False
    rest = own
    for sign in (*said.GRATITUDE, *said.SOLVED):
        rest = sign.pattern.sub("", rest)
    room = A_FEW_WORDS * 2 if solved or thanks > 1 else A_FEW_WORDS // 3
    return len(_FILLER.sub("", rest)) <= room


def _gives(own: str) -> bool:
    """Say whether a number or an address stands there: hurry is wished politely with such."""
    return re.search(r"\d[\d -]{5,}\d|@", own) is not None


def _says_little(own: str) -> bool:
    return len(_FILLER.sub("", own)) <= A_FEW_WORDS


def _without(own: str, told: re.Pattern[str]) -> str:
    """Return the clauses in which `told` is not found."""
    return "".join(one[0] for one in _CLAUSE.finditer(own) if not told.search(one[0]))


def _weigh(text: str, wanted: Sequence[Sign]) -> float:
    return sum(sign.points for sign in wanted if sign.pattern.search(text))


def _evidence(text: str, wanted: Sequence[Sign]) -> str:
    found = (sign.pattern.search(text) for sign in sorted(wanted, key=lambda one: -one.points))
    return next((hit[0].strip() for hit in found if hit), "")
