"""Why a command of staff was refused, as sentences for the person who gave it."""

from collections.abc import Mapping

from mailcare.casework.refusing import MEANING, Refusal, RefusedError
from mailcare.model.judgement import Language

REFUSALS: Mapping[Refusal, str] = {
    Refusal.EMPTY: "没有写内容。",
    Refusal.TOO_LONG: "内容过长,请改为附件。",
    Refusal.PLACEHOLDER: "内容里还有没有填写的地方(例如 ****),请补全。",
    Refusal.REASONLESS: "请写明原因。",
    Refusal.ENDED: "这件申诉已有答复或已经结束。",
    Refusal.ANSWERED: "用户已经得到答复。如需再次答复,请先重开。",
    Refusal.ANSWER_WAITS: "已有一份答复等待发出。请先撤回那一份。",
    Refusal.QUESTION_WAITS: "已有一个问题等待发给用户。请先撤回那一个。",
    Refusal.DISPATCHED: "这件申诉已经转派,退回之后才能重新判断。",
    Refusal.DISPATCH_WAITS: "已有一份派单等待发出。请先撤回那一份。",
    Refusal.NOT_DISPATCHED: "这件申诉目前不在其他部门。",
    Refusal.REMINDED_LATELY: "不久之前刚刚催办过。",
    Refusal.OTHER_SIDE_ANSWERS: "这件申诉由接收部门直接答复用户。如需自行答复,请先登记退单。",
    Refusal.ORIGIN_ANSWERS: "这件申诉由派单单位答复用户。请用“答复”告知派单单位,或者退单。",
    Refusal.ORIGIN_ENDED: "派单单位已答复用户,或申诉已结束,没有再发给用户。",
    Refusal.BY_PAPER: "接收部门不收邮件,请电话催办,或重新传真派单。",
    Refusal.NO_TARGET: "没有可以转派的部门。",
    Refusal.UNKNOWN_UNIT: "配置中没有这个单位或部门。",
    Refusal.OWN_UNIT: "不能转派给本单位。",
    Refusal.NO_DECISION: "人工判断的结果不能是“待人工判断”。",
    Refusal.UNDECIDED: "这件申诉还没有人判断,请先判断。",
    Refusal.NOTHING_MISSING: "没有需要用户补充的资料。",
    Refusal.SHADOW: "试运行期间不给任何人发信。",
    Refusal.OFFICIAL: "来自监管、媒体或法律机构,不能用模板答复,请人工撰写。",
    Refusal.COLLEAGUE: "来信人是内部工作人员,不能当作用户答复。",
    Refusal.MACHINE: "来信由机器发出,不用模板答复。",
    Refusal.NO_ADDRESS: "来信没有可回复的地址。",
    Refusal.TELL_YOURSELF: "请自行告知对方,再登记为已告知的延期。",
    Refusal.UNANSWERED: "用户还没有得到答复、电话答复、不予受理的通知,也没有撤回申诉,不能办结。",
    Refusal.PROMISED: "已告知用户会答复,请答复,或不予受理。",
    Refusal.NOT_ENDED: "这件申诉还在处理中,无需重开。",
    Refusal.ENDED_LONG_AGO: "这件申诉结束已久,不能重开,请用户重新来信。",
    Refusal.CLAIMED: "这件申诉已由同事认领,可以请其转交给您。",
    Refusal.ANSWER_MAILED: (
        "答复邮件已经发给用户,用户还在等待电话等答复。请登记“电话已答复”或“电话未接通”;"
        "用户同意邮件答复的,请登记“答复方式 邮件 原因”。"
    ),
    Refusal.NOT_ESCALATED: "这件申诉在经办人处,没有升级,或已交回。",
    Refusal.NOT_SUPERVISOR: "只有本单位的主管可以交回。",
    Refusal.NO_WISH: "用户没有要求电话等其他答复方式,直接邮件答复即可。",
    Refusal.NOT_A_NAME: "这不是可以登记的人员名称。",
    Refusal.IMPOSSIBLE_TIME: "时间有误:晚于现在,或早于来信时间。",
    Refusal.PAUSED: "正在等待用户补充,答复时限已暂停,无需延期。",
    Refusal.NOT_LATER: "延期的日期应晚于现有时限。",
    Refusal.NOTHING_TO_TAKE_BACK: "您没有等待发出的内容可以撤回。",
}
"""The Chinese; the English stands with the reasons."""


def explain(refused: RefusedError, language: Language = Language.ZH) -> str:
    """Return why a command changed nothing."""
    if language is Language.EN:
        return " ".join(f"{MEANING[one][0].upper()}{MEANING[one][1:]}." for one in refused.reasons)
    return "".join(REFUSALS[one] for one in refused.reasons)
