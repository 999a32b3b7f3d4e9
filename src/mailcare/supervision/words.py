"""What alarms and clocks are called and what to do, in the words of those who are told."""

from dataclasses import dataclass

from mailcare.model.case import ClockName
from mailcare.model.post import OutboxState
from mailcare.model.trouble import AlarmKind


@dataclass(frozen=True, slots=True)
class Words:
    """Title of an alarm, what it means and what to do; ``{subject}`` is what it is about."""

    title: str
    means: str
    """One sentence."""
    todo: str


CLOCKS: dict[ClockName, str] = {
    ClockName.REGISTERED: "登记",
    ClockName.REVIEW: "人工判断",
    ClockName.DISPATCH: "转派确认",
    ClockName.ANSWER: "答复",
    ClockName.LAW: "法定答复",
    ClockName.ESCALATION: "主管接手",
}

UNSENT_STATES: dict[OutboxState, str] = {
    OutboxState.UNCERTAIN: "是否发出不能确定",
    OutboxState.HELD: "暂存",
    OutboxState.SUPPRESSED: "未发",
    OutboxState.DRAFT: "草稿待放行",
}
UNSENT_WHY: dict[str, str] = {
    "cap.address": "当日发往该地址的信已达上限",
    "cap.case": "当日该申诉的信已达上限",
    "cap.total": "发信总量已达上限",
    "cap.staff": "发往该地址的通知已达上限",
    "cap.backlog": "积压来信的新诉求通知过多,待人工放行或取消",
    "mode": "信箱为草稿模式",
    "not_accepted": "不予受理的回复须人工放行",
    "staff": "须人工放行",
    "owner_lost": "发送中断",
    "too_old": "来信过旧",
    "answered_by_hand": "已人工答复",
    "official": "重要来信不自动答复",
    "colleague": "同事来信",
    "copy_only": "仅抄送我处",
    "machine": "机器来信",
    "forged": "发信人地址可能冒用",
    "restored": "数据由备份恢复,可能已发过,待人工核实",
    "restored_waits": "数据由备份恢复,待 mailbox go-live 后发出",
    "no_address": "没有可用的回复地址",
}
"""Why a mail waits; reasons that are no word of ours stand as they are."""

ALARMS: dict[AlarmKind, Words] = {
    AlarmKind.CAPACITY: Words(
        "信箱 {subject} 容量将满",
        "信箱已用容量超过警戒线;一旦用满,用户的来信将无法送达。",
        "请缩短收信间隔(mailcare mailbox set-interval)、将已处理的信件移出服务器,"
        "或书面申请扩大容量。",
    ),
    AlarmKind.GROWTH: Words(
        "信箱 {subject} 增长过快",
        "按告警时的来信速度,信箱会在短时间内用满。",
        "请缩短收信间隔(mailcare mailbox set-interval)、将已处理的信件移出服务器,"
        "或书面申请扩大容量。",
    ),
    AlarmKind.OVERQUOTA: Words(
        "信箱 {subject} 已满,来信正被退回",
        "服务器或退信表明信箱已满,用户的来信此刻无法送达。",
        "请立即将已处理的信件移出服务器或扩大容量。",
    ),
    AlarmKind.UNREACHABLE: Words(
        "信箱 {subject} 无法收信",
        "服务器在规定时间内一直不能正常收信,渠道处于故障状态,须在修复时限内恢复。",
        "请检查网络与服务器,运行 mailcare doctor 查看原因;恢复后自动继续收信,信件不会遗漏。",
    ),
    AlarmKind.POLL_LATE: Words(
        "信箱 {subject} 的收信频次未达到登记的服务时间",
        "实际收信的次数少于登记表中的服务时间所承诺的次数。",
        "请运行 mailcare mailbox advise 查看原因,缩短收信间隔或增加 poll_workers。",
    ),
    AlarmKind.LOGIN_REFUSED: Words(
        "信箱 {subject} 登录被拒绝",
        "服务器一再拒绝用户名与密码,无法收信。",
        "请核对用户名与密码(授权码)是否过期,IMAP 服务是否开启;为免账号被锁,三次被拒后已停止登录,"
        "隔数小时才试探一次:改正密码后自动恢复,也可用 mailcare mailbox retry 立即一试。",
    ),
    AlarmKind.TOKEN: Words(
        "信箱 {subject} 的登录令牌已失效或即将失效",
        "令牌失效后将无法收发信件。",
        "客户端密钥到期:将新的密钥写入配置所指的文件;个人授权失效:运行 mailcare mailbox authorize "
        "{subject} 重新授权(Microsoft),或更换刷新令牌。然后运行 mailcare doctor 核实。",
    ),
    AlarmKind.SET_ASIDE: Words(
        "信箱 {subject} 有信件无法自动处理",
        "有信件读取或处理失败,已原样保存,等待人工处理,尚未立案。",
        "请运行 mailcare aside list 查看,人工处理后用 mailcare aside replay 重试。",
    ),
    AlarmKind.SEND_FAILED: Words(
        "信箱 {subject} 无法发信",
        "发信服务器不能连接或拒绝登录,答复、通知与派单都发不出去。",
        "请检查 SMTP 服务器与密码,运行 mailcare doctor;未发出的邮件仍在待发箱,恢复后自动发送。",
    ),
    AlarmKind.UNSENT: Words(
        "信箱 {subject} 有邮件长时间未能发出",
        "待发箱中最早的一封早该发出,至今没有发出。",
        "请运行 mailcare outbox list 与 mailcare doctor 查看原因;恢复后自动发送。",
    ),
    AlarmKind.UNCERTAIN: Words(
        "一封邮件是否发出不能确定: {subject}",
        "邮件正文已开始发送,但没有得到服务器的答复。",
        "请运行 mailcare outbox show 查看,在服务器日志或已发送文件夹中核实,"
        "再用 outbox resolve 记录结果;系统不会自行重发。",
    ),
    AlarmKind.CAP: Words(
        "发信数量达到上限: {subject}",
        "短时间内要发的邮件过多,为防止邮件风暴,超出部分已暂存待发箱。",
        "请运行 mailcare outbox held 查看;整批放行(分时发出)或取消用 "
        "outbox release --held、outbox drop --held。",
    ),
    AlarmKind.TEMPLATE: Words(
        "模板 {subject} 不能使用",
        "模板有错误;有上一个正确版本的沿用该版本,否则用它写的邮件暂不能发出。",
        "请运行 mailcare template check 查看错误并修改。",
    ),
    AlarmKind.CONFIG: Words(
        "修改后的配置有误,未生效: {subject}",
        "重新读取配置时发现错误,沿用原配置。",
        "请运行 mailcare check 查看错误,改正后再运行 systemctl reload mailcare。",
    ),
    AlarmKind.DISPATCH: Words(
        "申诉 {subject} 的派单没有送达",
        "接收部门没有收到派单,转派时限仍在计算。",
        "请更正接收部门的地址(配置 dispatch_address)后重新派单,"
        "或用待办通知所附的派单表传真、电话转交。",
    ),
    AlarmKind.CALENDAR: Words(
        "{subject} 年的工作日历尚未录入",
        "跨年的时限暂按周一至周五推算。",
        "放假安排公布后,请升级 chinesecalendar,或将该年全部假日与调休上班日填入配置 [calendar],"
        "再运行 systemctl reload mailcare。",
    ),
    AlarmKind.VOLUME: Words(
        "信箱 {subject} 的来信量异常",
        "这一时段的来信明显多于或少于往常。",
        "异常偏多请增派人手并查看是否有突发故障;异常偏少请从外部发一封测试信,核实来信能否到达。",
    ),
    AlarmKind.EPOCH: Words(
        "信箱 {subject} 的服务器重新编号",
        "服务器更换了信件编号,系统已按内容重新核对,不会重复受理。",
        "如非迁移所致请核实。",
    ),
    AlarmKind.FOUND_LATE: Words(
        "信箱 {subject} 有来信到夜间核对才收到",
        "平常的收信没有见到这些来信,多半是服务器迟迟没有列出;时限仍从服务器收到来信时起算,可能所剩不多。",
        "请运行 mailcare case list 尽快处理今天新立的申诉;如反复出现,请向邮件服务商查明原因。",
    ),
    AlarmKind.DISK: Words(
        "磁盘空间不足: {subject}",
        "空间用尽后不能再收信;信件仍在邮件服务器上。",
        "请清理磁盘或扩大空间;空间恢复后自动继续。",
    ),
    AlarmKind.DATABASE: Words(
        "数据库缓慢或不能写入",
        "数据库在规定时间内不能写入,收信、处理与发信都已暂停;信件仍在邮件服务器上。",
        "请检查是否有其他程序占用数据库、磁盘是否正常;恢复后自动继续。",
    ),
    AlarmKind.BACKUP: Words(
        "备份过期: {subject}",
        "最近一次成功的备份早于规定的时间;此刻如有损坏,其后的记录无法恢复。",
        "请运行 mailcare backup,并查看定时备份任务是否正常;备份成功后自动解除。",
    ),
    AlarmKind.RESTORED: Words(
        "信箱 {subject} 的数据由备份恢复,自动回复暂停",
        "备份之后收到的来信会重新受理并转人工判断,可能已经答复过;备份之后是否发过信,系统无从得知。"
        "发给用户和其他部门的自动邮件暂存待发箱,不会自行发出。",
        "请对照已发送文件夹逐件核实(mailcare outbox list、mailcare case list --state review),"
        "然后运行 mailcare mailbox go-live {subject}。",
    ),
    AlarmKind.CLOCK: Words(
        "本机时钟不准: {subject}",
        "时钟突然跳变,或与服务器的时间相差过大,时限与收信时间可能算错。",
        "请检查时间同步(timedatectl、chronyc tracking)。",
    ),
    AlarmKind.STUCK: Words(
        "守护进程的一个循环停滞: {subject}",
        "该循环在规定时间内没有完成任何一步。",
        "服务将由 systemd 重新启动;如反复出现请查看日志。",
    ),
    AlarmKind.RESTARTED: Words(
        "守护进程异常结束后已重新启动",
        "上一次运行没有正常结束;未完成的工作会自动接续,发送状态不明的邮件另行告警。",
        "请运行 journalctl -u mailcare 查看原因;如反复出现请联系维护人员。",
    ),
    AlarmKind.CHANNEL: Words(
        "告警渠道 {subject} 不能送达",
        "告警发不到该渠道,现改走其他渠道。",
        "请核对该渠道的地址、密钥与网络,再运行 mailcare alarm test {subject}。",
    ),
}

URGENT: dict[AlarmKind, Words] = {
    AlarmKind.CALENDAR: Words(
        "【紧急】{subject} 年的工作日历仍未录入",
        "年关已到,跨年的时限可能算错,元旦假期也会计为工作日。",
        "请立即将该年全部假日与调休上班日填入配置 [calendar],再运行 systemctl reload mailcare。",
    ),
    AlarmKind.UNREACHABLE: Words(
        "【紧急】信箱 {subject} 无法收信,修复时限将到",
        "渠道故障尚未排除,规定的修复时限即将或已经用完。",
        "请立即排除故障,并按规定向主管报告;运行 mailcare doctor 查看原因。",
    ),
    AlarmKind.RESTARTED: Words(
        "【紧急】守护进程反复异常重启",
        "短时间内多次异常结束,可能已不能正常工作。",
        "请立即运行 journalctl -u mailcare 查看原因;若 systemd 已停止重试,排除后运行 "
        "systemctl reset-failed mailcare 与 systemctl start mailcare。",
    ),
}
"""Of alarms whose facts say ``urgent``."""
