"""The reply to the user as a notice shows it to staff: what was sent, waits, or is suggested."""

from collections.abc import Sequence
from dataclasses import replace

from mailcare.correspondence import directory, elements, labels
from mailcare.correspondence.duties import DUTIES
from mailcare.correspondence.elements import problem_language
from mailcare.correspondence.reaching import reaching_values
from mailcare.correspondence.slots import Matter, values
from mailcare.correspondence.states import entry_state
from mailcare.correspondence.templates import Html, Rendered, TemplateBook
from mailcare.errors import TemplateError
from mailcare.model.case import Case
from mailcare.model.judgement import Decision, ElementName, Kind
from mailcare.model.post import Intent, MailClass, OutboxState

SHEET = "dispatch.sheet"
ROW = "table.row"
_A4 = b"<style>@page{size:A4;margin:8mm}</style>"
_NO_READY_REPLY = frozenset({"official", "colleague", "machine", "no_address", "handed_over"})
"""Why a user never gets automatic mail: there a ready reply would only mislead."""
_READY = {
    Decision.IN_SCOPE: "reply.accepted",
    Decision.NEED_INFO: "reply.need_info",
    Decision.FORWARDED: "reply.forwarded",
    Decision.NOT_ACCEPTED: "reply.not_accepted",
}


def fill(book: TemplateBook, matter: Matter, extra: dict[str, str]) -> Rendered:
    """Return the words of the letter that the matter's intent asks for."""
    named = {**values(matter), **reaching_values(matter), **extra}
    template = matter.intent.template
    lines = {"elements": rows(book, matter)} if "html" in DUTIES[template].forms else None
    return book.render(template, matter.language, matter.unit, named, lines)


def sheet(book: TemplateBook, matter: Matter) -> bytes:
    """Return the sheet of paper, A4, with which staff hand a case over to `target` by fax."""
    named = values(matter)
    lines = {"elements": rows(book, matter)}
    page = book.render_line(SHEET, matter.language, matter.unit, named, lines)
    return page.encode().replace(b"</head>", _A4 + b"</head>", 1)


def rows(book: TemplateBook, matter: Matter) -> Html:
    """Return the elements as the rows of a table in HTML."""
    named = directory.organisation(matter.config, matter.language)
    cells = elements.cells(matter.texts.elements, matter.language)
    return Html("").join(
        book.render_line(
            ROW,
            matter.language,
            matter.unit,
            {"organisation": named, "label": label, "value": value},
        )
        for label, value in cells
    )


def shown_reply(matter: Matter, book: TemplateBook, siblings: Sequence[Intent]) -> str:
    """Return the reply of the same step, else for a review the suggested one; quoted."""
    case = matter.case
    if matter.intent.mail_class is not MailClass.NOTICE or case is None:
        return ""
    for reply in siblings:
        if reply.mail_class is MailClass.REPLY:
            state, _ = entry_state(reply, case.view.mode, matter.config, None, matter.now)
            waits = state is not OutboxState.QUEUED
            heading = labels.REPLY_WAITS if waits else labels.REPLY_SENT
            return _quoted(matter, case, book, reply, heading)
    return _ready_reply(matter, case, book)


def _ready_reply(matter: Matter, case: Case, book: TemplateBook) -> str:
    """A case in review: what mailcare would answer if a person agreed with the suggestion."""
    template = _ready_template(matter, case)
    if matter.intent.template != "notice.review" or template is None:
        return ""
    reply = Intent(MailClass.REPLY, template, "user", facts=dict(matter.intent.facts))
    try:
        return _quoted(matter, case, book, reply, labels.REPLY_READY)
    except TemplateError:
        return ""  # a value is not known yet: then there is nothing ready


def _ready_template(matter: Matter, case: Case) -> str | None:
    view = case.view
    if matter.word("quiet") in _NO_READY_REPLY or matter.facts.get("about_staff"):
        return None
    if view.suggested is Decision.IN_SCOPE and view.kind is Kind.SUGGESTION:
        return "reply.suggestion"
    if view.suggested is Decision.INSUFFICIENT:
        beyond = set(ElementName) - {ElementName.PROBLEM}
        nothing_given = beyond <= set(matter.texts.elements.missing)
        return "reply.insufficient" if nothing_given else "reply.insufficient_partial"
    return _READY.get(view.suggested)


def _quoted(
    matter: Matter, case: Case, book: TemplateBook, reply: Intent, heading: labels.Words
) -> str:
    language = problem_language(matter.texts.elements, case.view.language)
    theirs = replace(matter, intent=reply, language=language)
    lines = fill(book, theirs, {}).text.splitlines()
    return "\n".join([matter.say(heading), *(f"> {line}".rstrip() for line in lines)])
