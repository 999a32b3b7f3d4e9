"""Pure: Message → the four necessary elements (R1), each with the words it was read from."""

from mailcare.triage.elements.find import find_elements
from mailcare.triage.elements.rules import ElementRules

__all__ = ["ElementRules", "find_elements"]
