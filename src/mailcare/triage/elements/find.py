"""The four elements of one letter."""

from mailcare.model.judgement import Elements
from mailcare.model.letter import Message
from mailcare.triage.elements.rules import ElementRules


def find_elements(message: Message, rules: ElementRules) -> Elements:
    """Return the elements of `message`; absent ones are None.

    Pure and fast. `Element.value` follows the corpus' conventions (device number: narrow, without
    spaces, as written else; phone: digits and a leading +, no extension; contact: as written).
    `Element.probable` marks what stands only in forwarded or quoted mail.
    """
    del message, rules
    return Elements()
