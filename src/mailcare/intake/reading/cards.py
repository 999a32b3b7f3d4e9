"""Signature cards and client boilerplate at the end of what somebody wrote.

A name and number typed at the end of a letter belong to it; a card that stands apart (after the
``-- `` line, or with company, post and address) is a signature. It is kept: it may hold the only
name and phone.
"""

import re

_DEVICE = re.compile(
    r"(?i)^[\s>*—–-]*(?:(?:发自|發自|来自|來自|发送自|從我的|从我的|从|由)[^，。：；！？,;!?]{0,30}"
    r"(?:iphone|ipad|手机|手機|邮箱|郵箱|信箱|邮件|郵件|mail|android|outlook|微信|客户端|samsung|"
    r"galaxy|huawei|honor|小米|"
    r"xiaomi|三星|vivo|oppo|华为|荣耀|mac\b|windows|yahoo|平板)[^，。：；！？,;!?]{0,16}"
    r"|(?:发自|發自|发送自|傳送自)我的[^，。：；！？,;!?]{1,20}|"
    r"sent (?:from|via|with|by) (?:my |the )?.{2,40}|get outlook for .{2,30}|"
    r"获取.{0,12}outlook.{0,30}|"
    r"取得.{0,12}outlook.{0,30}|von meinem .{2,30} gesendet|gesendet (?:von|mit) .{2,40}|"
    r"envoy[ée] (?:de mon|depuis) .{2,40}|"
    r"inviato da .{2,30}|enviado (?:desde|do|de) .{2,40}|отправлено (?:с|из) .{2,30}|"
    r"(?:verzonden|verstuurd) (?:vanaf|met|via) .{2,30}|skickat från .{2,30}|lähetetty .{2,30}|"
    r"sendt fra .{2,30}|wysłane z .{2,30}|odesláno z .{2,30}|odoslané z .{2,30}|"
    r"sent (?:using|on the) .{2,40}|von (?:samsung|mein|mobil|unterwegs)[^.]{0,30} gesendet|"
    r"iphoneから送信|.{0,4}iphone에서 보냄|"
    r"(?:télécharge[rz]|obtenir) outlook .{2,30}|obtener outlook .{2,30}|"
    r"outlook für .{2,12} beziehen|scarica outlook .{2,30})[\s<>\w:/.()!-]{0,60}$"
)
_CLAUSE = re.compile(r"(?i), (?:is|it|i|we|so|because|but)\b")
"""What makes a sentence of "sent from …"."""
_DISCLAIMER = re.compile(
    r"(?i)(?:本(?:电子)?邮件|此(?:电子)?邮件|这封邮件|本郵件|此郵件|this (?:e-?mail|message|"
    r"communication)|diese e-?mail|"
    r"ce (?:message|courriel)).{0,300}(?:保密|机密|機密|confidential|privileged|"
    r"intended (?:solely |only )?(?:for|recipient)|"
    r"virus|病毒|vertraulich|confidentiel|(?:仅|僅|只)供.{0,8}收件[人者]|未经(?:授权|许可|允许))"
)
_DISCLAIMER_LINES = 30
_LONGEST_DEVICE_LINE = 120
_DISCLAIMER_WORD = re.compile(
    "confiden|privileg|intended|virus|disclaimer|legal|privacy|vertraulich|[保机機]密|病毒|声明|"
    "收件[人者]|未经"
)
_DISCLAIMER_HEAD = re.compile(
    r"(?i)^[\s*_-]*(?:(?:confidentiality|legal|privacy) (?:notice|note|disclaimer|statement)|"
    r"disclaimer|免责声明|"
    r"保密声明|保密提示|法律声明).{0,20}$"
)
_ADVERT = re.compile(
    r"(?i)^(?!.*@)[\s>]*(?:【网易|"
    r"\[网易|网易(?:考拉|严选|云音乐|邮箱|自营|有道)|您的邮箱.{0,30}(?:升级|免费)|想你所想|"
    r"(?:free )?virus-?free\b|.{0,40}avast|(?:check out|do you yahoo|hotmail|msn) .{0,80}|"
    r"免费(?:申请|注册|领取).{0,40}(?:邮箱|邮件)|(?:与世界分享|雅虎|穿越地震带|体验网易|祝您新年|"
    r"去看看|"
    r"\d+g?超大(?:附件|邮箱)|中国移动.{0,10}139邮箱|快来体验|好玩贺卡|没有广告的终身免费邮箱|"
    r"网易闪电邮|"
    r"新浪邮箱|搜狐邮箱|来自新浪))"
)
_SLOGAN = re.compile(
    r"(?i)^[\s>*—–-]*(?:(?:欢迎)?(?:注册|申请|使用|体验|下载|试用))?"
    r"(?:新浪|搜狐|网易|雅虎|腾讯|天翼|移动|联通|阿里|tom|21cn|sohu|sina|qq|139|189|126|163|188|hotmail|gmail)"
    r"[\w.]{0,8}(?:免费|超大|手机|企业|vip)?(?:电子)?(?:邮箱|邮件|信箱|mail)(?:[，,!！~(（][^我你您请没不被@]{0,50})$"
)
"""A provider's praise of its mail, without a word of the sender's."""
_DELIMITER = re.compile(r"^(?:> ?)?-- ?$")
_RULE = re.compile(r"^\s*(?:[-_=—─━*]{6,}|_{3,5}|—|––)\s*$")
_GRID_OPEN = re.compile(r"^\s*\|(?:\s*\|)+\s*$")

_SENTENCE = re.compile(
    r"[。！？；…!?]|，.*，|[^\s,]{12,}，|\b(?:please|thank|you|is|are|was|have|not)\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?i)公司|集团|企业|酒店|宾馆|学校|大学|学院|医院|银行|事务所|研究院|研究所|工厂|商行|商场|"
    r"中心|门诊|幼儿园|協會|协会|"
    r"\b(?:co\.|ltd|inc\b|corp|gmbh|llc|s\.a\.|limited|hotel|university|company|group\b|school|"
    r"shanghai)|"
    r"(?<=\w )(?:a[bg]|a/s|oyj?|b\.?v\.?|plc|pty|kg|sarl|s\.?r\.?l\.?|s\.?p\.?a\.?)[ \t]*$",
    re.MULTILINE,
)
_FIRM = re.compile(
    r"^[\u4e00-\u9fffA-Za-z（）()·]{2,24}(?:有限(?:责任)?公司|公司|集团|事务所|工作室)"
    r"(?P<unit>[\s·|/]*[\u4e00-\u9fff]{1,8}[部科处室组])?$"
)
"""A firm, and maybe its department, alone on a line."""
_SIGNED = re.compile(r"\d{7,8}\W*$|\d{3,4}[- ]?\d{4}\W*$")
"""The end of what was signed with a number already."""
_POST = re.compile(
    r"(?i)(?:部|科|课|处|室|组|厅|所)(?:$|[\s/|·,，)）])|[部科课处室组厅所店院校站班队厂行]长|经理|主管|主任|总监|总裁|工程师|助理|专员|"
    r"会计|秘书|顾问|代表|董事|教师|律师|[计析影咨构]师|编辑|策划|创始人|合伙人|"
    r"\b(?:manager|director|engineer|officer|dept|department|assistant|head of|ceo|cto|cfo|sales|"
    r"administrator|consultant|president|secretary|designer|founder|partner|analyst|developer|editor|"
    r"it\b|hr\b)"
)
_PLACE = re.compile(
    r"(?i)地址|邮编|郵編|(?:路|街|道|弄)\s*\d+\s*(?:号|號|弄)|\d+\s*(?:号|號)?(?:楼|樓|室|层)|"
    r"\b(?:road|rd\.?|street|st\.|avenue|ave\.|building|floor|p\.?o\.? box|address|room)\b|"
    r"\b\d{6}\b"
)
_REACH = re.compile(
    r"(?i)传真|傳真|网址|網址|电子邮[件箱]|https?://|www\.|[\w.-]+@[\w-]+\.|"
    r"(?:电\s*话|手\s*机|座机|直线|总机|电邮|邮箱|電話|手機|行動|\btel|\bfax|\bmob(?:ile)?|\bcell|"
    r"\bphone|\be-?mail|\bqq|"
    r"微信|wechat|\b[tfm])\s*[.:：]|"
    r"(?:电话|手机|传真|電話|手機|傳真|\btel|\bfax|\bmob(?:ile)?|\bcell|\bphone)\s*[+(（]?\d"
)
_NAME = re.compile(
    r"^\s*(?:[\u4e00-\u9fff·]{2,4}(?:\s*[（(]?[A-Za-z][A-Za-z .]{1,24}[)）]?)?(?:\s.{0,30})?"
    r"|(?:[A-Z][\w.'’-]+\s?){1,4}(?:[\u4e00-\u9fff]{2,4})?(?:\s*[|/,].{0,40})?)\s*$"
)
_CLOSING = re.compile(
    r"(?i)^\s*(?:此致|敬礼|敬禮|谢谢|謝謝|祝好|(?:顺|順|即|此|敬|专此)(?:祝|颂|頌).{0,6}|祝.{1,8}|敬上|(?:best|kind|"
    r"warm)?\s*regards|thanks|thank you|"
    r"sincerely|cheers|br)[\s,，.。!！]*$"
)
_FORM = re.compile(
    r"^\s*(?:联系人|聯絡人|姓名|称呼|用户|客户|账号|帐号|帳號|号码|號碼|设备(?!科|部|处|室)|問題|问题|诉求|要求|"
    r"宽带|域名|内容|主题|业务|门号|門號|"
    r"卡号|專線|专线|备注|附言|希望)"
)
_CARD_LINES = 14
_LINE_LENGTH = 70
_LEAST_LINES = 3
_NAME_LINE = 40
"""Characters of a line that is a typed name, with a closing or label before it."""


def set_apart(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return what was written, and the signature card below it; boilerplate is dropped."""
    lines = _without_boilerplate(lines)
    at = _card_start(lines)
    if at is None:
        return lines, []
    return _without_boilerplate(lines[:at]), lines[at:]


def _without_boilerplate(lines: list[str]) -> list[str]:
    """Return `lines` without device lines, adverts and disclaimers at the end."""
    lines = [line for line in lines if not _is_device_line(line)]
    lines = _before_disclaimer(lines)
    while lines and (not lines[-1].strip() or _is_advert(lines[-1])):
        lines.pop()
    while lines and not lines[0].strip():
        lines = lines[1:]
    if lines and len(lines) > 1 and _RULE.match(lines[-1]) and not _has_rule(lines[:-1]):
        return _without_boilerplate(lines[:-1])
    return lines


def _is_device_line(line: str) -> bool:
    """Say whether `line` only names the device or program that sent the letter."""
    if len(line) > _LONGEST_DEVICE_LINE or not _DEVICE.match(line.replace("\xa0", " ")):
        return False
    return not _CLAUSE.search(line)


def _is_advert(line: str) -> bool:
    """Say whether `line` is a mail provider's own."""
    return bool(_ADVERT.match(line) or _SLOGAN.match(line))


def _has_rule(lines: list[str]) -> bool:
    """Say whether a rule stands somewhere in `lines`."""
    return any(_RULE.match(line) for line in lines)


def _before_disclaimer(lines: list[str]) -> list[str]:
    """Return what stands above a confidentiality notice in the last lines."""
    first = max(1, len(lines) - _DISCLAIMER_LINES)
    if not _DISCLAIMER_WORD.search(" ".join(lines[first:]).lower()):
        return lines
    for i in range(first, len(lines)):
        line = lines[i]
        if _DISCLAIMER_HEAD.match(line) or _DISCLAIMER.search(" ".join(lines[i : i + 4])[:600]):
            if not (_DISCLAIMER_HEAD.match(line) or _DISCLAIMER.search(line[:600])):
                begins = re.match(r"(?i)\s*[*_(\[]*\s*(?:本|此|这封|this |diese |ce )", line)
                if not begins:
                    continue
            return lines[:i]
    return lines


def _card_start(lines: list[str]) -> int | None:
    """Return where a signature card begins, or None."""
    first = max(1, len(lines) - _CARD_LINES * 2)
    for i in range(first, len(lines)):
        if _DELIMITER.match(lines[i]) and _is_short(lines[i + 1 :]):
            below = next((line for line in lines[i + 1 :] if line.strip()), "")
            if lines[i].endswith(" ") or _is_card_line(below):
                return i
        if _GRID_OPEN.match(lines[i]) and _is_short(lines[i + 1 :]):
            return i
    for i in range(len(lines) - 1, first, -1):
        if _RULE.match(lines[i]) and not _has_rule(lines[:i]) and _looks_like_card(lines[i + 1 :]):
            return i
    return _unmarked_card(lines)


def _is_short(lines: list[str]) -> bool:
    """Say whether `lines` are few and short enough for a card."""
    filled = [line for line in lines if line.strip()]
    return len(filled) <= _CARD_LINES and all(len(line) <= _LINE_LENGTH * 2 for line in filled)


def _looks_like_card(lines: list[str]) -> bool:
    """Say whether `lines`, which stand below a rule, hold no sentences."""
    filled = [line for line in lines if line.strip()]
    return 0 < len(filled) <= _CARD_LINES and all(_is_card_line(line) for line in filled)


def _is_card_line(line: str) -> bool:
    """Say whether `line` could stand on a card."""
    return len(line) <= _LINE_LENGTH and not _SENTENCE.search(line)


def _unmarked_card(lines: list[str]) -> int | None:
    """Return where a card begins that only its content and a blank line tell apart."""
    i = len(lines)
    while i > max(0, len(lines) - _CARD_LINES * 2) and (
        not lines[i - 1].strip() or _can_be_card(lines[i - 1])
    ):
        i -= 1
    for start in range(max(i, 1, len(lines) - _CARD_LINES * 2), len(lines)):
        if lines[start].strip() and not lines[start - 1].strip():
            block = [line for line in lines[start:] if line.strip()]
            above = lines[:start]
            if _repeats_name(above, block) or _is_card(block) or _is_firm(above, block):
                return _below_typed_name(lines, start)
    return None


def _can_be_card(line: str) -> bool:
    """Say whether `line` can belong to a card that nothing marks."""
    return _is_card_line(line) and not _CLOSING.match(line) and not _FORM.match(line)


def _below_typed_name(lines: list[str], start: int) -> int:
    """Return where the card begins if the line at `start` is a name typed above its own card."""
    for i in range(start + 1, min(start + 5, len(lines))):
        if lines[i].strip():
            block = [line for line in lines[i:] if line.strip()]
            blank = not lines[i - 1].strip()
            return i if blank and _repeats_name(lines[:i], block) else start
    return start


def _repeats_name(above: list[str], block: list[str]) -> bool:
    """Say whether `block` begins with the name that was just typed above it."""
    typed = next((line.strip() for line in reversed(above) if line.strip()), "")
    if len(typed) > _NAME_LINE:
        return False
    typed = re.split(r"[:：\s]", typed)[-1].strip("。.，, ")
    return (
        len(block) > 1
        and len(typed) > 1
        and bool(_NAME.match(typed))
        and block[0].strip().startswith(typed)
    )


def _is_firm(above: list[str], block: list[str]) -> bool:
    """Say whether `block` is a firm that stands apart below what somebody signed with a number."""
    firm = _FIRM.match(block[0].strip()) if len(block) == 1 else None
    signed = next((line for line in reversed(above) if line.strip()), "")
    is_apart = len(above) > 1 and not "".join(above[-2:]).strip()
    return bool(firm and (firm["unit"] or is_apart) and _SIGNED.search(signed))


def _is_card(block: list[str]) -> bool:
    """Say whether `block` is a card: a name or company first, and enough of a card's features."""
    if len(block) > _CARD_LINES or re.search("[:：]", block[0]):
        return False
    block = [line.strip("*_ ") for line in block]
    text = "\n".join(block)
    is_company, has_post = bool(_COMPANY.search(text)), bool(_POST.search(text))
    has_place, can_reach = bool(_PLACE.search(text)), bool(_REACH.search(text))
    if len(block) < _LEAST_LINES:
        return len(block) > 1 and bool(_COMPANY.search(block[0])) and has_place
    if not (_NAME.match(block[0]) or _COMPANY.search(block[0])):
        return False
    return is_company + has_post > 0 and is_company + has_post + has_place + can_reach > 1
