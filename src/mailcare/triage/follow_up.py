"""A later letter of a case as it is heard: thanks, urging, dissatisfaction, withdrawal, or none.

Only what the writer wrote in this letter counts: the quoted mail and the subject are of the first
letter's making. Dissatisfaction goes before all but a plain withdrawal: taking it for thanks is
the worst that can happen. The words are those of follow_up.toml.
"""

import re

from mailcare.model.follow_up import Stance
from mailcare.model.judgement import Reason
from mailcare.model.letter import Message
from mailcare.triage.expressions import Expression
from mailcare.triage.follow_up_words import vocabulary
from mailcare.triage.stances import second_opinion
from mailcare.triage.words import Words

ENOUGH = 2.0
"""Points from which a stance is taken."""
CLEAR = 3.0
A_FEW_WORDS = 40
"""Characters of a letter that says one thing only."""
_THANKS = ("solved", "gratitude")
_CLAUSE = re.compile(r"[^。!?;,\n]+[。!?;,\n]*")
_NUMBER = re.compile(r"\d[\d -]{5,}\d|@")
_RATING = re.compile(
    r"^\W{0,4}(?:(?:非常|很|比较|基本|十分)?满意|一般|(?:很|非常|十分)?不满意|"
    r"\d{1,2}\s?(?:分|星|/\s?(?:5|10))?|[a-e]|[五四三二一十]\s?[分星]|"
    r"(?:very )?(?:dis)?satisfied|neutral|good|poor)\W{0,4}$"
)
"""What a letter in a survey's thread may consist of."""
_FILLER = re.compile(
    r"您好|你好|尊敬的[^,:\n]{0,12}|领导|客服|老师|同志|各位|此致|敬礼|祝好|祝[^,。\n]{0,8}|"
    r"再次|十分|非常|真的|一下|"
    r"\b(?:dear|sir|madam|hello|hi|regards|best|kind|yours|sincerely|team|very|much|you|so|for|"
    r"your|the|and|a|it)\b|[\W_]"
)


def hear(message: Message) -> tuple[Stance, Reason | None]:
    """Return what a later letter says to us, and the words that say so."""
    words = Words(message)
    own = words.own.strip()
    survey = _survey(words.subject, own)
    if survey:
        return Stance.SURVEY, Reason("follow_up.survey", survey)
    stance, evidence = _stance(own)
    if stance is Stance.NEUTRAL:
        return stance, None
    return stance, Reason(f"follow_up.{stance.value}", evidence)


def _survey(subject: str, own: str) -> str:
    """Return the words that make a letter the answer to a survey; a withdrawal is none."""
    plain = vocabulary().plain
    form = plain["survey"].search(own)
    if form and not vocabulary().points("withdrawal", own):
        return form[0].strip()
    rating = _RATING.search(own) if plain["survey_subject"].search(subject) else None
    return rating[0].strip() if rating else ""


def _stance(own: str) -> tuple[Stance, str]:
    said = vocabulary()
    gone = said.points("withdrawal", said.plain["held_back"].sub(" ", own))
    solved = said.points("solved", _without(own, said.plain["not_solved"]))
    now = _without(own, said.plain["past"]) if solved else own
    cold, press = said.points("dissatisfied", now), said.points("urging", own)
    thanks = said.points("gratitude", own)
    asks_how_far = press >= ENOUGH and "?" in own
    if gone >= (ENOUGH if solved else CLEAR) and (cold < CLEAR or solved) and not asks_how_far:
        return Stance.WITHDRAWAL, said.evidence(["withdrawal"], own)
    if cold >= (CLEAR if solved or thanks > 1 else ENOUGH):
        return Stance.DISSATISFIED, said.evidence(["dissatisfied"], now)
    if not solved and (press >= ENOUGH or (press and _says_one_thing(own))):
        return Stance.URGING, said.evidence(["urging"], own)
    if (solved or thanks) and _says_nothing_else(own, clear=bool(solved) or thanks > 1):
        return Stance.THANKS, said.evidence(_THANKS, own)
    return (Stance.NEUTRAL, "") if solved else _less_plain(own, gone, thanks)


def _less_plain(own: str, gone: float, thanks: float) -> tuple[Stance, str]:
    """Return the second opinion; what ends a case is believed only where words hint at it."""
    said, opinion = vocabulary(), second_opinion(own)
    if opinion is Stance.WITHDRAWAL:
        hint = gone and not said.plain["asks"].search(own)
        return (opinion, said.evidence(["withdrawal"], own)) if hint else (Stance.NEUTRAL, "")
    if opinion is Stance.THANKS:
        hint = thanks and _says_nothing_else(own, clear=True)
        return (opinion, said.evidence(_THANKS, own)) if hint else (Stance.NEUTRAL, "")
    return opinion, ""


def _says_nothing_else(own: str, *, clear: bool) -> bool:
    """Say whether nothing is wanted or told besides: thanks end most letters of any sort."""
    plain = vocabulary().plain
    if plain["turn"].search(own) or plain["asks"].search(own):
        return False
    room = A_FEW_WORDS * 2 if clear else A_FEW_WORDS // 3
    return _length(vocabulary().without(_THANKS, own)) <= room


def _says_one_thing(own: str) -> bool:
    """Say whether the letter is short and gives nothing: hurry is wished politely with data."""
    return _length(own) <= A_FEW_WORDS and not _NUMBER.search(own)


def _length(text: str) -> int:
    """Count what is said, as Chinese characters; three letters say about as much as one."""
    bare = _FILLER.sub("", text)
    letters = sum(char.isascii() and char.isalpha() for char in bare)
    return len(bare) - letters + letters // 3


def _without(own: str, told: Expression) -> str:
    """Return the clauses in which `told` is not found."""
    return "".join(one[0] for one in _CLAUSE.finditer(own) if not told.search(one[0]))
