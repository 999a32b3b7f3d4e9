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
QUESTION: Final = "reply.question"
"""What a person asks, beyond the necessary data."""

DISPATCH: Final = "dispatch.hand_over"
HANDOVER: Final = "notice.handover"
"""To the staff of another unit of the same database: there it stands for the dispatch."""
REMINDER: Final = "dispatch.reminder"

NEW_CASE: Final = "notice.new_case"
REVIEW: Final = "notice.review"
FOLLOW_UP: Final = "notice.follow_up"
DISPATCH_ANSWER: Final = "notice.dispatch_answer"
ESCALATION: Final = "notice.escalation"
TASK: Final = "notice.task"
UNHEEDED: Final = "notice.unheeded"
"""A letter that answers a notice and on which nothing was acted: a person looks at it."""
PREVIEW: Final = "notice.preview"
"""To the author of a command, like those that follow: what will be sent, and until when not."""
DONE: Final = "notice.done"
REFUSED: Final = "notice.refused"
HELP: Final = "notice.help"
CODE: Final = "notice.code"
PRAISE: Final = "notice.praise"
OVERDUE: Final = "notice.overdue"

QUESTIONS: Final = frozenset({NEED_INFO, INSUFFICIENT, INSUFFICIENT_PARTIAL, QUESTION})
"""Replies that ask the user for something: once sent, the answer clock pauses."""
DISPATCHES: Final = frozenset({DISPATCH, HANDOVER})
TO_OTHER_SIDE: Final = DISPATCHES | {REMINDER}
"""Who answers one of these is the other side of a dispatch."""
ANSWERS: Final = frozenset({ANSWER, SUGGESTION, NOT_ACCEPTED})
"""Replies that are the user's answer once they were sent."""
