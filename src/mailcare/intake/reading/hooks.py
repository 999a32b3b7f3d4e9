"""What mail clients write into HTML around quotes, forwards, signature cards and footers."""

import re

from mailcare.intake.reading import marks

_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")

_QUOTE = re.compile(
    r"(?i)isReplyContent|reply139content|origbody|ReferenceQuote|ntes-mailmaster-quote"
    r"|\bgmail_quote(?!_attribution)|\byahoo_quoted|protonmail_quote|zmail_extra\b|"
    r"\bmoz-cite-prefix"
    r"|history-quote-wrapper|lark-mail-quote|divRplyFwdMsg|mail-editor-reference-message"
    r"|__aliyun_previous_quote|aliyun_previous_quote|\bOutlookMessageHeader|\breplyContent\b"
    r"|oriMsgHtmlSeper|\bappendonsend|\bqmail_quote|tutanota_quote"
    r"|\bgmail_attr\b|mailcontent_quote|\bfoxmail_quote|\bquote-wrapper|quotedMessage|"
    r"\bfreebirdFormviewer_|messageReplySection|missive_quote|\bwps_quote|freshdesk_quote"
    r"|front-blockquote|\bOLK_SRC_BODY_SECTION|aolmail_reply|mailbird_quote|\bemail_quote\b"
)
_FORWARD = re.compile(r"(?i)isForwardContent")
_CARD = re.compile(
    r"(?i)\bgmail_signature\b|moz-signature|ntes-signature|imail_signature|ntes-pcmac-signature"
    r"|divNeteaseMailCard|NeteaseMailCard|\bsignature139\b|lark-mail-signature|mail-signature"
    r"|__aliyun_signature|aliyun_signature|foxmail_signature|protonmail_signature_block(?!-empty)"
    r"|\bms-outlook-(?:mobile|ios)-signature|yahoo-signature|zmail_signature|\bxm_signature"
    r"|mail_signature|_MailAutoSig|\bemail[-_]?signature\b|AppleMailSignature|spnEditorSign|"
    r"tutanota_signature|messageSignatureSection|bloop_sign|\bsh-signature|\bmb_sig\b"
)
_CARD_ID = re.compile(r"(?i)(?:x_)?(?:signature|sign|sig)")
_NOISE = re.compile(
    r"(?i)neteasefooter|ntes-mailmaster-footer|netease_mail_footer|divNeteaseBigAttach|avast|"
    r"virus-?free|mailmaster-ad"
)
_LASTING = re.compile(r"(?i)divRplyFwdMsg|appendonsend|reference-message")
"""Hooks that stand above the quoted mail instead of around it."""
_BY_MARK = ((marks.FORWARD, _FORWARD), (marks.NOISE, _NOISE), (marks.CARD, _CARD))
_FOXMAIL_LINE = re.compile(r"(?i)#b5c4df")
_QUICK = re.compile(r"(?i)\b(?:id|class|name|type|cite|style|color|title|data-signature)\s*=")


def element(name: str, attrs: str) -> tuple[str, str]:
    """Return the marks to write at an element's start and end; empty where it means nothing."""
    if name == "sign":
        return marks.CARD, marks.END
    given: dict[str, str] = {}
    if _QUICK.search(attrs):
        given = {m[1].lower(): m[2].strip("\"'") for m in _ATTRIBUTE.finditer(attrs)}
    found = _named(" ".join(given.get(key, "") for key in ("id", "class", "name", "title")), given)
    if found[0] or name != "blockquote":
        return found
    is_cited = given.get("type", "").lower() == "cite" or "cite" in given
    return marks.QUOTE if is_cited else marks.BLOCK, marks.END


def _named(names: str, given: dict[str, str]) -> tuple[str, str]:
    """Return the marks that ids and classes call for."""
    if not names.strip():
        return "", ""
    if _QUOTE.search(names):
        return marks.QUOTE, "" if _LASTING.search(names) else marks.END
    found = next((mark for mark, pattern in _BY_MARK if pattern.search(names)), "")
    if not found and _CARD_ID.fullmatch(given.get("id", "")):
        found = marks.CARD
    return found, marks.END if found and "_MailAutoSig" not in names else ""


def rule(attrs: str) -> str:
    """Return the mark that a horizontal rule stands for: a card's in Foxmail, else a quote's."""
    if "replySplit" in attrs or "stopSpelling" in attrs:
        return marks.QUOTE
    return marks.CARD if _FOXMAIL_LINE.search(attrs) else ""


_TELLING = (
    *("isreplycontent", "isforwardcontent", "gmail_", "moz-cite", "moz-sig", "replysplit"),
    *("reply139", "origbody", "referencequote", "replycontent", "ntes-", "netease", "#b5c4df"),
    *("yahoo_quoted", "yahoo-sig", "protonmail_", "zmail_", "lark-mail", "history-quote"),
    *("rplyfwdmsg", "reference-message", "aliyun", "appendonsend", "_mailautosig", "tutanota_"),
    *(
        "foxmail_",
        "stopspelling",
        "qmail_quote",
        "quotedmessage",
        "orimsghtml",
        "signature",
        "<sign",
        "cite",
    ),
    *("messagereplysection", "messagesignature", "missive_", "wps_quote", "freshdesk_quote"),
    *("olk_src", "aolmail_", "mailbird_", "email_quote", "bloop_sign", "sh-signature", "mb_sig"),
    *("sendersign", "editorsign", "signature139", "xm_sig", "imail_", 'id="sign"', "quote-wrapper"),
)


def is_telling(html: str) -> bool:
    """Say whether HTML can say more about quotes and cards than its plain face does."""
    lowered = html.lower()
    return any(word in lowered for word in _TELLING)
