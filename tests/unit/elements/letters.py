"""Letters of our own, with what a careful colleague reads from them."""

from typing import NamedTuple


class Row(NamedTuple):
    """A letter and its elements; None where the letter does not give one."""

    subject: str
    body: str
    problem: bool
    device: str | None
    phone: str | None
    contact: str | None
    sender: str = "someone@sender.example"
    name: str = ""
    signature: str = ""


ROWS = (
    # voice: one number is both; dead lines; several numbers
    Row("乱扣短信费", "我是13564401927，这个月扣了两笔天气短信包月，从没订过，请取消。李梅", True, "13564401927", "13564401927", "李梅"),
    Row("座机没声音", "家里固话58216630拿起来没声音，三天了，请来修。我手机13764401188，姓孙", True, "58216630", "13764401188", "孙"),
    Row("停机", "13301770215昨天莫名其妙被停机，我没欠费啊，速复机！\n高志强", True, "13301770215", None, "高志强"),
    Row("单停", "本机18916220437被单向停机，打不出但接得进，账上还有余额50元，请恢复。韩雪", True, "18916220437", "18916220437", "韩雪"),
    Row("漫游费", "手机號碼：18917714420\n聯絡電話：02-27418822\n姓名：林志豪\n五月份在日本漫遊被收了八百多，請說明。", True, "18917714420", "0227418822", "林志豪"),
    Row("Landline dead", "Our office line 021 6279 5514 has no dial tone since Monday. Please repair. You can reach me on my mobile 139 1644 0275.\n\nPeter Holmes", True, "02162795514", "13916440275", "Peter Holmes"),
    Row("固话移机", "我要把固话（五六七八四四二三）移到新家，营业厅说要等一个月，太久了。联系人：周伟明，手机一三六 五一八八 二四四零", True, "56784423", "13651882440", "周伟明"),
    Row("总机故障", "我公司总机021-5432 6600打不进来，客户都投诉了。请尽快派人。\n联系人：行政部 何小姐 分机 205", True, "021-54326600", None, "何小姐"),
    Row("彩铃", "彩铃退不掉，一直扣5元。+86-189-1822-4406", True, "+86-189-1822-4406", "+8618918224406", None, name="小蜗牛"),
    Row("副卡", "副卡17321190045不能上网，主卡17321190044正常。有问题打主卡找我，陶勇", True, "17321190045", "17321190044", "陶勇"),
    Row("话费", "我妈的手机13395561204每个月被扣15块钱会员费，她根本不会用。请打我的电话13817740355，我叫刘婷婷。", True, "13395561204", "13817740355", "刘婷婷"),
    Row("电话费太高", "你好：\n  本月电话费比平时多出一百多元，请查一下是什么原因，帐单不清楚。电话 6471 8830 ，户名 钱文英\n", True, "64718830", "64718830", "钱文英"),
    Row("小灵通", "小灵通老是掉线，号码 ８０２３ ４４１７，联系人徐国平", True, "80234417", "80234417", "徐国平"),
    Row("手机被盗", "我的手机昨天被偷了，号码13370021145请帮我挂失，可打我太太电话 13611990742。吴建国", True, "13370021145", "13611990742", "吴建国"),
    # broadband
    Row("网速慢", "宽带帐号：ad66120934\n联系人：沈佳怡\n联系电话：（021）3388-2045转12\n测速只有三十兆，签的是三百兆", True, "ad66120934", "02133882045", "沈佳怡"),
    Row("宽带掉线", "宽带每天晚上都掉线，报修单号 2021051400233，师傅（电话18017730921）来过说是外线问题就没下文了。宽带账号021ad5512077@shtel，我手机 13524470016 王晓东", True, "021ad5512077@shtel", "13524470016", "王晓东"),
    Row("宽带移机咨询", "请问宽带移机要带什么证件？要多少钱？", True, None, None, None, name="冬日暖阳"),
    Row("拆机", "我已经办了拆机，为什么还扣宽带费？账号kd20338871，身份证310115198802034417，电话同联系人：王丽萍 15921477302", True, "kd20338871", "15921477302", "王丽萍"),
    Row("ADSL", "ADSL上不去，错误代码678，电话是好的：56607712，请打这个电话，我姓鲍，住三楼", True, "56607712", "56607712", "鲍"),
    Row("IPTV", "IPTV 花屏，宽带登录号 02156021189，白天打 13801771450 找我女儿徐敏", True, "02156021189", "13801771450", "徐敏"),
    Row("光纤", "光猫红灯闪，全家断网。张家辉13512240087", True, None, "13512240087", "张家辉"),
    Row("Slow broadband", "Hi, my broadband (account no. sh20117745) is down again after your technician Mr. Zhang (18918801234) left. Call me at 158-0177-3321.\nThanks,\nMaria", True, "sh20117745", "15801773321", "Maria"),
    # mail and hosting
    Row("邮箱登录不了", "我的邮箱 chenyf@online.sh.cn 从昨天起密码错误登录不了，请重置。发到 chenyf88@163.com 就行。陈玉芳", True, "chenyf@online.sh.cn", None, "陈玉芳"),
    Row("退信", "我司企业邮箱发往客户 buyer@acme-trade.com 的信全部退回，我们的域名是 xinghe-tools.com，请查。\n施文斌\n上海星和工具有限公司\n电话：021-59113320\n传真：021-59113321", True, "xinghe-tools.com", "02159113320", "施文斌"),
    Row("邮箱满了", "就是我发这封信的邮箱，空间显示满了，可是我删了好多。请帮忙看看。 石磊", True, "shilei@online.sh.cn", None, "石磊", sender="shilei@online.sh.cn"),
    Row("Mailbox", "The mailbox I am writing from rejects attachments larger than 2 MB since last week.\n\nBest regards\nIngrid Larsen", True, "ilarsen@vip.sh.cn", None, "Ingrid Larsen", sender="ilarsen@vip.sh.cn"),
    Row("服务器", "托管服务器 198.51.100.77 被 203.0.113.9 持续攻击，请封掉攻击IP。\n值班电话 021-60118823 \n郭凯", True, "198.51.100.77", "02160118823", "郭凯"),
    Row("域名续费", "域名huayi-bearing.com.cn续费后还是显示过期，网站打不开。订单号20190311004588，付款凭证见附件。联系:马骏 电话:139-1766-2043 QQ:38811920", True, "huayi-bearing.com.cn", "13917662043", "马骏"),
    Row("备案", "网站备案（www.jingchuang-edu.cn）卡在初审两个星期，帮忙催一下\n贾文静 | 市场部\nT 021-33104421 | M 13701880912", True, "www.jingchuang-edu.cn", "02133104421", "贾文静"),
    Row("云主机", "云主机 ecs-sh-88213 今早重启后连不上，远程桌面超时。手机：15000220147，联系人：诸葛明", True, "ecs-sh-88213", "15000220147", "诸葛明"),
    # cards, games, vnet
    Row("点卡充值失败", "30元点卡，卡号：AB8812 4409 1123，密码充进去提示无效。购买小票编号00821。张小波 13651770921", True, "AB881244091123", "13651770921", "张小波"),
    Row("游戏帐号充值", "互联星空账号 starwang88 充了50元没到账，订单号 4401229800117。王鑫 13800210334", True, "starwang88", "13800210334", "王鑫"),
    Row("ip卡打不了", "IP电话卡 17908 卡号 6601 2287 4419 0033 密码刮坏了，怎么办？我的电话是62204419。尤老师", True, "6601228744190033", "62204419", "尤老师"),
    # forms and labels
    Row("[在线投诉]", "姓    名：    郝建军\n联 系 电 话：  136 4177 2205\n设 备 号 码：  5588 2013\n投 诉 内 容：  电话有杂音，听不清楚\n提交IP：203.0.113.88", True, "55882013", "13641772205", "郝建军"),
    Row("反馈", "Name: Robert Tan\nTel: +65 9123 4567\nService number: 02150117732\nProblem: IPTV box reboots every hour.", True, "02150117732", "+6591234567", "Robert Tan"),
    Row("投诉", "用户姓名\t买买提·艾力\n联系方式\t15317700226\n业务账号\tad71120045\n问题\t宽带经常断", True, "ad71120045", "15317700226", "买买提·艾力"),
    Row("投訴", "裝置號碼：18964410227\n聯絡人：歐陽靜\n聯絡電話：同上\n會員費重複扣款兩次，請退回。", True, "18964410227", "18964410227", "歐陽靜"),
    Row("投诉", "【联系人】曾丽华【电话】13916600417【宽带号】ftth0215533\n【问题】装了三个月提速没生效", True, "ftth0215533", "13916600417", "曾丽华"),
    # contacts
    Row("短信", "垃圾短信太多，号码15300778812，请屏蔽。联系人：无", True, "15300778812", "15300778812", None),
    Row("视频会员", "会员扣了两次费。称呼：李先生，号码 18121990334", True, "18121990334", "18121990334", "李先生"),
    Row("退费", "本人王建华，手机15821004471被擅自开通流量包，请退费。", True, "15821004471", "15821004471", "王建华"),
    Row("会员", "刘经理：\n上次说好退的会员费一直没退，号码19901770223。\n谢晓燕 敬上\n2021年3月4日", True, "19901770223", "19901770223", "谢晓燕"),
    Row("会员", "小王你好，\n会员费还没退，号码19901770224，我叫Jenny", True, "19901770224", "19901770224", "Jenny"),
    Row("Bill", "Dear Mr. Li,\nI was charged twice for roaming in March on 18916022447.\nYours sincerely,\nDr. Anna Kowalski\nHead of Sales, Polmet Ltd.", True, "18916022447", "18916022447", "Dr. Anna Kowalski"),
    Row("营业厅", "徐汇营业厅的李经理态度很差，办过户跑了三次，工号8832。", True, None, None, None, name="夏天的风"),
    Row("账单", "账单上的增值费20元是什么？号码18917002231", True, "18917002231", "18917002231", "夏雨欣", name="夏雨欣"),
    Row("账单", "账单上的增值费20元是什么？号码18917002231", True, "18917002231", "18917002231", None, name="夏天"),
    Row("账单", "账单上的增值费20元是什么？号码18917002231", True, "18917002231", "18917002231", "Zhang Wei", name="Zhang Wei"),
    Row("账单", "账单上的增值费20元是什么？号码18917002231", True, "18917002231", "18917002231", None, name="销售部"),
    Row("账单", "账单上的增值费20元是什么？号码18917002231", True, "18917002231", "18917002231", None, name="方便面"),
    # no problem
    Row("急", "请给我回电话13817722045，李", False, None, "13817722045", None),
    Row("投诉", "我要投诉！你们服务太差了，垃圾！联系我13917220845 张强", False, None, "13917220845", "张强"),
    Row("Complaint", "Your service is terrible!!! Please call me asap. 13816602271", False, None, "13816602271", None),
    Row("", "你好，在吗？有急事，请速回电。 62110385", False, None, "62110385", None),
    Row("表扬", "特此表扬贵公司装机师傅小陈，服务热情周到，干活细致，非常满意！\n用户 谭志明", False, None, None, "谭志明"),
    Row("Thank you", "I want to thank your engineer for the excellent service last week. Very professional.\nSusan Clark", False, None, None, "Susan Clark"),
    Row("补充资料", "您要的资料：联系人 罗琳，电话 13611720094，宽带账号ad90127734", False, "ad90127734", "13611720094", "罗琳"),
    Row("RE: 您的来信", "见附件截图。\n梁栋", False, None, None, "梁栋"),
    # problem in the subject
    Row("手机号18930021147被停机请恢复", "", True, "18930021147", None, None),
    Row("怎么退订天气预报短信", "发自我的iPhone", True, None, None, None),
    # not telecom
    Row("快递丢件", "你好，我的快递单号SF1092200347711三天没更新，打95338没人理。电话13651990217 沈丽", True, None, "13651990217", "沈丽"),
    Row("水管", "楼道水管爆了，物业不管。12345也打了。", True, None, None, None),
)
