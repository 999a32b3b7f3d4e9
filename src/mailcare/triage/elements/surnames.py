"""Chinese surnames and what a given name is made of; all simplified."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范廖石金韦贾夏付方邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔汤常温康施洪樊殷葛邢俞翟包柳梅阎欧阮焦霍鲁祝倪诸岳祁麦邝柯裴阳辛管耿芦卫"
    "蓝左甘祖湛庄晏柴瞿冉苗傅凌褚尤戚喻柏窦章奚郎鲍岑廉滕邬卞齐伍卜穆萧狄臧庞纪舒屈项季娄童盛"
    "刁骆虞支咎昝缪裘宗宣贲郁单杭嵇滑荣翁荀惠甄曲封芮储靳邴糜富巫乌巴隗谷宓班仰仲伊宁仇栾厉戎"
    "符景詹束幸郜蓟薄蒲邰籍赖卓蔺屠蒙乔阴胥苍闻莘贡逄姬申扶堵宰郦雍璩桑桂濮牛扈燕冀郏浦尚别慕"
    "茹习宦艾鱼容易慎戈庾终暨衡都匡寇阙殳沃蔚夔隆巩聂晁敖冷訾阚简饶鞠蒯荆竺权逯佟仝邸佘帅亢佴"
    "侍亓郄禚仵呙笪睢訚佀昃麴郇"
    "赏冼禤朴植丛苑危边诺谌揭鄢郗卿候初修白成明安尉"
    "茅钮于华仉谯昌粟刑郸缑蹇郄綦盍侴丘练羿檀郇谷辜隋禄牟母"
    "酆毕谈闵颜房吉汲弓宫钭鄂劳郤厍勾乜涂雒庹洛苟漆甯迟芶"
)
"""Characters that, at the head of two or three, make a name likely."""

WORDY = frozenset(
    "和时能有后年从向那相空公应经家水国文东红海平全满通双利乐元皮计干查过来信盖益桓花云连池"
    "关强游米车商古步井牧印党农晋楚琴归巢丰沙毋须越路费解席宿寿司农库秋楼"
    "凤禹贝伏羊山暴韶怀索咸居弘师融代况汝伯墨哈爱言福原冒由敬展鹿铁巨占战麻"
)
"""Surnames that are far oftener ordinary words: they need a label or a line of their own."""

COMPOUND = _words(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 夏侯 端木 "
    "百里 呼延 南宫 闻人 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 轩辕 钟离 "
    "高桥 田中 佐藤 铃木 渡边 伊藤 山本 加藤 吉田 山田 松本 井上 木村 斋藤 山崎 桥本 工藤 冈田 "
    "鲜于 闾丘 拓跋 独孤 西门 东郭 南门 纳兰 完颜 叶赫 那拉"
)

NEVER_GIVEN = frozenset(
    "的了是不我你他她它们这那吗呢吧啊呀哦嘛么请打电话号码机箱邮网费扣退订办说问收看户投诉您"
    "司停断线客带件位务员站傅店厂部局处室没也都还要被把对或很又但所因什怎"
    "谁几个每些块钱吃喝玩做买卖用已找坏错慢卡帐账姓称姐婆嫂爸妈爷奶间候"
    "者某两等该且区街层幢弄镇县拨掉"
)
"""No part of a given name (or so rarely that a label must say so)."""

HARDLY_GIVEN = frozenset(
    "发理从到与及信会给能以来时日下里后外之只此至元当为而市村曾于仍先女妹名得着过给往向行开关"
    "士其应路楼联弟叔伯师让再如复修声太就未非去服单宽固点省听将内接系座哈回需须哥姐"
)
"""Now and then in a given name, but far oftener words of their own: the rest must speak for it."""

GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲燕红梅建国华玉萍鹏飞斌云凤琴波宁峰"
    "凯鑫晶莹雪琳婷慧莉健俊帅浩亮宇翔龙志海林森晨阳旭东成庆新春荣福贵生根宝珍珠翠月美淑贤惠芬"
    "芝莲菊香蓉丹青岚倩薇蕾雯颖洁欣怡佳嘉豪子轩涵梓萱博诚义仁德礼智忠孝伦康安泰顺达昌盛兴旺祥"
    "瑞麟骏驰腾跃锋胜利民权立维卫学思源泉江河山川岩松柏竹彬楠桐枫桦小晓阿瑶琪璐悦心可彤然诺娇"
    "媛茜菲蓓霖炜炎烨焕煜彦昊昕晗曦朗铭钧钰锐锦镇铮毅恒恺勤奋群悠珊珂玮琦琛瑾璇"
    "武远金良才友章振永世启汉光景家树宗绍继承祖正清水火木阿巧招娣秋冬夏桃杏荷芸芹芙蔓茵"
    "妍妮娅媚娥如意吉喜财富天元宏弘鸿洪广大长久亚中本君王若黎书诗歌音韵珏瑜瑛素岳峻沁沛泽洲津润"
    "渝湘溪澄澜瀚灏熙灿照煦爽特律怀恩惠戈扬振擎敦斐斯映晋晔智暄曼棋棠榕歆毓汐淇柱栋梁炳根法连"
    "晚晴笑念语夕尘沐澈予忆芷若允昭弦瑟嫣莺笙简禾叶枝蔚蓝紫绿朵絮烟霏霁雾露霜冰寒暖曙旦朔望誉骞骥"
    "翰墨砚琢璋瑜珩珺琬瑗珑玥玫瑰蓓蕊萌芽葵茗荔薏芮蔓藻鸥鸽鹂鲲鲸麒曼霈霓雯耘耕稼秉秀培垚埔城均坤培基增壮"
    "少绪绮绫绢纯纲纪经维综缘统绵贞赞赋庭庆序度庚康庸廉延建弼弘彪彬征德忱恺恬悟惟愉慎慷懿戎扶承抒拓挺捷"
    "授揽攀政敏教敬斯施旋旌既昂昆昌易星昱晏晓晖景晶智暄曜更朴权杉材杜松枢柯桓桢梧棣森椿楚楷榆榕槐樱橙欢"
    "毅民永汀汇汉沂沅沙法泓泰洋洪洵浙浚淑淮深淳清渊温游湖湛滔漪漫潇潮澍濂灵炳烈焱然煊熠爵牧献理瑾璟璧甫"
    "亨享嵘巍屹峥弢熹前申畅盈益盼真矜石硕磊礼祎祐禄禹秦穆立竞端筠策箫籽精纬素红绍罗群翊翎翠肃胤臣舜良芊苇英范茉荆菡萌葛蒙蓬"
    "蕙薪藩虎虹蝶行衡观解言谊谦谨贝费赐超路轶辉逊逍逸遐道邦郡郦采里野铎铖锟锡键镒长闻阔陆陵隽雷震青靖韦音"
    "顺颐飒飞香骅骁高魏鱼鸽鹃鹏鸾黛龙"
    "雨耀育能舒舟航艺节苏苑茂荃莎菁萍葆贻越辰达迅迪通郁钢铁雁雄霄霆韶颂首魁鸣鹤鹰默齐进贤保宪"
)
"""What given names are mostly made of: a signature without a surname must be of these."""

SELDOM_GIVEN = frozenset(
    "三四五六八九十零狗猪鸡虫鸟糖饼面饭菜茶酒肉酷笑哭呆萌胖瘦懒疯狂醉梦魂魔鬼妖怪兽侠戏帝恋"
    "吻手脚眼口耳舌牙坛脑软硬盘据统息科财售购屏猫狼妞娃仔粉控族党团队迷版型税票证包货"
)
"""Rare in given names, common in nicknames, words and department names."""

TITLES = (
    "先生|小姐|女士|太太|妈妈|爸爸|师母|夫人|大叔|阿叔|伯母|大夫|护士|医师|博士|会计|书记|所长|"
    "站长|厂长|"
    "局长|"
    "部长|店长|主管|秘书|班长|编辑|记者|董事长|董|副总|法官|警官|师太|老师|阿姨|师傅|老先生|"
    "老太太|老伯|阿婆|阿公|伯伯|大爷|大妈|大伯|"
    "老太|老头|老汉|老爹|老爷子|大娘|大婶|伯父|阿伯|阿嫂|奶奶|爷爷|医生|律师|主任|同学|同志|大姐|大哥|叔叔|婆婆|经理|工程师|工|总|教授|科长|"
    "处长|校长|院长|老板|队长"
)
"""What is put behind a surname."""

NOT_NAMES = _words(
    "越洋 国际 长途 谢谢 时绥 时祺 春祺 夏安 秋安 路人甲 路人乙 无名氏 老百姓 有事 "
    "多谢 查查 问问 马上 高兴 方便 明白 安装 安排 周末 周一 周二 周三 周四 周五 周六 周日 "
    "金额 白天 黄色 常用 万一 毛病 路由 程序 成功 关于 关闭 计费 代表 许多 应该 何时 "
    "任何 江苏 连续 连接 安全 安徽 常常 曾经 温馨 高清 单位 单独 顾客 简直 强烈 强制 "
    "管理 解决 解释 解除 白白 沈阳 严重 严格 尤其 鉴于 施工 包月 包年 包括 充值 申请 "
    "申诉 符合 荣幸 麻烦 石头 安静 高考 高峰 高速 马路 毕竟 毕业 左右 游戏 成都 明天 "
    "明明 明显 花费 花钱 苗头 舒服 席位 祝好 祝您 祝福 莫名 温度 康复 程度 路费 甘肃 "
    "童装 宿舍 卓越 古老 古北 慎重 衡山 步骤 寿命 张江 徐汇 徐家汇 宝山 金山 松江 黄浦 "
    "杨浦 卢湾 虹口 普陀 长宁 静安 闵行 嘉定 青浦 奉贤 崇明 浦东 江宁 江湾 彭浦 唐镇 "
    "周浦 川沙 上海 北京 南京 中国 电信 联通 移动 广东 杭州 苏州 平安 高端 经济 邮箱 "
    "宽带 急急 万分 敬礼 此致 感谢 盼复 急盼 顺颂 商祺 高手 高人 黄金 白金 白领 金牌 "
    "水木 方面 方式 方法 方案 石油 马达 车间 车站 车主 花园 花开 花样 花香 白云 白雪 "
    "江南 江湖 江山 路人 路过 时光 和平 和谐 云淡 云端 云飞 龙腾 龙卷 凤凰 夏天 夏日 "
    "夏雨 秋天 秋风 秋水 冬天 冷静 冷漠 温暖 温柔 安然 安心 安逸 幸福 快乐 乐乐 宝贝 "
    "宝宝 成长 成熟 强者 强盗 强大 全球 全部 全家 全体 常州 常委 万科 万达 万通 万能 "
    "万事 金融 金色 金属 金鱼 高级 易通 易购 付款 付费 伍佰 陆续 柴油 柴米 牛牛 牛奶 "
    "牛人 马大哈 白日梦 高富帅 方便面 安全帽 程序员 汪汪 喵喵 米粒 花花 毛毛 毛毛虫 龙飞 "
    "风云 云云 石榴 石子 水晶 水蜜桃 鱼儿 鱼鱼 贝贝 贝壳 游客 管家 简单 简介 古典 艾米 "
    "江小白 成员 尚品 尚未 戴尔 康师傅 诸位 查询 张贴 强行 许可 章程 席卷 于是 于我 连同 "
    "从此 何况 何必 何处 任意 任务 施行 申报 申明 应付 应急 查收 查实 查明 查看 祝愿 "
    "顾虑 严肃 费用 明细 关心 关注 关系 家人 家中 包装 计划 计算 计较 米饭 雷人 雷雨 "
    "居然 居多 代理 代办 代码 怀疑 爱心 爱好 展开 展示 "
    "战友 原来 原因 原本 原先 由此 师生 师大 师范 "
    "敬上 敬启 敬请 福利 索赔 山东 山西 山水 凤凰 铁路 "
    "铁通 巨大 言明 融合 麻将 占线 谈判 谈话 毕业 "
    "房租 房子 房东 吉祥 洛阳 吉林 宫殿 网管 师姐 代表 居中 伯母 况且 冒充 冒名 由于 社工 "
    "满意 国家 家长 水平 文明 海洋 文艺 利润 公开 公道 全天 有意 东海 水利 能源 红利 双方 "
    "何苦 何不 万望 于今 于此 时代 信息 相关 经常 有效 和睦 费时 费力 费劲 易懂 连线 连日 连年 "
    "单子 单纯 单方 常见 常理 通常 乔迁 方向 支票 支线 别墅 别名 别扭 都市 邮政 邮局 万岁 祝您 "
    "武汉 温州 常熟 海口 甘心 莫非 童年 童话 支付 支持 单价 单据 单号 时常 时段 时限 "
    "车辆 广告 相关 相信 相应 项目 盛夏 习惯 谭木匠 舒适 居民 居委 居委会 居住 居家 卫生 "
    "云主机 云服务 强烈要求 万般无奈 常年 干净 干脆 能力 安检 安保 白跑 祁连 关机 关停"
)
"""Words that look like a name."""

NICKNAMES = _words(
    "马甲 高原红 王先森 李莫愁 林中鸟 花无缺 石敢当 牛魔王 金刚狼 江小鱼 "
    "冷月 冷雨 梅子 梅花 梅雨 罗兰 许诺 陶然 陶醉 丁香 "
    "茅台 陈皮 雷雨 秋水 秋叶 夏雨 夏荷 叶子 枫叶 柳叶 "
    "柳絮 江月 江枫 江河 石竹 云海 石头 花影 凌云 凌风 "
    "凌霄 龙飞 白云 白雪 白露 白羽 青山 雪莲 蓝海 蓝天 "
    "金鱼 金豆 鱼跃 章鱼 阳光 左岸 路遥 海燕 海鸥 南风 "
    "苏打 苏菲 麦子 麦田 麦芽 米粒 米兰 康乃 安琪 艾草 "
    "古月 时雨 明月 明珠 成风 水仙 郁金 乔木 向日 夏目 "
    "柳林 苗圃 温柔 温情 乐天 安宁"
)
"""Words that may be names: not plainly one where only a From field gives them."""

NO_PERSON = _words(
    "br rgds thx pls tks "
    "hi hello dear thanks thank regards best kind sincerely yours cheers sent from to re fw fwd "
    "team sir madam customer service support sales office manager department dept company co "
    "ltd inc corp limited trading shanghai china telecom center centre tel fax mobile phone "
    "email mail e-mail iphone ipad android outlook foxmail please billing accounts account "
    "admin info engineer director assistant general purchasing marketing hr it finance group "
    "international consulting logistics design studio hotel school university road street room "
    "floor building subject date original message vnet adsl iptv sms vpn web internet website "
    "the a an and or of for my your our we i this that there no not yes ok pop smtp imap ps "
    "attn user client qq wechat weixin monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december "
    "pudong puxi xuhui minhang hongqiao jing'an executive operations officer ceo cto cfo coo "
    "technology sia gmbh ag bv llc pty plc holdings marine oy srl nv "
    "noc team operations desk helpdesk "
    "i'm i'll i've "
    "happy life blue sky sunshine angel star lucky sweet dream love home moon sun rain snow wind "
    "flower rose cat dog tiger dragon king queen baby boy girl man lady green red black white gold "
    "silver golden new old big little super world city coffee music game player tea shop store "
    "foods food international express media tech soft net group global membership mailbox message "
    "hello refund member charge charges reply operator installation "
    "cordially respectfully faithfully truly warmly gratefully sincere yrs area code ext extension "
    "looking awaiting waiting urgent note name contact person account complaint refund invoice "
    "server password username login account number broadband landline fibre fiber card vip sim "
    "thankful bye ciao hotmail gmail yahoo apple microsoft windows google error message again"
)
"""English words that stand where names do: closings, posts, companies, days; lower case."""

PINYIN = _words(
    "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song "
    "zheng xie han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lv jiang cai jia "
    "ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin lu "
    "hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian yin yi chang qiao "
    "lai gong wen ouyang zhuge shangguan sima"
)
"""Frequent surnames in pinyin."""
