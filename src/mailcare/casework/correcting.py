"""Elements that a person corrects, as when a dispatch came back: 设备号码:ad610001."""

import re

from mailcare.casework.shaping import shape
from mailcare.model.judgement import Element, ElementName, Elements

_LINE = re.compile(
    r"^\s*(?:更正|改为|正确的?)?\s*(?:[::,]\s*)?(?:(?P<problem>用户问题|problem)|"
    r"(?P<device_number>设备号码?|device number)|(?P<phone>联系电话|phone)|"
    r"(?P<contact>联系人|contact(?: person)?))\s*(?:应为|应是|改为|更正为|是|为)?\s*[::]?\s*"
)
_LONGEST = 1000


def corrected(elements: Elements, remark: str) -> Elements:
    """Return `elements` with what the lines of `remark` name; whoever types it, means it."""
    found: dict[str, Element] = {}
    for line in remark.splitlines():
        match = _LINE.match(shape(line))
        value = line[match.end() :].strip() if match else ""
        if match and match.lastgroup and value:
            name = ElementName(match.lastgroup)
            found[name.value] = Element(value[:_LONGEST], line.strip()[:_LONGEST])
    return Elements(*(found.get(name.value) or elements.get(name) for name in ElementName))
