"""Web forms and guest books: a person's letter whose sender stands in the fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailcare.model.letter import Address, Message
from mailcare.triage.expressions import Expression
from mailcare.triage.rules import FormRules, Rules
from mailcare.triage.text import fold

_LINE = re.compile(
    r"^\s{0,4}[\[【*·-]?\s{0,4}([^\s:\t][^:\t\n]{0,15}?)\s{0,4}[\]】]?\s{0,4}[:\t]\s{0,4}(\S."
    r"{0,2000})$",
    re.MULTILINE,
)
_SENDER = re.compile(
    r"^(?:nobody|apache|www(?:-data)?|httpd?|nginx|php|daemon|web[a-z]{0,10}|"
    r"no-?_?reply|do-?not-?reply|form(?:s|mail)?|feedback|guest-?book|message|online|service|kefu|"
    r"liuyan|tousu|jira|helpdesk|itsm|ticket|workorder|gongdan|baozhang|system|admin|info|notify|"
    r"notification|mailer|portal|hall|wangting|liuyanban|gbook|contact-?us|wap|app)\d*$"
)
_PERSON = re.compile(
    r"姓名|联系(?:人|方式)|来信人|网友|网名|昵称|发言人|发件人|留言人|报障人|反映人|提交人|"
    r"聯絡人|聯繫人|称呼|稱呼|用户名|客户|留言者|"
    r"投诉人|申诉人|电话|電話|手机|手機|"
    r"\bname\b|\bphone\b|\btel\b|\bmobile\b|\bcontact\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"内容|內容|正文|标题|標題|问题|問題|描述|留言|诉求|訴求|情况|情況|反映|反馈|反饋|意见|意見|建议|建議|详情|說明|"
    r"说明|主题|主題|"
    r"\bmessage\b|\bcontent\b|\bdescription\b|\bcomments?\b|\bproblem\b|\bdetails?\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"e-?mail|邮箱|郵箱|邮件|郵件|信箱", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")
_LABEL = re.compile(
    r"^\s{0,4}[\[【*·-]?\s{0,4}([^\s:\t][^:\t\n]{0,15}?)\s{0,4}[\]】]?\s{0,4}[:\t]", re.MULTILINE
)
_ENOUGH_FIELDS = 2
_MAX_CHARS = 8_000
"""Of a form's mail: who wrote often stands below what they say."""
_RECEIPT = Expression(
    r"您的?[^。\n]{0,20}(?:已收到|已受理|已提交|已创建|已处理)|请在此行|"
    r"\byour (?:request|ticket|message|case)\b.{0,20}\b(?:received|created|resolved|closed)",
    re.IGNORECASE,
)
"""A ticket system's receipt repeats fields, but speaks to the one who wrote."""
_WORK_ORDER = re.compile(
    r"当前(?:处理人|环节)|处理时限|距时限|派单(?:人|时间)|待办(?:人|环节)|"
    r"请(?:及时)?登录[^。\n]{0,10}(?:平台|系统|后台)[^。\n]{0,6}(?:处理|办理|签收|查看)"
)
"""A system that urges our own people tells a customer's words, but nobody waits for its answer."""


@dataclass(frozen=True, slots=True)
class Form:
    """A filled-in form: its fields, and whom a reply would go to."""

    fields: Mapping[str, str]
    user: Address | None


def find_form(message: Message, rules: Rules) -> Form | None:
    """Return the form that the letter is, or None if a person or another machine wrote it.

    A sender that the config names needs only some field; any other no-reply sender needs the whole
    shape of a form: fields of a person and of what is said.
    """
    address = message.from_.address.lower() if message.from_ else ""
    known = next((form for form in rules.forms if form.sender == address), None)
    if known is None and not _SENDER.match(address.partition("@")[0]):
        return None
    text = message.text[:_MAX_CHARS]
    if known is None and (_RECEIPT.search(text) or _WORK_ORDER.search(text)):
        return None
    fields = dict(_LINE.findall(fold(text).text))
    if known is None and not _looks_filled_in(_LABEL.findall(fold(text).text)):
        return None
    return Form(fields, _user(fields, known)) if fields else None


def _looks_filled_in(labels: Sequence[str]) -> bool:
    """Whether there are labels of a person and of what they say, be they filled in or not."""
    if len(labels) < _ENOUGH_FIELDS:
        return False
    bare = ["".join(label.split()) if not label.isascii() else label for label in labels]
    return any(map(_PERSON.search, bare)) and any(map(_CONTENT.search, bare))


def _user(fields: Mapping[str, str], known: FormRules | None) -> Address | None:
    label = known.labels.get("address", "") if known else ""
    for name, value in fields.items():
        found = _ADDRESS.search(value)
        if found and (name == label if label else _MAIL.search(name)):
            return Address(found[0])
    return None
