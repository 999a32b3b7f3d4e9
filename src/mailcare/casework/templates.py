"""Names of the templates that casework asks for; correspondence knows what they say."""

from typing import Final

ACCEPTED: Final = "reply.accepted"
NEED_INFO: Final = "reply.need_info"
FORWARDED: Final = "reply.forwarded"
INSUFFICIENT: Final = "reply.insufficient"
INSUFFICIENT_PARTIAL: Final = "reply.insufficient_partial"
NOT_ACCEPTED: Final = "reply.not_accepted"
REVIEW_ACK: Final = "reply.review"
EXTENDED: Final = "reply.extended"
SUGGESTION: Final = "reply.suggestion"
ANSWER: Final = "reply.answer"
"""What a person wrote, in the regulation's frame: the final answer."""
REST: Final = "reply.rest"
"""What is still missing after a supplement that gave a part."""
STILL_NEEDED: Final = "reply.still_needed"
"""The same, to a user from whom nothing has come."""
RECEIVED: Final = "reply.received"
"""An addition has come; the due time stays."""
WITHDRAWN: Final = "reply.withdrawn"
"""The case was withdrawn as its user wished."""
QUESTION: Final = "reply.question"
"""What a person asks, beyond the necessary data."""

CORRECTION: Final = "reply.correction"
"""A dispatch of which the user had been told came to nothing; staff release it."""

DISPATCH: Final = "dispatch.hand_over"
HANDOVER: Final = "notice.handover"
"""To the staff of another unit of the same database: there it stands for the dispatch."""
FAX: Final = "notice.fax"
"""To our own staff: the sheet with which they hand over to a department that takes no mail."""
REMINDER: Final = "dispatch.reminder"
CONFIRMATION: Final = "dispatch.confirmation"
"""To the unit that dispatched a case to us, like the two that follow: we have it, once."""
RESULT: Final = "dispatch.result"
"""What came of it: our answer for the user, or that they have it."""
RETURNED: Final = "dispatch.returned"

NEW_CASE: Final = "notice.new_case"
REVIEW: Final = "notice.review"
FOLLOW_UP: Final = "notice.follow_up"
DISPATCH_ANSWER: Final = "notice.dispatch_answer"
ESCALATION: Final = "notice.escalation"
TASK: Final = "notice.task"
CALL_BACK: Final = "notice.call_back"
"""To staff: answer the user by telephone, or in whatever way they wish, and how."""
UNHEEDED: Final = "notice.unheeded"
"""A letter that answers a notice and on which nothing was acted: a person looks at it."""
PREVIEW: Final = "notice.preview"
"""To the author of a command, like those that follow: what will be sent, and until when not."""
DONE: Final = "notice.done"
REFUSED: Final = "notice.refused"
HELP: Final = "notice.help"
CODE: Final = "notice.code"
URGED: Final = "notice.urged"
"""To a reader of the digest who pressed for a case: passed on, or why not."""
PRAISE: Final = "notice.praise"
OVERDUE: Final = "notice.overdue"

QUESTIONS: Final = frozenset(
    {NEED_INFO, INSUFFICIENT, INSUFFICIENT_PARTIAL, REST, STILL_NEEDED, QUESTION}
)
"""Replies that ask the user for something: once sent, the answer clock pauses."""
DISPATCHES: Final = frozenset({DISPATCH, HANDOVER, FAX})
TO_OTHER_SIDE: Final = frozenset({DISPATCH, HANDOVER, REMINDER})
"""Who answers one of these is the other side of a dispatch; of the sheet, our own staff."""
TO_ORIGIN: Final = frozenset({CONFIRMATION, RESULT, RETURNED})
"""Who answers one of these is the unit that dispatched the case to us."""
ANSWERS: Final = frozenset({ANSWER, SUGGESTION, NOT_ACCEPTED})
"""Replies that are the user's answer once they were sent."""
