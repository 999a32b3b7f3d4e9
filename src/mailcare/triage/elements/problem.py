"""Whether a letter says what is wrong, so that a colleague could start work."""

import re

from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.page import Page
from mailcare.triage.expressions import Expression, Register, on_page

_NOISE = Expression(
    # nothing but that there is something
    r"(?:我家?的?)?(?:邮箱|信箱|宽带|手机|电话|网络|会员)?(?:出|有)(?:了|点|一点)?(?:大|很大的?|"
    r"严重的?|大大的)?问题(?:了)?(?=[ ,。!;\n]|$)|"
    r"(?:信|邮件|短信|电话)?里?(?:面)?(?:讲|说|写)不(?:清楚?|清爽|明白)|要紧的?(?:事情?|事体|话)|"
    r"一[桩件](?=要紧|事)|"
    r"(?:要|想)?(?:跟|和|同|与)?(?:你们|您|领导)?(?:当面|电话里?|面对面)(?:讲|说|谈|聊|"
    r"汇报)(?:或者?)?|是我的?(?=[ ,。!;\n]|$)|"
    r"我的事情?|(?:你们|您)?(?:自己)?心里(?:都|很|最)?(?:清楚|有数|明白)|"
    r"^[\u4e00-\u9fa5]{0,8}的事情?(?=\n)|有没有人(?:在|管|理|回)?(?:啊|吗|呀|嘛)?|在的话|回一下|"
    r"说多了也?没用|(?:已经?|已)?(?:严重|极大)(?:地)?影响(?:了)?(?:我的?)?(?:工作|生活|"
    r"正常){1,3}(?:和(?:工作|生活))?|事关我的?(?:邮箱|宽带|手机|电话)|"
    r"(?:还|给)(?:我|个|一个|我一个){0,2}(?:说法|公道|交代|交待|答复)|(?:(?:要|必须|"
    r"一定要)?投诉(?:你们)(?:的)?(?:增值业务|增值|客服|服务|公司|宽带|会员)?)(?=[ ,。!;\n]|$)|"
    r"(?:上次|之前|那件)(?:说)?的?(?:事情?|问题)(?:怎么样|如何|怎样|处理得?怎么样)(?:了)?|(?:别|"
    r"不要|莫)(?:再)?让我(?:再)?等太?久?|"
    r"有(?:要事|急事|要紧事|事情)(?:要)?(?:面谈|相商|商量|相告|请教)?|请?(?:有关|相关)(?:领导|"
    r"负责人|部门|同志)|速(?:速)?(?:回电话?|来电|复)|(?:领导|负责人)(?:出来|接电话|回电)|"
    # greetings, thanks and closings
    r"您好|你好|hello|(?<![a-z])hi(?![a-z])|dear (?:sir|madam|customer service|team|"
    r"all)?(?: or madam)?|尊敬的?[^\n,。:]{0,14}[:,]?|谢谢|感谢|多谢|此致|敬礼|祝好|顺颂商祺|"
    r"best regards|kind regards|regards|"
    r"many thanks|thank you|thanks|sincerely|yours|发自我的[^\n]*|来自我?的?[^\n]{0,14}手机|"
    r"sent from my[^\n]*|从我的[^\n]*(?:发送|传送)|"
    # wishes that say nothing of the matter
    r"(?:请|麻烦|烦请|希望|盼|望|速|尽快|马上|立刻|立即|急|赶快|赶紧){1,8}(?:你们|贵司|贵处|贵公司|"
    r"有人|派人|工作人员|客服)?(?:能|来|给|与|和|跟|同){0,8}(?:我|本人){0,8}(?:联系|回电|回复|"
    r"答复|来电|"
    r"处理|解决|回话|电话|看看|看一下|帮忙|联络|打电话|打我电话|call|核实|关注|重视){1,8}(?:我|"
    r"本人|"
    r"一下|下|为盼|为荷|电话|谢谢){0,8}|"
    r"(?:打|联系|回|给)(?:个|我|到){0,8}(?:电话|我)(?:吧|一下|谈|说){0,8}|(?:电话)?(?:里|面|见面|"
    r"详)(?:说|"
    r"谈|聊|细说)|有(?:事|问题|急事|话)(?:要)?(?:问|找|咨询|请教|说|反映|投诉)?(?:你们|您|下|"
    r"一下)?|"
    r"please (?:contact|call|phone|reply|answer|help|respond|reach)(?: to)?(?: me| us)?(?: back|"
    r" asap| soon| urgently| as soon as possible| immediately| today){0,8}|call me(?: back)?|asap|"
    r"urgent(?:ly)?|"
    r"i (?:want|need|would like|wish) to (?:complain|talk|speak)(?: to (?:someone|somebody|you|"
    r"a manager))?|i have a (?:problem|question|complaint)(?: with)?|"
    r"在吗|在不在|有人(?:吗|在吗)|怎么(?:办|回事|搞的|搞)|什么情况|为什么|请问|问一下|咨询(?:一下|"
    r"个问题)?|我要投诉|(?:要|想)?投诉(?:你们(?:的)?(?:增值业务|增值|业务|服务|公司|电信)?)?|申诉|"
    r"反映(?:一个)?(?:问题|情况)?|"
    # anger
    r"什么(?:破|烂|垃圾|狗屁|鬼)?(?:公司|服务|东西|态度|玩意儿?)|(?:太|真|好|很|非常|十分|实在|"
    r"简直|特别)?(?:垃圾|差劲|差|烂|坑人|坑|恶心|无耻|不要脸|黑心|失望|气愤|生气|愤怒|过分|离谱|"
    r"荒唐|可恶|没用|不好|不行|糟糕|糟|无语|没意思|霸道|骗人|骗钱|流氓|无赖|恶劣|混蛋|废物|狗屎|"
    r"要命|崩溃|郁闷)(?:了|透了|到家|死了|极了|透顶|至极)?|"
    r"再也不(?:用|会用|来|信)(?:了|你们)?|倒闭|天天|(?:骗|坑)(?:人|钱|子)|破公司|破网|服务态度|"
    r"态度|(?:你们|电信|贵公司|公司|中国电信|服务|客服)(?:的)?(?:真是|就是|都是|是)?|受不了|"
    r"忍无可忍|退网|去死|坏透|"
    r"(?:very|so|really|extremely|totally)? ?(?:bad|terrible|awful|horrible|worst|sucks?|"
    r"disappoint\w*|angry|rubbish|garbage|useless|unacceptable|poor service|hate|stupid|shame|"
    r"ridiculous)(?: (?:service|company|ever))?|"
    # putting off
    r"(?:我|在家)?(?:等|静候)(?:您|你们|贵司)?(?:的)?(?:消息|回复|答复|通知|佳音|回音)|(?:电话里?|"
    r"邮件里?|信里)?(?:一时)?(?:说|讲)不清(?:楚|爽)?|"
    r"详谈|面谈|当面(?:说|谈|讲)|(?:有|是)?(?:很|非常)?重要的?(?:事情?|情况)|好的|知道了|"
    r"(?:您|你们|贵司)?(?:所)?(?:要|需)的?[^,。\n]{0,20}(?:在附件|见附件|请查收|已附上)(?:里|中)?|"
    r"(?:在|已)附件(?:里|中)|"
    r"(?:i will|i'll|will|let me) explain[^.\n]{0,30}|see attached (?:file|document|picture)s?|"
    r"(?<![a-z])help(?![a-z])|"
    r"求助|"
    # asking again
    r"(?:你们|贵司)?(?:有没有)?收到(?:没有|了吗|吗|没)|(?:一直|至今|还|到现在|怎么|"
    r"都){0,8}(?:没有?|"
    r"未|不)(?:有)?(?:人)?(?:给我)?(?:回复|答复|回应|回音|回(?:我(?:的)?)?(?:信|邮件)|回我|理我|"
    r"理会|理睬|下文)|(?:上次|上封|之前|前面|"
    r"前天|昨天)(?:的|发的|写的)?(?:邮件|信|投诉|反映)|"
    # handing on
    r"(?:烦请|请|麻烦|拟)?(?:予以|协助|帮忙|尽快)?(?:转发|转给|转呈|转交|移交|"
    r"转(?=[给至到贵你各相有,。 \n]|$)|(?<!订)阅(?!读|览)|跟进|查收|处理|"
    r"办理){1,8}(?:给|至|到|贵|你|各|相关|有关){0,8}(?:单位|部门|处|部|中心|同事)?(?:处理|跟进|"
    r"办理)?|"
    r"(?:以下|下面|上述|下列|附上|该|此)(?:是|为)?(?:一封|一名|一位|我)?(?:的)?(?:客户|用户|邮件|"
    r"来信|投诉|信){1,8}(?:的)?(?:邮件|来信|投诉|信|问题)?|(?<![a-z])(?:fyi|see below|forwarded|"
    r"for your (?:action|handling|information))(?![a-z])|"
    # pointing elsewhere
    r"如图|见图|看图|见附件|如附件|附件(?:是|为|有|里)?(?:截图|照片|图片)?|详见(?:附件)?|截图|"
    r"附图|就这样|这样(?:的|子)?|如下|都?一(?:下午|上午|天|整天|个?晚上)了?|同上(?:封信?)?|"
    r"上(?:次|封信?|一封)(?:信|邮件)?(?:里|中)?(?:忘(?:了|记)?(?:写|说|填)?(?:了)?)?|忘(?:了|"
    r"记)(?:写|说|填)?(?:了)?|"
    r"补(?:充|上)(?:一下)?(?:资料|信息|材料|内容)?|(?:其他|其它|其余|资料|信息|材料|"
    r"内容){1,8}(?:同|"
    r"和|见|已|跟)?|(?:前|之前|原)(?:信|邮件)(?:一样|相同|里)?|please (?:see|"
    r"find)(?: the)? (?:attached|attachment|screenshot)\w*|as attached|see (?:attachment|picture|"
    r"screenshot)s?|"
    r"(?:提供|告知|告诉|发给|寄给)(?:一下|您|你们|给){0,8}|按(?:要求|您)[^,。\n]{0,6}|您要的|"
    r"你们要的|"
    # names of data, with what follows
    r"(?:联系人|姓名)[ \t]*[\u4e00-\u9fa5]{2,4}(?![\u4e00-\u9fa5])|(?:联系)?(?:电话|手机|宽带账号|"
    r"账号)(?=[ \t]*(?:[,。;\n]|$))|(?:联系人|姓名|联系(?:电话|方式|号码)?|电话(?:号码?)?|"
    r"手机(?:号码?)?|账号|帐号|宽带(?:号|账号)|设备号码?|用户(?:名|号)|号码|邮箱(?:地址)?|地址|"
    r"邮编|qq|微信|我叫|本人|我是|机主|户主|户名|name|tel|phone|mobile|number|account|"
    r"address)[ \t]{0,3}(?:[:|"
    r"是为叫]|\t)+(?:(?![\u4e00-\u9fa5]{2,6}[:\t])[^\n,。;|]){0,40}",
    register=Register(),
)
_DEICTIC = on_page(
    r"如图|见图|看图|见附件|如附件|详见附件|截图|附图|see (?:the )?attach|see (?:the )?(?:picture|"
    r"screenshot)|as attached"
)
_PRAISE = on_page(
    r"表扬|记(?:一|个|大)?功|点赞|点个赞|锦旗|感谢信|特此(?:致谢|感谢)|"
    r"写信(?:来)?(?:表示)?(?:感谢|道谢|致谢|"
    r"说声谢)|衷心(?:的)?(?:感谢|谢)|非常感谢|十分感谢|由衷|万分感谢|(?:服务|态度|技术)?(?:特别|"
    r"非常|真|很|十分|挺|超)(?:的)?(?:好|棒|满意|周到|热情|耐心|专业|感动|赞)|好评|夸|"
    r"谢谢(?:她|他|这位|那位|你们的)|感谢(?:她|他|这位|那位)|"
    r"^(?:感谢|谢谢|致谢|表扬|感谢信)[!. ]*\n|"
    r"(?<![a-z])(?:praise|compliment|commend|thank(?:s| you)(?: \w+){0,2} (?:to|for)|excellent|"
    r"great (?:service|job|help)|wonderful|very (?:helpful|kind|patient|professional)|well done|"
    r"(?<!be )(?<!be very )(?<!be most )grateful(?! if)|impressed)(?![a-z])"
)
_PRAISED = on_page(
    r"感谢|谢谢|表扬|点赞|赞|thank|praise|commend|compliment|(?<!be )grateful|kudos|锦旗|鼓励|"
    r"嘉奖|表彰|"
    r"记(?:一|个|大)?功|"
    r"好评"
)
_DEMAND = on_page(
    r"(?:请|要求|希望|麻烦|能否|能不能|可否|建议|要|望|为何|为什么|何时|什么时候|怎么(?!样)|尽快|"
    r"立即|(?<!不)但是?|可是|不过|然而|却|就是)[^。!?\n]{0,14}?(?:退|查|修|恢复|解决|处理(?!得|好|"
    r"完)|"
    r"取消|关闭|开通|改进|改善|增加|解释|说明|答复|赔|道歉|安排|延长|更换|检查|优化|办|开|设|还|"
    r"慢|断|"
    r"不能|无法)|"
    r"(?:一直没|一直没|还是|仍然?|依然|又|至今|一直)(?:没|不|未|无法)|收回|老毛病|又(?:响|坏|断|"
    r"犯|开始)|要投诉的|另外?一[桩件]|去掉|毫?不知情|原路|退还|擅自|未经|"
    r"多扣|乱扣|投诉(?!的|过|处理)|"
    r"(?<![a-z])(?:please (?:fix|check|stop|refund|cancel|tell|explain|restore)|but |however|"
    r"still (?:not|no)|refund|stop|charged?|cancel|cannot|can't|unable|"
    r"never (?:asked|ordered|demanded|subscribed|used)|why|suggest|could you|can you)(?![a-z])"
)
_HAN = re.compile(r"[\u4e00-\u9fa5]{2,}|(?<=[0-9a-z])[\u4e00-\u9fa5]|[\u4e00-\u9fa5](?=[0-9a-z])")
"""A lone one between blanks is only a remnant of an empty phrase."""
_WORD = re.compile(r"[a-z]{3,}|[a-z]{1,2}\d+")
_FEW_WORDS = re.compile(
    r"the|and|for|you|are|your|was|were|this|that|with|have|has|had|not|but|our|from|any|all|what|"
    r"when|they|there"
)
_TROUBLE = re.compile(
    r"收不到|发不出|打不开|上不去|登(?:录|陆)?不|连不上|进不去|用不了|看不了|看不到|无法|不能|"
    r"失败|报错|错误|断|掉线|慢|卡|花屏|黑屏|蓝屏|扣|收费|多收|退订|退费|退款|取消|注销|开通|停机|"
    r"没信号|"
    r"无信号|杂音|丢失|乱码|退信|满|被盗|中毒|过期|到期|欠费|重复|密码|忘|续费|发票|合同|移机|"
    r"拆机|装机|安装|办理|价格|多少钱|提速|降速|坏|故障|中断|恢复|删|挂马|备案|解析|漏|骗|退|"
    r"没(?:有)?(?:办法|法|到|收|修|装|人来|来|好|用|给|成功|生效)|不(?:到|出|通|上|了|给|让|行|"
    r"好用|稳定|对|准)|修|换|诱导|"
    r"擅自|什么时候|何时|多久|没(?:有)?(?:人|订|开|点|办过|同意|动静|消息|下文|声|反应|显示|图像|"
    r"画面)|从未|从来没|不知情|未经|强制|捆绑|误导|欺|虚假|"
    r"丢包|不通|时延|拥塞|复机|涨|翻倍|贵|不符|不一样|对不上|变(?=[0-9成])|消失|不见|清零|清空|"
    r"冻结|被?封|锁|延迟|超时|挂断|白跑|缺|差错|冲突|弹出|"
    r"(?<![a-z])(?:cannot|can't|unable|fail(?:s|ed|ure)?|error|slow|down|refund|cancel|charged?|"
    r"unsubscribe|no signal|drop(?:s|ped)?|lost|expired?|stopped|refuses?|bounced?|broken|wrong|"
    r"password|never|waited|overcharged|unauthori[sz]ed|without (?:my |any )?(?:consent|notice|"
    r"asking|permission)|missing|twice|"
    r"unreachable|offline|time(?:d )?-?out|dead|cut|locked|frozen|suspended|hung up|rude|noise|"
    r"disconnect\w*|interrupt\w*|freezes?|black "
    r"screen|"
    r"deleted|gone|disappeared|vanished|"
    r"install(?:ed|ation)?|not work(?:ing)?|doesn't work|stop|invoice|price|how (?:much|long|do|"
    r"to))(?![a-z])"
)
_ENOUGH, _WITH_TROUBLE, _WITHOUT_TOPIC, _VENT = 7, 4, 13, 24
"""How much must be said: of a thing we have, of trouble, of neither (mere anger is never short)."""
_TOPIC = re.compile(
    r"邮|信箱|装|修|测速|兆|攻击|物业|快递|煤气|水管|宽带|网|电话|手机|短信|彩信|会员|卡|账|帐|费|"
    r"号|域|主机|服务器|机房|机柜|套餐|流量|"
    r"营业厅|信号|积分|密码|"
    r"点播|铃|优惠|业务|身份证|排队|柜台|下载|充值|电视|视频|光猫|路由|线|"
    r"(?<![a-z])(?:mail|iptv|box|e-?mails?|mailbox|phone|broadband|internet|bill|sms|card|account|"
    r"server|"
    r"domain|"
    r"member\w*|number|line|router|roaming|staff|shop|charge)(?![a-z])"
)
_ASKS_OR_PROPOSES = re.compile(
    r"请问|咨询|想问|怎么|怎样|如何|多少|多久|几[个天月]|哪[里儿些个]|能否|可否|是否|能不能|可不可以|"
    r"吗|建议|(?:希望|最好|不妨)[^,。;\n]{0,12}(?:增加|增设|加上|开通|改成|改为|推出)|"
    r"(?<![a-z])(?:how (?:do|can|much|many|long|to)|what|which|when|where|could you|can i|"
    r"is it possible|suggest\w*|propos\w+|it would be (?:nice|good|great|helpful))(?![a-z])"
)
_ANGER = on_page(
    r"气死|失望|垃圾|倒闭|无耻|不要脸|骗|烂|黑心|寒心|愤|蠢|恶心|等着瞧|差劲|破公司|老用户|打死|"
    r"(?<![a-z])(?:worst|shame|terrible|awful|rubbish|hate|disgust\w*|horrible|in my life)(?![a-z])"
)
_PRAISE_SUBJECT = re.compile(
    r"(?![^\n]*(?:反映|建议|投诉|并|与|但|不过|咨询|but|however|complaint|suggest))"
    r"[^\n]{0,12}(?:感谢|致谢|谢谢|表扬|点赞|好评|锦旗|(?<![a-z])(?:kudos|thank|thanks|praise|"
    r"compliment))"
)
_REPLY = re.compile(r"^\s*(?:(?:re|fw|fwd|回复|答复|转发|回覆|轉寄)\s*[:：]\s*)+")
_VALUE = 200
_SHOWN_FROM = 1000
"""What is shown of the problem stands before this place of the body."""
_READ = 3000
"""A letter that has said nothing so far seldom comes to it, and is read on only then."""


def find_problem(
    page: Page, found: tuple[Candidate, ...], contact: tuple[str, int, int] | None
) -> tuple[str, int, int] | None:
    """Return the problem in the writer's words with its place on the page (0, 0: the subject).

    None if nothing is said that a colleague could start on: only a wish to be called, anger,
    pure praise, a pointer to a picture, or data that supplement an earlier letter.
    """
    said = [*((one.token.start, one.token.end) for one in found), *_place(contact)]
    whole = page.signature_at
    start = min(whole, page.body_at + _READ)
    return _told(page, said, start) or (_told(page, said, whole) if start < whole else None)


def problem_chance(
    page: Page, found: tuple[Candidate, ...], contact: tuple[str, int, int] | None, *, told: bool
) -> float | None:
    """Return how likely the letter says what is wrong, where that is open; `told`: it seems so."""
    if told and page.signature_at > page.body_at + _LONG:
        return None
    said = [*((one.token.start, one.token.end) for one in found), *_place(contact)]
    text = _blanked(page, said, min(page.signature_at, page.body_at + _READ))
    weight = _weight(text)
    if not told:
        return _OPEN_UNTOLD if weight >= _MUCH else None
    has_point = _TROUBLE.search(text) or _ASKS_OR_PROPOSES.search(text)
    is_clear = weight >= _ENOUGH and has_point and _TOPIC.search(text)
    return None if weight >= _MUCH or is_clear else _OPEN_TOLD


_LONG, _MUCH = 400, 24
"""Characters of a letter that says enough for sure, and how much must be said to be sure."""
_OPEN_TOLD, _OPEN_UNTOLD = 0.5, 0.3
"""Of 18 letters that nobody had read, in few words without a trouble or its matter, 8 told one."""


def _told(page: Page, said: list[tuple[int, int]], until: int) -> tuple[str, int, int] | None:
    """Return the problem as far as the letter tells it before `until`."""
    text = _blanked(page, said, until)
    subject, body = text[: page.body_at], text[page.body_at :]
    if _is_praise(page.plain):
        return None
    if _PRAISE_SUBJECT.match(page.plain) and not _DEMAND.search(page.plain, page.body_at):
        return None
    angry = bool(_ANGER.search(page.plain))
    if _weight(body) >= _needed(body, angry=angry):
        return _own_words(page, body)
    if _DEICTIC.search(page.plain) or _REPLY.match(page.plain):
        return None
    if body.strip("!。, \n") in subject:
        body = ""
    if _weight(subject + body) >= _needed(subject + body, angry=angry):
        return page.shown[: page.body_at].strip(), 0, 0
    return None


def _place(contact: tuple[str, int, int] | None) -> tuple[tuple[int, int], ...]:
    return ((contact[1], contact[2]),) if contact else ()


def _blanked(page: Page, said: list[tuple[int, int]], until: int) -> str:
    """Return the letter, as long as before, without what is `said` and without empty phrases."""
    chars = list(page.plain[:until])
    for start, end in said:
        chars[start:end] = " " * max(0, min(end, len(chars)) - start)
    text = "".join(chars)[:until]
    return _NOISE.sub(lambda noise: " " * len(noise[0]), text)


def _weight(text: str) -> int:
    """Return how much is said: Chinese characters, and two for each English word."""
    words = sum(not _FEW_WORDS.fullmatch(word) for word in _WORD.findall(text))
    return sum(map(len, _HAN.findall(text))) + 2 * words


def _needed(text: str, *, angry: bool) -> int:
    if _TROUBLE.search(text):
        return _WITH_TROUBLE
    if _TOPIC.search(text):
        return _ENOUGH
    return _VENT if angry else _WITHOUT_TOPIC


def _is_praise(text: str) -> bool:
    return bool(_PRAISE.search(text) and _PRAISED.search(text)) and not _DEMAND.search(text)


def _own_words(page: Page, body: str) -> tuple[str, int, int]:
    """Return the clauses that say something: no salutation, fields, contact data or politeness."""
    clauses: list[tuple[int, int, int]] = []
    at = page.body_at
    for clause in _CLAUSES.findall(body):
        end = at + len(clause)
        clauses.append((_said(clause, page.plain[at:end]), at, end))
        at = end
        if at > page.body_at + _SHOWN_FROM:
            break
    whole = [index for index, (said, _, _) in enumerate(clauses) if said >= _WITH_TROUBLE]
    inner = clauses[whole[0] : whole[-1] + 1] if whole else clauses
    kept = [(start, end) for said, start, end in inner if said or not whole]
    words = " ".join("".join(page.shown[start:end] for start, end in kept).split())
    words = _LEAD.sub("", words, count=1) or words
    return words[:_VALUE].rstrip(",、;: ") or words[:_VALUE], kept[0][0], kept[0][0] + 1


_LEAD = re.compile(
    r"(?i:(?:(?:尊敬|亲爱)的?[^\n,。:]{0,14}[:,!]|(?:您好|你好|hello|hi|dear [a-z ]{2,24})[:,!。]|"
    r"(?:投诉|申诉|反映|问题|故障|具体|留言)?(?:问题|内容|事由|描述|现象|情况|事项):)[ ]*)*"
)
"""Salutation and field label before the first words."""


def _said(clause: str, plain: str) -> int:
    """Return how much a clause (`clause`: blanked, `plain`: whole) says of what is wrong."""
    weight = _weight(clause)
    if _MANNERS.search(plain):
        return 0
    if weight > 1 and (_TROUBLE.search(clause) or _TOPIC.search(clause)):
        return max(weight, _WITH_TROUBLE)
    return 0 if weight <= 1 or _REACH_ME.search(plain) else weight


_REACH_ME = re.compile(
    r"联系(?:人|我|电话|方式)|联络|致电|回电|来电(?!显|提)|(?<!别人)(?<!人家)(?<!朋友)打(?:我|"
    r"给我)|拨打|(?:家住|住址|地址)[:在]?|邮编|"
    r"(?<![a-z])(?:call|reach|contact) me|(?<![a-z])my (?:name|number|phone|mobile)(?: number)? is"
)
_MANNERS = re.compile(
    r"^[^\n,:]{1,22}:\s*\n|[敬谨]上|[敬谨]启|拜上|特此(?:函达|奉告|告知|致函|来信)|冒昧|打扰|"
    r"^\s*(?:宅电|行动电话|手机|电话|电邮|地址|邮编|tel|phone|mobile|mob|e-?mail)[^,\n]{0,6}:|"
    r"^\s*(?:留言|提交|登记|来源|访问)?(?:时间|日期|ip|编号|类型|来源)[^,\n]{0,6}:|身份证|"
    r"系统自动(?:发出|发送)|"
    r"请勿(?:直接)?回复|^\s*[〇零一二三四五六七八九十]{4}年[^,\n]{2,8}\s*$|(?<![a-z])(?:yours|"
    r"sincerely|regards|respectfully)(?![a-z])"
)
"""Salutation, signature and closing."""
_CLAUSES = re.compile(r"(?:[^,。!?;.\n]|\.(?!\s|$))*(?:[,。!?;.\n]+|$)")
