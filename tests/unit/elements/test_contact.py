import pytest

from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements
from mailcare.triage.elements.contact import sender_name


@pytest.mark.parametrize(
    ("closing", "name"),
    [
        ("短信费多扣了，请退。上海市第三中学 语文组 毛志成老师", "毛志成"),
        ("您好，我司宽带断了。联系方式：赵磊（IT）13801770001", "赵磊"),
        ("用户章文：电话不通三天了", "章文"),
        ("我是用户 韦小红 ，会员重复扣费", "韦小红"),
        ("我（马晓光）的手机被停机", "马晓光"),
        ("彩铃退不掉，号码18918820011机主简婕", "简婕"),
        ("客户名：裘建平，问题：IPTV黑屏", "裘建平"),
        ("谢谢！\n陈", "陈"),
        ("谢谢！\n陈生", "陈生"),
        ("谢谢！\n小陈", "小陈"),
        ("谢谢！\n阿芳", "阿芳"),
        ("谢谢！\n海燕", "海燕"),
        ("此致\n敬礼\n\n            离休干部 仇志远\n            二〇一〇年三月", "仇志远"),
        ("祝工作顺利！\n上海电机学院 付博", "付博"),
        ("BR,\nJason Liu 刘杰\nIT Dept", "Jason Liu 刘杰"),
        ("Best,\nJason", "Jason"),
        ("Best,\nJason 刘", "Jason 刘"),
        ("Jason Liu (刘杰)\n13801770002", "Jason Liu"),
        ("刘杰 Jason Liu", "刘杰"),
        ("刘杰(Jason)", "刘杰"),
        ("刘杰/IT部", "刘杰"),
        ("联系人:Ms. Wang Li", "Ms. Wang Li"),
        ("联系人: 王女士/13801770002", "王女士"),
        ("联系人：张工 13801770003", "张工"),
        ("联系人：陈先生或李小姐", "陈先生"),
        ("姓名:钟(女士)", "钟"),
        ("网名：快乐天使", None),
        ("署名：一个失望的客户", None),
        ("一个失望的老客户", None),
        ("一名消费者", None),
        ("愤怒的用户\n2015-03-15", None),
        ("开户人：李秀珍（我母亲）；经办：李秀珍之女 汤敏", "汤敏"),
        ("我母亲叫李秀珍，八十岁了，宽带是她名下的。我是她女儿汤敏", "汤敏"),
        ("我是替我爸爸陆根宝写的，他的固话没声音。陆文", "陆文"),
        ("代 徐老太写，她家电话坏了。居委会 小郑", "小郑"),
        ("麻烦李经理转给有关部门，谢谢", None),
        ("昨天打10000，工号1023的小姐说会有王师傅上门，结果没来", None),
        ("上门的师傅姓张，态度很差", None),
        ("接电话的是一位姓刘的先生，说查不到", None),
        ("我要投诉你们的营业员周丽，她骗我办了套餐", None),
        ("请王晶（上次经办人）回复我", None),
        ("Regards,\nShanghai Blue Ocean Trading Co., Ltd.", None),
        ("Thanks\nSent from my iPhone", None),
        ("Kind regards,\nYuki TANAKA (Ms.)", "Yuki TANAKA"),
        ("Sincerely yours,\n\nJean-Pierre Dubois\nGeneral Manager", "Jean-Pierre Dubois"),
        ("Hans\n+49 170 1234567", "Hans"),
        ("my name is muhammad ali khan, my sim not working", None),
        ("My name's Priya Sharma and I live in Pudong.", "Priya Sharma"),
        ("This is Tom from Acme Ltd. Our broadband is down.", "Tom"),
        ("Name: Li Wei\nAccount: ad1234567", "Li Wei"),
        ("顺祝商祺\n\n上海鼎立律师事务所\n律师：邵敏", "邵敏"),
        ("上海鼎立实业 总经办 顾先生 谨上", "顾先生"),
        ("——宋思明", "宋思明"),
        ("落款 宋思明 2020年", "宋思明"),
        ("本人叫帅勇军，手机不能上网", "帅勇军"),
        ("俺叫张大山，网断了", "张大山"),
        ("偶是张大山，网断了", "张大山"),
        ("免贵姓盛，住徐汇", "盛"),
        ("姓名：艾克拜尔 电话：13801770004", "艾克拜尔"),
        ("姓名：扎西顿珠", "扎西顿珠"),
        ("姓名：欧阳", "欧阳"),
        ("联系人：Ｊａｃｋ", "Jack"),
        ("联系人：陈\u3000静", "陈 静"),
        ("用户：马到成功 昵称", None),
    ],
)
def test_the_name_a_letter_gives(closing: str, name: str | None) -> None:
    letter = Message(subject="投诉", own_text=f"宽带有问题，一直掉线。\n{closing}")
    found = find_elements(letter, ElementRules()).contact
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("陶静", "陶静"),
        ("陶 静", "陶静"),
        ("歐陽震華", "歐陽震華"),
        ("Tom Baker", "Tom Baker"),
        ("LI Wei", "LI Wei"),
        ("Tom", ""),
        ("陶先生", ""),
        ("李站长", ""),
        ("财务部", ""),
        ("快乐的小鱼", ""),
        ("水木年华", ""),
        ("夏天", ""),
        ("Customer Service", ""),
        ("tom baker", ""),
        ("", ""),
    ],
)
def test_a_from_name_counts_only_if_it_is_plainly_real(display: str, name: str) -> None:
    assert sender_name(Address("x@y.example", display)) == name
