"""A name at a place on a page, and what may stand behind and before it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mailcare.triage.elements.names import english_name, is_familiar, may_be_name, name_length
from mailcare.triage.elements.page import Page
from mailcare.triage.elements.surnames import NEVER_GIVEN


class Named(NamedTuple):
    """A name on a page, and how sure it is that it is the user's."""

    score: int
    value: str
    start: int
    end: int


_LABELLED = 90
_FIELD = re.compile(r"[\u4e00-\u9fa5]{2,6}(?=[ \t\n,。;|/(\d]|$)")
"""A whole field behind a label: names without a known surname, such as Tibetan ones."""
_SURNAMED = 3
"""A field no longer than this is a name only if it starts with a surname."""
_NAME_END = re.compile(
    r"[\s,。.;:!?、/|()\[\]<>\-\d\"“”」~+&]|$|先生|女士|小姐|电话|手机|联系|号码|家住|住|同志|tel|"
    r"mobile|的(?:电话|手机|号码|家长)|白天|晚上|身份证|邮箱|宽带|固话|卡号|账号|帐号|是|敬|上$|"
    r"谨|就行|就可以|就好|即可|年|今年|男|女|微信|qq|vx|wx|e-?mail|来信|来电|来访|反映|投诉|申诉|"
    r"诉称|于(?=[\d一二三四五六七八九十上])"
)
KIN = (
    "儿子|女儿|闺女|囡囡|囡|丫头|老伴|儿媳|媳妇|女婿|父亲|母亲|爱人|太太|妻子|丈夫|老公|老婆|"
    "外?孙子|外?孙女|外孙|外甥女?|侄子|侄女|家属"
)
POST = (
    "站长|版主|站主|社长|租客|房客|房东|邻居|物业|居委|秘书|助理|运维|系统管理员|管理员|技术员|"
    "维护|网管|财务|出纳|"
    "会计|采购|前台|行政|人事|总务|"
    "文员|店主|老板娘?|负责人|法人|经理|"
    "主管|"
    "校长|班主任|老师|教师|教授|医生|律师|记者|编辑|学生|研究生|同学|会员|业主|住户|居民|用户|"
    "客户|机主|户主|"
    "读者|儿子|女儿|闺女|囡囡|丫头|老伴|儿媳|媳妇|女婿|父亲|母亲|爱人|太太|妻子|丈夫|老公|老婆|先生|外?孙子|外?孙女|"
    "外孙|"
    "外甥女?|侄子|侄女|侄儿|家属|子女|弟弟|妹妹|哥哥|姐姐|妈妈|爸爸|爷爷|奶奶|外公|外婆|职工|员工|"
    "信息科|教务处|总务科|总务处|后勤|保卫科|网络中心|人事科|设备科|技术科|财务科|门卫|"
    "干部|值班|办公室|行政部|财务部|人事部|技术部|业务部|采购部"
)
"""What people say they are, or whom they send us to, before the name."""
STAFF = re.compile(
    r"(?:客户经理|业务员|客服|工程师|装机|安装|维修|话务员|营业员|专员|经办(?!人)|店长|厅长|你们|贵司|"
    r"贵公司|贵处|师傅|工号|承办|受理人|处理人|接待|答复|同事|自称|一位|一个|那个|"
    r"your (?:staff|colleague|engineer)|technician|engineer|agent|manager)[^,。;\n]{0,6}$"
)


_EMPTY = re.compile(
    r"(?:无|没有|同上|本人|略|暂无|不便|不方便|保密|匿名|(?:none|n/?a|same|nil)(?![a-z])|空)"
)


def is_empty(plain: str, at: int = 0) -> bool:
    """Say whether what stands at `at` only says that there is no name."""
    return bool(_EMPTY.match(plain, at))


def name_here(page: Page, start: int, score: int, *, sure: bool) -> Iterator[Named]:
    """Yield the name that starts at `start`: Chinese, English, or both (Yolanda 秦岚)."""
    english = english_name(page.shown, start)
    if english:
        end = start + len(english)
        follow = end + 1 if page.shown[end : end + 1] == " " else end
        length = name_length(page.plain, follow, sure=True)
        whole = ends(page, follow + length) and length
        end = follow + length if whole else end
        yield Named(score, page.shown[start:end], start, end)
        return
    length = name_length(page.plain, start, sure=sure)
    if score > _LABELLED:
        length = _field_length(page, start, length)
    if not length and is_familiar(page.plain[start : start + 2]):
        length = 2
    if length and (sure or ends(page, start + length)):
        yield Named(score, page.shown[start : start + length], start, start + length)


def _field_length(page: Page, start: int, length: int) -> int:
    """Return how long the name in a labelled field is: the whole field, if it may be one."""
    field = _FIELD.match(page.plain, start)
    if not field or len(field[0]) == length or set(field[0]) & NEVER_GIVEN:
        return length
    if len(field[0]) <= _SURNAMED:
        return len(field[0]) if may_be_name(field[0]) else length
    return length if ends(page, start + length) else len(field[0])


def ends(page: Page, at: int) -> bool:
    """Say whether a name may end at `at`: behind it is a stop, a number, a label or a title."""
    return bool(_NAME_END.match(page.plain, at))
