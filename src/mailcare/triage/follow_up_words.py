"""What people say in later letters: weighted patterns on the matching copy, one table per stance.

Each finding of a sign counts once. The matching copy is simplified and lower case, its stops are
narrow (but for 。), so that one spelling of a word is enough.
"""

import re

from mailcare.triage.signs import signs

_TIME = r"(?:\d{1,3}|[一二两三四五六七八九十几好多半数]{1,3})\s?个?(?:多)?(?:工作日|天|周|星期|礼拜|月|小时|钟头)"
_COMPLAINT = r"(?:投诉|申诉|诉求|工单|来信|反映|报修|报障|追究|请求|案件|案子|这(?:个|件)事|受理|事项|申请单)"
_SHARES = (
    r"(?:慢|差|低|烂|坏|糟|敷衍|拖|垃圾|过分|不负责|不专业|气人|离谱|随便|马虎|草率|官僚|儿戏)"
)

DISSATISFACTION = signs(
    (
        3,
        r"不(?:太|是?很|怎么)?满(?!意度|足)|不(?:能|可)?(?:接受|认可|认同|信服)|不服(?!务)|不敢苟同|"
        r"(?:无法|难以|没法|不能)(?:接受|认同|认可|苟同|信服|满意)|失望|心寒|寒心|"
        r"(?:不|没|未)(?:能)?(?:让|令)人?(?:我)?满意|毫无诚意|没有?诚意|(?:缺乏|没有?)(?:基本的)?责任心",
        r"敷衍|推诿|推卸|推脱|推三阻四|踢皮球|搪塞|糊弄|忽悠|耍(?:我|人|弄)|应付(?:了事|我|差事)|打发我|"
        r"打太极|当我是?(?:傻|三岁)|避重就轻|答非所问|文不对题|不知所云|牛头不对马嘴|"
        r"(?:套|官|空|废)话|复制粘贴|千篇一律|机器人(?:回|在)|(?:像|是|又是|用)(?:一个?)?模板",
        r"不负责任|(?:态度|服务)(?:极|很|太|真|这么|非常|实在)?(?:其|是)?(?:差|恶劣|糟|烂|不好|冷漠|傲慢)|"
        r"岂有此理|气愤|愤怒|恼火|火大|气死|气人|忍无可忍|忍不了|欺人太甚|太欺负|霸王|不讲道?理|"
        r"太过分|太离谱|荒唐|可笑|笑话|不可理喻|匪夷所思|说话不算(?:数|话)?|言而无信|出尔反尔|睁眼说瞎话|"
        r"(?:骗|欺骗|蒙骗|欺瞒)(?:人|我|用户|消费者|子)|撒谎|说谎|胡说|瞎说|乱说",
        rf"(?:太|真|实在|极其|非常|特别|这么|如此|够){_SHARES}|什么(?:态度|服务|效率|公司)|"
        r"(?:差|太)劲|(?:(?<!不)好意思|有脸|怎么可以这样|怎么能这样)|凭什么|"
        r"(?:这|那)(?:也|就|算|叫|也算|也叫)(?:是|叫)?(?:处理|答复|解决|回复|服务)",
        r"(?:答复|回复|处理|解释|结论|结果|方案|说法|意见|答案)[^。!?\n]{0,10}(?:不(?:对|合理|公平|成立|属实|"
        r"符合|解决|真实|实|行)|有(?:问题|误|出入)|说不通|站不住|错误|没有?用|等于没|没有?说|没有?回答|没有?解决|毫无)",
        r"(?:根本|完全|压根|丝毫|并|并没有?真正|从来)(?:就)?(?:没有?|不|未)(?:解决|处理|看|查|回答|理|管|修|"
        r"认真|核实|调查|用|起作用|能?解决|是(?:我|这)|知道|懂|了解|明白|搞清)",
        r"等于(?:没说|没答|没处理|白说|没回)|白(?:等|说|写|折腾|跑|费)|没有?(?:任何|一点|丝毫)(?:用|作用|意义|诚意|改善|改变)",
        r"(?:保留|行使)[^。!?\n]{0,8}权利|投诉到底|追究到底|奉陪到底|没完|(?:讨|给)(?:个|一个)?(?:说法|公道)|"
        r"(?:你们|贵)[^。!?\n]{0,6}(?:领导|负责人|经理|主管|上级)[^。!?\n]{0,8}(?:出面|来|给|处理|谈|联系)|"
        r"(?:叫|让|请|找|要求)(?:你们)?[^。!?,\n]{0,4}(?:领导|负责人|经理|主管|上级|上司)",
        r"(?<![\d.-])(?:12300|12381|12315|12345)(?!\d)|工信部|工业和信息化部|通管局|通信管理局|消协|消保委|"
        r"消费者(?:权益)?(?:保护)?(?:协会|委员会)|曝光|电视台|报社|(?:找|告诉|联系|发给)?(?:媒体|记者)|起诉|"
        r"法院|律师|打官司|法律(?:途径|手段|武器|程序)|仲裁|信访|市长热线|黑猫|"
        r"发到(?:网上|微博|朋友圈|抖音|小红书)|向(?:上级|有关部门|主管部门|监管)",
    ),
    (
        2,
        r"(?:说(?!好)|称|回复|答复|告知|通知|显示|声称|写着?|讲(?!好))[^。!?\n]{0,14}(?:修好|解决|恢复|处理(?:好|完)|办结|"
        r"搞定|退(?:款|费|还)?|完成|正常|到账|上门|联系|派人)[^。!?\n]{0,6}[,。!?]?[^。!?\n]{0,12}"
        r"(?:还是|仍|依旧|依然|照样|可(?:是)?|但|结果|实际|根本|没|不|又)",
        r"(?:修|处理|解决|弄|恢复|维修)(?:好|完|过)?了?[^。!?\n]{0,8}(?:没(?:多久|几天|两天|过|到)|不到|才|第二天|"
        r"一天|当天|隔天|马上|转眼|过后|以后|之后)[^。!?\n]{0,10}(?:又|再次?|还是|老样子)",
        r"(?:问题|情况|故障|现象|毛病|事情|投诉)[^。!?\n]{0,4}(?:依旧|依然|照旧|仍旧|仍然?|还是|还)(?:存在|没|未|"
        r"不|一样|老样子|在|如此|在继续|继续)|老样子|原封不动|没有?(?:任何|一点|丝毫|半点)?(?:改善|好转|变化|改变)",
        r"(?:没有?|未|不)(?:能)?(?:真正|彻底|实际|从根本上|根本)?(?:解决|处理)(?:我的|我反映的)?(?:实际)?问题|"
        r"(?:治标不治本|不了了之|一拖再拖|拖拖拉拉|拖延|推来推去|互相推|踢来踢去|石沉大海)",
        r"(?:要求|请|希望|必须)[^。!?,\n]{0,6}(?:重新|再次)(?:处理|核实|调查|核查|答复|解释|审核|考虑|查)|"
        r"(?:继续|再次|升级|重新|还要|还会|还将|要|正式)投诉|投诉你们|投诉(?:这|那|该)?(?:个|名|位)?(?:客服|师傅|工号|员工|人员)",
        r"难道|居然|竟然|到底(?:有没有|是不是|想|管不管|谁)|有没有人(?:管|看|负责)|(?:没|无)人(?:负责|管(?!理))|"
        r"不作为|形同虚设|不闻不问|置之不理|爱理不理|不理不睬|(?:不|没)把(?:用户|客户|我|消费者)(?:当|放)",
        r"(?:不是|并非|并不是)(?:我|用户)(?:的|所)?(?:要|问|反映|说|想)|(?:问|说|反映)的(?:是|不是)[^。!?\n]{0,20}(?:你们|您们?|答复|回复)",
        r"(?:你们|贵(?:司|公司|处))[^。!?,\n]{0,6}(?:自相矛盾|前后(?:不一|矛盾)|两套说法|各说各)|前后(?:矛盾|不一)",
    ),
    (
        3,
        r"\b(?:not|un|dis)[- ]?(?:at all |really |very |fully )?(?:satisf(?:ied|actory)|happy|acceptable|helpful)\b|"
        r"\b(?:do not|don't|cannot|can't|refuse to|won't|will not) (?:accept|agree)|\bdisagree\b|\bdisappoint|"
        r"\bunacceptable\b|\boutrageous|\bridiculous|\bnonsense\b|\bjoke\b|\bexcuses?\b|\bterrible|\bhorrible|"
        r"\bawful|\bappalling|\bdisgrace|\bshame|\buseless\b|\bfed up\b|\bangry\b|\bfurious|\binsult|\bincompeten|"
        r"\bunprofessional|\brude\b|\blie[ds]?\b|\blying\b|\bcopy[- ]?(?:and[- ])?paste|\bcanned\b|\btemplate\b|"
        r"\bwaste of time|\brun(?:ning)? ?around|\bbrush(?:ed|ing)? (?:me )?off|\bpass(?:ed|ing) the buck|\bfob",
        r"\b(?:did|do|does|has|have)(?: not|n't) (?:even )?(?:answer|address|solve|fix|resolve|help|read|explain|change)|"
        r"\b(?:nothing|never) (?:to do with|has (?:been )?(?:done|changed|improved)|was (?:done|fixed|solved))|"
        r"\bnot (?:been )?(?:solved|fixed|resolved|answered|addressed)|\b(?:unsolved|unresolved)\b|\bpoor(?:est)? (?:service|quality|handling|answer|support)|"
        r"\b(?:bad|worst) (?:service|support|experience|company)",
        r"\bregulator|\bmiit\b|\bconsumer (?:association|council|protection|rights)|\blawyer|\bsue\b|\blegal action|"
        r"\bcourt\b|\bthe (?:press|media)\b|\bsocial media|\b(?:your|a) (?:manager|supervisor|superior|boss)|\bescalat|"
        r"\bthird time\b|\bformal complaint",
    ),
    (
        2,
        r"\b(?:problem|issue|fault|error|it) (?:is|remains|persists|still|continues|keeps)\b[^.!?\n]{0,24}"
        r"(?:same|there|exist|unsolved|persist|happen|unchanged|broken|not)|\bstill (?:\w+ly )?(?:not|the same|broken|doesn't|does not|cannot|can't|exists?|happening|have the)|"
        r"\byou (?:said|told|claimed|wrote|promised|say|claim)\b[^.!?\n]{0,60}\b(?:but|not|still|yet|never)|"
        r"\bpersists?\b|\bcame back\b|\bagain (?:broken|down)|\bexplain why\b|\bwrong (?:answer|conclusion)",
    ),
)

URGING = signs(
    (
        2.5,
        r"催(?:一|1)?(?:催|下)|催(?:办|促|单|问)|(?:想|再|来|来信|特此|特来)催|再次?询问|跟进一?下",
        r"(?:有|没)(?:没有?|什么|啥|无|任何)?(?:新的?|最新)?(?:进展|结果|消息|眉目|下文|回音|着落|动静|答案|结论|说法)了?(?:没|吗|么|呢|嘛|\?|了|啊)|"
        r"(?:进展|进度|结果|情况)(?:到底|究竟)?(?:如何|怎样|怎么样|咋样|呢|怎么说|到哪)|(?:进度|进展)(?:是|到)|"
        r"(?:处理|解决|查|办|弄|搞|修|核实|跟进|安排|审核|调查)(?:得|的|到)?(?:怎么样|如何|怎样|咋样|哪(?:一步|里|儿|了)|什么(?:程度|阶段|地步|"
        r"情况)|好了?(?:没|吗|么)|完了?(?:没|吗)|了(?:没有?|吗)(?!问题)|到哪)|怎么样了|怎样了|咋样了|到哪一步|(?:现在)?什么情况了?\?|有(?:无|没有?)下文",
        r"(?:什么时候|啥时候|何时|几时|哪天|哪一天|几号|多久|多长时间|几天)[^。!?\n]{0,16}(?:能|才|会|可以|给|有|来|解决|"
        r"处理|答复|回复|修|恢复|弄|退|到账|上门|好|结果|完)|(?:还|得|要|需要?)(?:再)?(?:等|拖)(?:多久|多长|多少|到(?:什么|何|哪|啥)|几)",
        r"(?:怎么|为什么|为何|咋|为啥)(?:还|到现在|至今|一直|迟迟|这么久|这么慢|都|这么多天)+[^。!?\n]{0,10}(?:没|不|未|无)|"
        r"(?:怎么|为什么|为何|咋)(?:没有?|不见|无)人?(?:人|任何|回|答|联系|处理|理|消息|动静|来|音)",
        r"(?:至今|到现在|到目前|到今天|截至|截止|迟迟|一直|始终|仍然?|还是|还|都|依然|并)(?:还|仍|都|也|是)?(?:没有?|未|无|不见)(?:人|有人|"
        r"收到|得到|接到|见到|看到|等到|等来|任何|一个|答复|回复|回音|回信|回应|处理|解决|消息|音[信讯]|联系|进展|结果|下文|动静|上门|来|给|有|派|修|见|安排|办)",
        rf"(?:已经?|都|过了|等了|过去了?|超过|足足|整整|快|又|有)(?:都|过|过去|快|了)?\s?{_TIME}(?:多|了|过去|之久|以上|左右)",
        rf"{_TIME}(?:了|过去了?|多了)[^。!?\n]{{0,14}}(?:没|未|无|不见|还|仍|一点)|第{_TIME}了",
        r"超(?:时|期|过[^。!?,\n]{0,10}(?:时限|期限|承诺|日期|时间))|逾期|过了[^。!?,\n]{0,8}(?:时限|期限|答复期|约定|日期)|"
        r"(?:说好|答应|承诺|讲好|约好|保证)[^。!?\n]{0,16}(?:前|内|天|周|日|尽快|马上)[^。!?\n]{0,16}(?:没|未|不|还|呢|了)",
        r"(?:等|急)(?:不及|不了|死|坏)|等得?(?:好|很|太)(?:久|苦|急)|(?:不能|没法|无法)再(?:等|拖)|别(?:再)?拖|一等再等|苦等|(?:不要|勿)再?拖|等到花|久等|盼(?:速|尽快|早日)|望眼欲穿",
        r"请问?[^。!?,\n]{0,6}(?:是否|有没有)[^。!?,\n]{0,6}(?:收到|处理|看到|受理|在处理|进展|结果|派人)|(?:收到|看到)(?:我的)?[^。!?,\n]{0,6}(?:了吗|了没|没有\?|吗)",
        r"帮(?:我|忙)?(?:问|查|看|催)一?下?(?:进度|进展|到哪)|(?:查|问)一?下(?:处理)?(?:进度|进展|结果)|等(?:你们|您|贵\S{0,3})?的?(?:回复|答复|结果|消息|通知)(?:很|已|好|等|都|中|呢)",
        r"\bany (?:update|news|progress|reply|answer|result|development|word|feedback)|\b(?:what|how)(?:'s| is| about)? (?:the )?(?:status|progress|news|state|latest)\b|"
        r"\bstatus (?:of|update|on)|\b(?:provide|give|send|want|need|like|appreciate) (?:me |us )?(?:with )?an? update|"
        r"\bwhen (?:will|can|do|is|are|shall|should|may|would|exactly)\b|\bhow (?:much )?long(?:er)?\b|\bhow (?:far|is it going|are things)|\bwhere (?:do )?(?:we|things) stand|"
        r"\bwhat (?:is|has) happen|\bstill (?:waiting|no\b|nothing|pending|haven't|have not|hasn't|has not|have heard|open)|\b(?:have|has|had)(?: not|n't) (?:yet )?(?:heard|receiv|got|had|been contacted|seen)|"
        r"\b(?:no ?one|nobody) (?:has |have |ever )?(?:contact|call|repl|came|come|answer|respond|got|reach|turned|show)|\bno (?:reply|answer|response|news|update|progress|feedback|call|reaction)\b|\bnothing (?:has )?(?:happened|so far|yet|since)",
        r"\b(?:days?|weeks?|month|hours?) (?:have|has) (?:passed|gone|now)|\b(?:it|this|that)(?:'s| has| is)(?: already| now)?(?: been)? (?:over |more than |nearly |almost |about )?(?:a|an|two|three|four|five|six|seven|ten|\d{1,2}|several|many) (?:whole |full |working |business )?(?:days?|weeks?|months?)|"
        r"\b(?:for|after|since) (?:over |more than |already )?(?:two|three|four|five|\d{1,2}|several|many|a) (?:days?|weeks?|months?)\b(?=[^.!?\n]{0,30}(?:no|not|still|wait|without|and|now|already))|"
        r"\b(?:over|past) ?(?:due|the deadline)\b|\boverdue\b|\bdeadline (?:has )?(?:passed|expired)|\bwas promised\b|\bpromised (?:me |us )?(?:an |a )?(?:answer|reply|call|to)|"
        r"\b(?:hurry|expedite|speed (?:this |it |things )?up|chas(?:e|ing)|remind(?:er|ing)?|follow(?:ing)?[- ]up on|cannot wait|can't wait|prompt(?:ly)?)\b|\bwaiting for (?:your|an|a|the|any)|\bkeep(?:s)? me waiting",
    ),
    (
        1.5,
        r"(?:请|望|烦请|麻烦|希望|盼|恳请|务必|能不能|能否|可否|可不可以|帮忙)?[^。!?,\n]{0,8}(?:尽快|加快|抓紧|赶紧|赶快|从速|优先|早日|快点|快一点|快些|加急|"
        r"立即|马上|立刻|第一时间|尽早|火速|速速?)(?!要|有|就|没|打|被)[^。!?,\n]{0,10}(?:处理|解决|答复|回复|修|恢复|安排|派|联系|办|落实|给|查|核实|退|跟进|弄|搞|回|来|推进|告知|$|[!。,\n])",
        r"(?:很|非常|特别|十分|比较|真的?|太|好)(?:着急|急|紧急)|急(?:用|需|等|!|盼|事)|十万火急|着急|迫切|耽误|影响(?:很大|工作|生意|学习|生活|业务)",
        r"\burgent|\basap\b|\bas soon as possible|\bimmediately|\bquick(?:ly)?\b|\bat once\b|\bsoon\?|\bwithout (?:further )?delay|\bwaiting\b|\bplease (?:reply|answer|respond|handle|deal)",
    ),
)

SOLVED = signs(
    (
        2,
        r"(?<!没)(?<!没有)(?<!未)(?<!未能)(?<!是否)(?<!不能)(?<!才能)(?<!才)(?:已经?|现在|今天|刚才?|昨天|目前|终于|都|确实|顺利|圆满|问题|早上|上午|下午|昨晚|果然|均)[^。!?,\n]{0,12}"
        r"(?:好了(?!没|吗|么|几|一|两)|解决(?!不|方案|办法)|恢复(?!不|到)|修好|正常(?!使用吗)|可以(?:用|上|登|收|发|看|打|正常|使用)[^。!?,\n]{0,6}了|能(?:用|上|登|收|发|看|打|正常|使用)[^。!?,\n]{0,6}了|"
        r"搞定|到账了|收到(?:了)?(?:退|款|赔)|退(?:回|到|款已)|办好|弄好|处理好|处理完|没(?:有)?问题了|通了|没再|不再(?:出|断|掉|扣))",
        r"(?<!没)(?<!没有)(?<!未)(?<!吗)(?:解决|修好|恢复(?:正常)?|搞定|弄好|办好|处理好|处理完毕|正常|好)了(?!没|吗|么|\?|再|几|一会|之后|以后|,?(?:又|可|但|没))|"
        r"(?:款|钱|费用?)(?:已经?)?(?:到账|收到|退(?:到|回|还)了?)|没(?:有)?(?:别的|其他|什么)问题了?|(?:可以|同意|请)(?:你们|贵\S{0,3})?(?:结案|办结|关闭工单|销单|关单)",
        r"\b(?:solved|fixed|resolved|restored|repaired|sorted(?: out)?|refunded|cleared up)\b|\bworks? (?:again|now|fine|well|perfectly|properly|as)|\bworking (?:again|now|fine|well|properly|perfectly|normally)|"
        r"\b(?:is|are|am|everything|all)(?: now)? (?:ok|okay|fine|good|well|normal|settled|in order)(?: now| again)?\b|\bback (?:to normal|up|online|again)|\bno (?:more|further) (?:problems?|issues?|questions?)|\breceived (?:the|my) (?:refund|money)|\b(?:you (?:can|may)|please|feel free to|happy to) close\b|\bproblem (?:is )?(?:gone|over)",
    ),
)
_NOT_SOLVED = (
    r"(?:你们|您们?|贵\S{0,3}|客服|师傅|工程师|回复|答复|短信|系统|工单|页面|他们|她|他)[^。!?,\n]{0,10}(?:说|称|告知|显示|写|讲|通知|里|提示)|"
    r"\b(?:you|they|your \w+|it|which) (?:said|wrote|told|claim\w*|say|promised|stated|states|says)\b|"
    r"(?:没有?|未|并未|不|无法|还没|尚未|仍未|是否|什么时候|何时|几时|才能|怎么才|希望|请|尽快|如果|若|等|直到|能不能|能否|以为|说)[^。!?,\n]{0,10}"
    r"(?:解决|修好|恢复|好了|正常|搞定|弄好|处理好|到账)|(?:解决|修好|恢复|好|处理好|弄好)了?(?:没有?|吗|么|不了|方案|办法)|"
    r"\b(?:not|n't|never|when|until|unless|if|hope|please|get|be|to be|still|yet to be)\b[^.!?\n]{0,24}\b(?:solved|fixed|resolved|restored|repaired|sorted|work(?:s|ing)?|refunded)\b"
)
NOT_SOLVED = re.compile(_NOT_SOLVED)

GRATITUDE = signs(
    (
        1,
        r"谢谢|感谢|多谢|谢了|谢啦|鸣谢|致谢|唔该|拜谢|感激",
        r"\bthank|\bthx\b|\bmany tha?nks|\bgrateful|\bcheers\b|\bmuch obliged",
    ),
    (
        1,
        r"(?<!不)(?<!不是)(?<!不太)(?<!不怎么)(?:非常|很|十分|比较|挺|相当|都|表示|还算|感到|特别)?满意(?!度)|点赞|好评|(?:态度|服务|效率|速度|工作)(?:都)?(?:很|非常|真|挺|真的|特别|十分|也很|相当)?(?:是)?(?:好|快|高|到位|周到|耐心|专业|热情|负责|给力|不错|及时|认真|细致)|"
        r"辛苦|给力|麻烦(?:你们|您|各位)了|费心|五星|表扬|(?:处理|解决|回复|答复)(?:得|的)?(?:很|非常|真|挺|这么|如此|十分)?(?:及时|快|好|迅速|专业|满意|圆满|到位)",
        r"\bappreciat|\bgreat (?:service|job|work|help|support)|\bexcellent\b|\bwell done\b|\b(?:very |quite |really )(?:happy|pleased|satisfied|helpful|kind|fast|professional)\b|\bperfect\b|\b(?:good|nice|quick|fast|wonderful|fantastic) (?:service|job|work|help|response|support)",
    ),
    (
        1,
        r"(?:^|[,。!\n])\s{0,4}(?:好的?|嗯|行|可以|明白|知道|了解|清楚|收到|已阅|晓得|没问题|ok|okay)(?:了|的|啦|吧|,?收到|,?知道了?|,?明白了?|,?谢谢)?\s{0,4}(?:$|[,。!\n~])|(?:邮件|回复|答复|来信|信)(?:已)?(?:收到|知悉|收悉|阅)|(?:已|均)?(?:收悉|知悉|收到)(?:了|$|[,。!])",
        r"^\s{0,4}(?:ok|okay|noted|got it|understood|received|fine|great|alright|all right|will do)\b",
    ),
)

WITHDRAWAL = signs(
    (
        3,
        rf"撤(?:诉|案|单|稿)|销案|(?:撤(?:销|回|消|掉|除|下|了)?|取消|收回|放弃|终止|作废|注销|中止)[^。!?,\n]{{0,14}}{_COMPLAINT}|{_COMPLAINT}[^。!?,\n]{{0,8}}(?:撤(?:销|回|消|掉|了|下|除)|取消|作废|作罢|收回|终止)(?!失败|不)",
        r"不(?:想|再|必|用|打算|准备|愿|会)?(?:再|继续|打算|想)?(?:投诉|申诉|追究|计较|追下去|追问|要求处理|要说法)(?:了|下去|此事|这|$|[,。!])|"
        rf"{_COMPLAINT}[^。!?,\n]{{0,8}}(?:就(?:此)?)?(?:算了|到此为止|不(?:用|必|需要?|要)(?:再)?(?:管|处理|跟进|理会|查)|打住)|(?:这|那|此)(?:件)?事[^。!?,\n]{{0,6}}(?:就)?(?:算了|到此为止|作罢|不追究)",
        r"当(?:我|作|做)?(?:我)?(?:没|从没|未)(?:写|投诉|说|反映|发|来)过|(?:忽略|无视|不(?:用|必)理(?:会)?|无需理会|勿理会|作废|删(?:除|掉)|请勿处理)[^。!?,\n]{0,10}(?:来信|邮件|投诉|那封|这封|上封|申诉|信|诉求|工单)?(?=[,。!\n]|$|吧|即可|就|了)",
        r"(?:不(?:用|必|需要?|要|劳|麻烦)|无需|无须|毋须|不需)(?:再|你们|您|贵\S{0,3}|继续|麻烦|费心|劳烦|派人|安排|帮|给|为|我|们|另|往下|去|专门|进一步|任何|人员|人|师傅|来|后续|的|,){0,5}(?:处理|查(?!收|看)|核查|核实|管|跟进|修|维修|派|来人|上门|受理|调查|追查|办|操作|帮忙|介入|退|检修)(?:了|此|这|该|我|下去|啦|$|[,。!])",
        r"\b(?:withdraw|retract|rescind|revok)\w*\b|\b(?:cancel|drop|call off|take back|close off|abandon|void)(?:ling|ping|led|ped|ing|ed)? (?:of )?(?:my|the|this|that|our) (?:\w+ )?(?:complaint|request|case|ticket|matter|claim|appeal|report|letter|enquiry|inquiry)|"
        r"\b(?:please|kindly|just|can|may|should)(?: you)? (?:disregard|ignore|forget|delete)\b|\bdisregard (?:my|the|this)|\bno longer (?:need|necessary|wish|want|required|relevant|interested|applies|pursu|an issue for you)|"
        r"\bno need (?:for you |for anyone |any more |anymore |any longer )?(?:to (?:continue|investigate|handle|follow|proceed|send|do|look|process|come|take|check|repair|pursue|act|deal|work|bother)|for (?:further|any|a technician|action|an? ))|\b(?:do not|don't|needn't|need not) (?:need|want|have to|bother)?(?: you)?(?: to)? ?(?:\w+ )?(?:continue|investigate|handle|process|proceed|pursue|send (?:any|a|the)|follow (?:it )?up|act|do anything|take any)|"
        r"\bnever ?mind\b|\b(?:not|n't) (?:want|wish|intend|like)(?: to)? (?:complain|pursue|continue|go on|proceed)|\b(?:not|n't) (?:be )?(?:pursu|complain|proceed)|\bmy complaint (?:is|can be|may be|should be) (?:withdrawn|cancell?ed|closed|dropped|void|ignored)|\blet (?:it|the matter) (?:go|rest|drop)|\bforget (?:about )?(?:it|my complaint)",
    ),
    (
        1.5,
        r"发错(?:了|人|地方|邮箱|信箱)|(?:是)?我(?:自己)?(?:弄|看|搞|记|填|想|理解|算|操作|输|设)错|误会|虚惊|原来是(?:我|家里|自己|孩子|老婆|老公|路由)|乌龙|不(?:麻烦|劳烦|打扰|打搅)(?:你们|您|各位)?了|不需要了|不用了|算了(?!算|一)|打扰了",
        r"\b(?:my|our) (?:own )?(?:mistake|fault|error|misunderstanding)|\bby mistake\b|\bmisunderst|\bfalse alarm|\bit turned? out\b",
    ),
)
_HELD_BACK = (
    r"(?:不(?:会|可能|想|愿|肯|能|同意|接受|考虑|打算|是|该|再)?|决不|绝不|拒绝|休想|别想|没有?|从未|未|不曾|除非|如果|若|只要|等|要是|倘若|除非|才|否则|之前|要我|叫我|让我|逼我|劝我|求我|骗我|被|擅自|私自|无故|谁|凭什么|为什么|怎么|是否|可以吗|条件|(?<!麻烦)(?<!请)(?:客服|你们|工作人员|话务员|师傅|贵司|系统)(?:就|却|把|竟|居然|说|自己|已经?|给我|单方|直接))"
    r"[^。!?,\n]{0,10}(?:撤(?:诉|案|单|销|回|消|掉|了)|取消|销案|放弃|终止|作废)[^。!?,\n]{0,10}|"
    r"(?:撤(?:诉|案|单|销|回)|取消)[^。!?,\n]{0,12}(?:失败|不(?:了|掉|成)|(?:的)?(?:条件|前提)|吗|\?)|"
    r"(?:退|赔|修|解决|处理|道歉)[^。!?\n]{0,14}(?:才|我就|就|后|再)[^。!?,\n]{0,6}(?:撤|取消)|"
    r"\b(?:will not|won't|not|never|if|unless|only|refuse|until|why|who|you|asked me to|told me to|want me to)\b[^.!?,\n]{0,20}\b(?:withdr|retract|cancel|drop|close)|"
    r"\b(?:withdr\w+|retract|cancel|drop)[^.!?\n]{0,30}\b(?:only|if|unless|when|once|after)\b"
)
HELD_BACK = re.compile(_HELD_BACK)
"""Somebody does not withdraw, or not yet."""

PAST = re.compile(
    r"之前|以前|起初|一开始|原来|原先|开始时|当初|上次(?!的?答复|的?回复)|先前|本来|曾经?|"
    r"\b(?:earlier|at first|previously|before|initially|used to|had been|originally|was (?:very |really )?(?:angry|upset|disappointed))\b"
)
TURN = re.compile(
    r"但是?(?!愿)|可是|可(?=我|现在|一|还|又|问题|仍)|然而|不过|只是(?!想)|却|另外|还有(?!其他吗)|此外|同时|顺便|再问|还想问|还是(?:没|不|有|未)|仍|依旧|依然|又(?=断|掉|坏|不|没|出|开始|来|扣|收|登|上)|"
    r"\b(?:but|however|although|though|yet|still|unfortunately|also|another|besides)\b"
)
ASKS = re.compile(
    r"[?]|请问|怎么(?!样的服务)|如何|为什么|为何|能否|能不能|可否|是否|吗(?:[。!,\n]|$)|请(?:你们|您|贵|帮|尽快|给|把|将|再|查|核|处理|退|说明|解释|告知|安排|补|重新|务必)|"
    r"\b(?:please|could you|can you|would you|why|how|what|when|kindly)\b"
)

SURVEY = re.compile(
    r"(?:满意度|服务评价|回访问卷|调查问卷|满意度调查|服务质量调查|评分|打分|评价等级|总体评价|总体满意|问卷(?:编号|题|第|调查|反馈)?|回访(?:结果|反馈|表|单))\s{0,3}(?:[::]|[((]|为|是)|"
    r"(?:^|\n)\s{0,4}(?:\d{1,2}\s?[.、)]|第[一二三四五六七八九十\d]{1,2}题)[^\n]{0,40}(?:满意|评价|打分|态度|及时|评分|星|[1-9]\d?\s?分)|"
    r"(?:^|\n)\s{0,4}(?:满意度|评分|打分|评价|服务态度|处理速度|响应速度|处理结果|专业程度|解决情况)[^\n:]{0,12}:\s{0,3}(?:非常满意|很满意|满意|一般|基本满意|比较满意|不满意|很不满意|非常不满意|\d{1,2}(?:\s?分|\s?/\s?\d{1,2})?|[五四三二一]星|★|好|差|中)|"
    r"\b(?:satisfaction (?:survey|rating|score)|survey (?:response|answer|form|reply)|questionnaire|overall rating|rating|score)\s{0,3}[::]?\s{0,3}(?:\d|very|satisf|good|poor|neutral)"
)
SURVEY_SUBJECT = re.compile(
    r"满意度|问卷|回访|服务评价|调查表|\bsurvey\b|\bquestionnaire\b|\bfeedback form\b|\brate (?:our|your)\b"
)
RATING = re.compile(
    r"^\W{0,4}(?:(?:非常|很|比较|基本|十分)?满意|一般|(?:很|非常|十分)?不满意|\d{1,2}\s?(?:分|星|/\s?(?:5|10))?|[a-e]|[五四三二一十]\s?[分星]|very satisfied|satisfied|neutral|dissatisfied|very dissatisfied|good|poor)\W{0,4}$"
)
"""What a letter in a survey's thread may consist of."""

ANOTHER = re.compile(
    r"另(?:外)?(?:有|还有|一)(?:一)?(?:个|件|项|桩)?(?:事|问题|情况|投诉|故障|业务)?|另外(?=[,:]?[^。!?\n]{0,16}(?:问题|投诉|反映|也|还|有|又|我家|我的|咨询|想|家里|公司))|(?:还|再|又)(?:有|想|要)(?:反映|投诉|咨询|问)?[^。!?,\n]{0,2}(?:一|另)(?:个|件|项)|"
    r"(?:第二|第2|新的?|别的|其他|其它|另)(?:一)?(?:个|件|项)?(?:问题|事情|故障|投诉|情况)|顺便(?:再)?(?:反映|投诉|问|咨询|说)|除此之外|此外|与(?:上|这|前)[^。!?,\n]{0,6}无关|不是(?:同)?一(?:回|件)事|"
    r"\b(?:another|a different|a second|a new|a separate|one more|an additional|other) (?:problem|issue|matter|complaint|question|thing|topic|fault)|\b(?:besides|in addition|additionally|separately|by the way|on top of that|apart from (?:that|this)|furthermore|unrelated)\b"
)
"""The writer turns to something else."""

NO_DEVICE = re.compile(
    r"(?:设备号码?|设备|业务号码?|账号|帐号|宽带号|用户编号|户号|号码|编号|卡号|(?:device|account|service|customer|line) (?:number|no\.?|id)|device|that number|number)"
    r"[^。!?\n]{0,24}(?:不(?:清楚|知道|晓得|记得|太清楚|大清楚|明白|详|懂|确定|了解)|记不(?:得|清|起|住)|想不起|忘(?:了|记)|没有?(?!错|问题|变)|找不到|查不到|无(?!法登|误|线)|未知|丢了|看不到|搞不清|弄不清|没办法提供|无法提供|提供不了|哪里(?:看|查|找)|怎么(?:看|查|找)|是什么|指什么|指的?是|什么意思|在哪|"
    r"\b(?:unknown|not (?:known|sure|available)|n/a|lost|forgotten|no idea)\b)|"
    r"(?:不(?:清楚|知道|晓得|记得|太清楚|明白|懂)|记不(?:得|清|起)|忘(?:了|记)|没有?|找不到|查不到|搞不清|弄不清|无法提供|提供不了|\b(?:don't|do not|cannot|can't|can not|never|not sure|no idea|have no|without|don t|unable to|unsure|forgot(?:ten)?|lost)\b)"
    r"[^。!?,\n]{0,30}(?:设备号码?|设备|业务号码?|账号|帐号|宽带号|用户编号|户号|编号|\b(?:device|account|service|customer|line)(?: ?number| no\b| id)?|\bthat number)"
)
"""The user does not know the number of the line or account: that is an answer, too."""
