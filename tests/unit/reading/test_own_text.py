"""What the sender wrote is told apart from what clients add around it."""

import pytest

from mailcare.intake.reading import read
from mailcare.intake.reading.own_text import ONLY_QUOTED, tell_apart

OWN = "光猫换了以后还是掉线，请再派人来看。\n王小明 13800000001"
OLD = "您好，光猫已更换，请观察。\n客服 021-60000000"
OLD_MARKED = "> 您好，光猫已更换，请观察。\n> 客服 021-60000000"

BELOW = {
    "qq": '------------------ 原始邮件 ------------------\n发件人: "客服"<a@b.example>;\n'
    '发送时间: 2026年7月4日(星期六) 中午11:18\n收件人: "我"<c@d.example>;\n主题: 光猫\n\n' + OLD,
    "qq-nbsp": "------------------\xa0原始邮件\xa0------------------\n发件人: x\n\n" + OLD,
    "qq-app": '---原始邮件---\n发件人: "客服"<a@b.example>\n发送时间: 2026年7月4日\n\n' + OLD,
    "qq-card": "原始邮件\n发件人：客服 <a@b.example>\n发件时间：2026年7月4日 11:20\n收件人：我\n\n"
    + OLD,
    "qq-en": '------------------ Original ------------------\nFrom: "x"<a@b.example>;\n\n' + OLD,
    "wecom": "----------回复的邮件信息----------\nx <a@b.example> 在2026年7月4日 11:20写道：\n"
    + OLD,
    "wecom-en": "----------Reply to Message----------\nOn Wed,Jun 22,2026 2:07 AM x<a@b.example> "
    "wrote:\n" + OLD,
    "163": '在 2026-07-04 11:20:31，"客服" <a@b.example> 写道：\n\n' + OLD_MARKED,
    "163-unmarked": 'At 2026-07-04 11:20:31, "service" <a@b.example> wrote:\n\n' + OLD,
    "mailmaster": "---- 回复的原邮件 ----\n| 发件人 | 客服<a@b.example> |\n"
    "| 发送日期 | 2026年7月4日 11:20 |\n"
    "| 收件人 | 我<c@d.example> |\n| 主题 | 光猫 |\n" + OLD,
    "mailmaster-bare": "发件人 客服<a@b.example>\n发送日期 2026年7月4日 11:20\n"
    "收件人 我<c@d.example>\n"
    "主题 光猫\n" + OLD,
    "mailmaster-en": "---- Replied Message ----\n| From | x<a@b.example> |\n" + OLD,
    "coremail": '> -----原始邮件-----\n> 发件人: "客服" <a@b.example>\n'
    "> 发送时间: 2026-07-04 11:20:05 (星期六)\n"
    "> 收件人: c@d.example\n> 主题: 光猫\n> \n" + OLD_MARKED,
    "foxmail": "发件人： 客服\n发送时间： 2026-07-04 11:20\n收件人： 我\n主题： 光猫\n" + OLD,
    "outlook": "发件人: 客服 <a@b.example>\n发送时间: 2026年7月4日 11:20\n"
    "收件人: 我 <c@d.example>\n"
    "主题: 光猫\n\n" + OLD,
    "outlook-spaced": "\n\n发件人: 客服 <a@b.example>\n\n发送时间: 2026年7月4日 11:20\n\n"
    "收件人: 我\n\n主题: 光猫\n\n" + OLD,
    "outlook-rule": "_"
    * 32
    + "\n发件人: 客服 <a@b.example>\n发送时间: 2026年7月4日 11:20\n收件人: 我\n"
    "主题: 光猫\n\n" + OLD,
    "outlook-plain": "-----邮件原件-----\n发件人: 客服 [mailto:a@b.example]\n"
    "发送时间: 2026年7月4日\n" + OLD,
    "outlook-tw": "寄件者: 客服 <a@b.example>\n寄件日期: 2026年7月4日 上午 11:20\n收件者: 我\n"
    "主旨: 光貓\n\n" + OLD,
    "outlook-en": "From: Service <a@b.example>\nSent: Saturday, July 4, 2026 11:20 AM\nTo: Me\n"
    "Subject: modem\n\n" + OLD,
    "outlook-bold": "*From:* Service <a@b.example>\n*Sent:* Saturday, July 4, 2026 11:20 AM\n"
    "*To:* Me\n"
    "*Subject:* modem\n\n" + OLD,
    "outlook-de": "Von: Service <a@b.example>\nGesendet: Samstag, 4. Juli 2026 11:20\nAn: Ich\n"
    "Betreff: Modem\n\n" + OLD,
    "outlook-fr": "De : Service <a@b.example>\nEnvoyé : samedi 4 juillet 2026 11:20\nÀ : moi\n"
    "Objet : modem\n\n" + OLD,
    "outlook-es": "De: Servicio <a@b.example>\nEnviado el: sábado, 4 de julio de 2026 11:20\n"
    "Para: yo\n"
    "Asunto: módem\n\n" + OLD,
    "outlook-ru": "От: Сервис <a@b.example>\nОтправлено: 4 июля 2026 г. 11:20\nКому: Я\n"
    "Тема: модем\n\n" + OLD,
    "oe": '----- Original Message ----- \nFrom: "x" <a@b.example>\nTo: <c@d.example>\n' + OLD,
    "iphone": "> 在 2026年7月4日，11:20，客服 <a@b.example> 写道：\n> \n" + OLD_MARKED,
    "iphone-date": "2026年7月4日 上午11:20，客服 <a@b.example> 写道：\n\n" + OLD,
    "iphone-tw": "客服 <a@b.example> 於 2026年7月4日 上午11:20 寫道：\n\n" + OLD_MARKED,
    "gmail": "客服 <a@b.example> 于2026年7月4日周六 上午11:20写道：\n\n" + OLD_MARKED,
    "gmail-wrapped": "客服 <a@b.example> 于2026年7月4日周六\n上午11:20写道：\n\n" + OLD_MARKED,
    "gmail-en": "On Sat, Jul 4, 2026 at 11:20 AM Service <a@b.example> wrote:\n\n" + OLD_MARKED,
    "gmail-en-wrapped": "On Sat, Jul 4, 2026 at 11:20 AM Service Desk of the Company <\n"
    "a@b.example> wrote:\n\n" + OLD_MARKED,
    "gmail-old": "2026/7/4 Service <a@b.example>\n\n" + OLD_MARKED,
    "groups": "在2026年7月4日星期六 UTC+8 11:20:25<Service> 写道：\n\n" + OLD,
    "thunderbird": "在 2026/7/4 11:20, 客服 写道:\n" + OLD_MARKED,
    "thunderbird-en": "On 04/07/2026 11:20, Service wrote:\n" + OLD_MARKED,
    "thunderbird-de": "Am 04.07.26 um 11:20 schrieb Service:\n" + OLD_MARKED,
    "apple-fr": "Le 4 juil. 2026 à 11:20, Service <a@b.example> a écrit :\n\n" + OLD_MARKED,
    "apple-es": "El 4 jul 2026, a las 11:20, Servicio <a@b.example> escribió:\n\n" + OLD_MARKED,
    "yahoo": "客服 (<a@b.example>) 在 2026年7月4日星期六 上午11:20:53 [GMT+8] 寫道：\n\n" + OLD,
    "aliyun": "-"
    * 64
    + "\n发件人：客服<a@b.example>\n发送时间：2026年7月4日(星期六) 11:20\n收件人：我\n"
    "主　题：光猫\n\n" + OLD,
    "aliyun-spaced": "-"
    * 64
    + "\n发 件 人：客服<a@b.example>\n发送时间：2026年7月4日\n收 件 人：我\n"
    "抄　送：x\n主　题：光猫\n\n" + OLD,
    "sina": "----- 原始邮件 -----\n发件人：客服 <a@b.example>\n收件人：我\n主题：光猫\n"
    "日期：2026年07月04日 11点27分\n\n" + OLD,
    "139": "----回复邮件信息----\n发件人：客服\n收件人：我\n" + OLD,
    "lark": '发件人: "客服"<a@b.example>\n日期: 2026年7月4日 11:20\n主题: 光猫\n'
    '收件人: "我"<c@d.example>\n' + OLD,
    "proton": "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\n客服 <a@b.example> 在 2026年7月4日 来信：\n\n"
    + OLD,
    "zoho": "---- 在 星期六, 04 七月 2026 11:20:05 +0800 客服 <a@b.example> 撰写 ----\n\n" + OLD,
    "kylin": "*主　题：*光猫\n*日　期：*2026年07月04日 11:20\n*发件人：*客服\n*收件人：*我\n\n"
    + OLD,
    "notes": "客服 <a@b.example>\n2026-07-04 11:20\n\n收件人\n我\n抄送\n\n主题\n光猫\n\n" + OLD,
    "notes-en": "Service/SH/Telecom\n04/07/2026 11:20\n\nTo\nme@c.example\nSubject\nmodem\n\n"
    + OLD,
    "foxmail5": "======= 2026-07-04 11:20:11 您在来信中写道：=======\n\n>您好，光猫已更换\n\n"
    "= = = = = = = = = = = = = = = = = = = =",
}


@pytest.mark.parametrize("client", BELOW)
def test_quoted_mail_below_is_cut(client: str) -> None:
    parts = tell_apart(OWN + "\n\n" + BELOW[client], "回复: 光猫")
    assert parts.own == OWN
    assert "光猫已更换" in parts.quoted
    assert parts.forwarded == ""


@pytest.mark.parametrize("client", BELOW)
def test_quoted_mail_alone_is_kept_and_noted(client: str) -> None:
    parts = tell_apart(BELOW[client], "转发: 光猫")
    assert "光猫已更换" in parts.own
    assert "光猫已更换" in parts.forwarded
    assert ONLY_QUOTED in parts.notes


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\n发件人： 客服 <a@b.example>\n"
    "Date: 2026年7月4日\n\n",
    "163": "-------- 转发邮件信息 --------\n发件人：客服 <a@b.example>\n发送日期：2026-07-04\n\n",
    "qq": "------------------ 转发邮件 ------------------\n发件人: x\n\n",
    "apple": "Begin forwarded message:\n\nFrom: x <a@b.example>\nSubject: modem\nDate: July 4\n\n",
    "tw": "---------- 轉寄郵件 ----------\n寄件者： x\n\n",
}


@pytest.mark.parametrize("client", FORWARDS)
def test_forwarded_mail_is_told_apart_from_the_cover_note(client: str) -> None:
    parts = tell_apart("请处理。\n\n" + FORWARDS[client] + OLD, "光猫")
    assert parts.own == "请处理。"
    assert "光猫已更换" in parts.forwarded
    assert parts.quoted == ""


WHOLE = {
    "list": "问题如下：\n> 1、宽带掉线\n> 2、电话杂音\n请处理。",
    "rules": "您好\n------\n账号：ad10000001\n------\n请处理。",
    "thanks": "宽带掉线，请修。\n谢谢，\n王小明\n13800000001",
    "form": "主题：宽带\n姓名：王小明\n电话：13800000001\n内容：掉线",
    "wrote": "上周我给你们写了信，你们写道：已解决。其实没有解决。",
    "said": "客服在电话里说：\n明天来修。\n结果没有来。",
    "time": "在2026年7月4日我报过修，到现在没人来。",
    "letter": "尊敬的领导：\n您好！\n    邮箱收不到信。\n此致\n敬礼\n王小明\n2026年7月4日",
    "dash-name": "邮箱收不到信\n—— 王小明",
    "dates": "2026.5 扣 15\n2026.6 扣 15\n请退。",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_letter_without_quotes_stays_whole(name: str) -> None:
    parts = tell_apart(WHOLE[name], "投诉")
    assert parts.own == WHOLE[name]
    assert (parts.quoted, parts.forwarded, parts.signature) == ("", "", "")


CARDS = {
    "rfc3676": "-- \nWang Xiaoming\nExample Co.\n+86 138 0000 0001",
    "unmarked": "王小明\n示例科技有限公司 信息部\n地址：上海市示例路1号\n电话：021-60000000",
    "mailmaster": "| |\n王小明\n|\n工程师 | 上海\n|",
    "rule": "------------------\n王小明\n示例科技有限公司\n电话：021-60000000",
    "english": "Jane Doe | Project Manager\nExample Trading Co., Ltd.\nTel: +86 21 6000 0000",
}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_below_the_letter_is_a_signature(name: str) -> None:
    parts = tell_apart("邮箱收不到信，请处理。\n\n" + CARDS[name], "投诉")
    assert parts.own == "邮箱收不到信，请处理。"
    assert parts.signature


@pytest.mark.parametrize(
    "line",
    [
        "发自我的iPhone",
        "发自我的 iPhone",
        "從我的 iPhone 傳送",
        "发自我的企业微信",
        "获取 Outlook for iOS<https://aka.example/o0ukef>",
        "取得 iOS 版 Outlook",
        "Sent from my iPhone",
        "发自 网易邮箱大师",
        "来自我的华为手机",
        "Von meinem iPhone gesendet",
    ],
)
def test_a_device_line_is_no_text_of_the_sender(line: str) -> None:
    assert tell_apart(f"邮箱收不到信。\n\n{line}\n", "投诉").own == "邮箱收不到信。"


@pytest.mark.parametrize(
    "line",
    ["注册新浪2G免费邮箱(http://mail.sina.example/)", "天翼189邮箱,随时收发", "网易邮箱大师"],
)
def test_a_provider_s_advert_is_no_text_of_the_sender(line: str) -> None:
    assert tell_apart(f"{OWN}\n\n{line}").own == OWN


@pytest.mark.parametrize(
    "line", ["新浪邮箱：ab@sina.example", "189邮箱登不上", "我的139邮箱,密码忘了"]
)
def test_a_mailbox_of_the_sender_s_is_no_advert(line: str) -> None:
    assert tell_apart(f"{OWN}\n\n{line}").own.endswith(line)


def test_a_card_of_a_technical_department_with_blank_lines_is_a_signature() -> None:
    card = "王小明\n\n设备科 江南泵阀厂\n\n手机：138 0000 0001\n\n传真：021-60000001"
    parts = tell_apart(f"光猫掉线，请来人看。\n\n王小明\n\n{card}")
    assert parts.own.endswith("看。\n\n王小明")
    assert parts.signature == card


def test_a_notice_to_recipients_only_goes() -> None:
    notice = "免责声明：本邮件仅供收件人使用，未经许可不得转发。"
    assert tell_apart(f"{OWN}\n\n{notice}").own == OWN


def test_words_that_resemble_a_device_line_stay() -> None:
    text = "来自上海的用户投诉：邮箱收不到信。\n手机也一样。"
    assert tell_apart(text, "投诉").own == text


def test_answers_between_quoted_lines_are_all_own() -> None:
    text = (
        "在 2026/7/4 11:20, 客服 写道:\n> 账号是多少？\n\nad10000001\n\n> 电话呢？\n\n13800000001\n"
    )
    parts = tell_apart(text, "Re: 宽带")
    assert parts.own == "ad10000001\n\n13800000001"
    assert "账号是多少" in parts.quoted


def test_answer_below_the_quote_is_own() -> None:
    parts = tell_apart(BELOW["163"] + "\n\n" + OWN, "Re: 宽带")
    assert parts.own == OWN


HTML_BELOW = {
    "163": '<blockquote id="isReplyContent"><div>{old}</div></blockquote>',
    "gmail": '<div class="gmail_quote"><div class="gmail_attr">someone:</div><blockquote>{old}'
    "</blockquote></div>",
    "apple": '<blockquote type="cite"><div>{old}</div></blockquote>',
    "lark": '<div class="history-quote-wrapper"><div>{old}</div></div>',
    "mailmaster": '<div class="ntes-mailmaster-quote">{old}</div>',
    "coremail": '<blockquote name="replyContent" class="ReferenceQuote">{old}</blockquote>',
    "outlook": '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">x</div><div>{old}</div>',
    "139": '<hr id="replySplit"><div id="reply139content">{old}</div>',
    "sina": '<div id="origbody">{old}</div>',
    "yahoo": '<div class="yahoo_quoted">{old}</div>',
}


@pytest.mark.parametrize("client", HTML_BELOW)
def test_what_clients_mark_in_html_is_cut(client: str) -> None:
    page = f"<p>自己写的话。</p>{HTML_BELOW[client].format(old='旧信里的话。')}"
    raw = b"Content-Type: text/html; charset=utf-8\nSubject: Re: x\n\n" + page.encode()
    message = read(raw)
    assert message.own_text == "自己写的话。"
    assert "旧信里的话。" in message.quoted
    assert "旧信里的话。" in message.text


@pytest.mark.parametrize(
    "card",
    [
        '<div id="divNeteaseMailCard">王小明 13800000001</div>',
        '<div class="gmail_signature">王小明 13800000001</div>',
        '<sign signid="1">王小明 13800000001</sign>',
        '<div id="Signature">王小明 13800000001</div>',
        '<hr style="width: 210px" color="#b5c4df"><div>王小明 13800000001</div>',
    ],
)
def test_cards_that_clients_mark_are_kept_as_signature(card: str) -> None:
    raw = b"Content-Type: text/html; charset=utf-8\n\n" + f"<p>话。</p>{card}".encode()
    message = read(raw)
    assert message.own_text == "话。"
    assert message.signature == "王小明 13800000001"


@pytest.mark.parametrize(
    "quote",
    [
        (
            '<div class="moz-cite-prefix">在 2026/7/4 11:20, 客服 写道:</div>'
            '<blockquote type="cite">旧信</blockquote>'
        ),
        (
            "<div>On Sat, Jul 4, 2026 at 11:20 AM x &lt;a@b.example&gt; wrote:</div>"
            "<blockquote><p>旧信</p></blockquote>"
        ),
    ],
)
def test_words_behind_a_block_quote_are_own(quote: str) -> None:
    page = f"<p>前面的话。</p>{quote}<p>后面的话。</p>"
    raw = b"Content-Type: text/html; charset=utf-8\nSubject: Re: x\n\n" + page.encode()
    message = read(raw)
    assert message.own_text == "前面的话。\n\n后面的话。"
    assert message.quoted.endswith("旧信")


def test_a_block_quote_that_nothing_announces_is_own() -> None:
    page = "<p>请看：</p><blockquote>电话 13800000001</blockquote>"
    raw = b"Content-Type: text/html; charset=utf-8\nSubject: Re: x\n\n" + page.encode()
    assert read(raw).own_text == "请看：\n电话 13800000001"


def test_forwards_marked_in_html_are_told_apart() -> None:
    page = (
        '<div>请处理</div><div class="gmail_quote"><div class="gmail_attr">'
        "---------- Forwarded message ---------<br>发件人： x</div>旧信</div>"
    )
    raw = b"Content-Type: text/html; charset=utf-8\nSubject: x\n\n" + page.encode()
    message = read(raw)
    assert message.own_text == "请处理"
    assert message.forwarded.endswith("旧信")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("new\n\nOn Dec 16, 2026, at 12:47 PM, A B\n<a@b.example>\nwrote:\n\n> old", "new"),
        ("new\n\n2026-10-18 0:17 GMT+03:00 Matt <m@x.example>:\n\n> old\n> more", "new"),
        ("new\n\nQuoting Bob <bob@x.example>:\n\n> old", "new"),
        ("new\n\nBob <bob@x.example> writes:\n\n> old", "new"),
        ("> question?\nanswer\n> question two?\nanswer two", "answer\nanswer two"),
        ("new\n\n张三/网管部/示例公司 写于 2026-07-04 16:02:\n\nold", "new"),
        ("new\n\n-----Messaggio originale-----\nDa: x\nold", "new"),
        ("new\n\nW dniu 2026-07-04 11:20, X pisze:\n> old", "new"),
    ],
)
def test_quotes_in_other_styles(text: str, own: str) -> None:
    assert tell_apart(text, "Re: x").own == own


def test_a_marked_block_at_the_end_is_a_quote_but_a_list_is_not() -> None:
    quoted = tell_apart("new words\n\n> old words\n> went on\n> and on", "modem")
    assert quoted.own == "new words"
    listed = "需要处理\n\n> 1、宽带\n> 2、电话\n> 3、邮箱"
    assert tell_apart(listed, "投诉").own == listed


@pytest.mark.parametrize(
    "text",
    [
        "第一，掉线。\n--\n第二，速度慢，请派人来修。\n谢谢",
        "宽带掉线，\n—\n而且速度慢。",
        "从：上海\n至：北京\n主题：宽带移机\n请问怎么办理？",
        "客服说：\n> 明天来\n结果没来，请处理。",
        "我在2026年7月4日给 a@b.example 发过邮件：\n没有人回复。",
        "发自内心的感谢，但是宽带还是掉线。",
        "发自我的手机的短信收不到，请查。",
        "Von Ihnen gesendet wurde nur ein Brief.",
    ],
)
def test_what_only_resembles_a_quote_or_card_stays(text: str) -> None:
    assert tell_apart(text, "宽带").own == text


def test_questions_quoted_above_answers_go() -> None:
    text = "答复如下：\n> 1. 几号坏的？\n三号。\n> 2. 有没有报修？\n报过两次。"
    assert tell_apart(text, "问卷").own == "答复如下：\n三号。\n报过两次。"


def test_a_card_with_numbers_that_no_colon_announces() -> None:
    card = "陆文澜\n采购管理课 课长\n上海某某光学有限公司\nTEL 021-60000000   FAX 021-60000001"
    parts = tell_apart(f"请查明原因。\n\n顺颂商祺\n\n{card}", "函告")
    assert (parts.own, parts.signature) == ("请查明原因。\n\n顺颂商祺", card)


def test_a_sentence_that_ends_with_a_name_is_no_typed_name() -> None:
    text = "The line is dead, so there is no point in ringing it, ask for Mona.\n\nMona Lund\nBuyer"
    assert tell_apart(text, "x").own == text


@pytest.mark.parametrize(
    "card",
    [
        "\n星河印务（上海）有限公司",
        "上海星河印务有限公司 财务部",
        "王小明\n平面设计师\nM 13800000001 | WeChat: wxm_d",
        "Anna Berg\nFjord AB\nTel +46 31 700 00 00",
    ],
)
def test_cards_of_few_lines(card: str) -> None:
    parts = tell_apart(f"{OWN}\n\n{card}")
    assert parts.own == OWN
    assert parts.signature.strip() == card.strip()


def test_a_firm_that_signs_a_letter_belongs_to_it() -> None:
    letter = "请予明确答复。\n\n上海星河印务有限公司"
    assert tell_apart(letter).own == letter


def test_a_closing_is_no_part_of_who_wrote_what_is_quoted() -> None:
    own = "Please switch it on again.\n\nKind regards,\nAnna Berg"
    quoted = "On Mon, 11 Mar 2019 at 09:00, Service <a@b.example> wrote:\n\n> Dear user,"
    assert tell_apart(f"{own}\n{quoted}").own == own
