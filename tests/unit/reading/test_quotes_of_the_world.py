"""What the sender wrote stays, what his mail program quoted goes: programs and languages abroad."""

import pytest

from mailcare.intake.reading import read
from mailcare.intake.reading.own_text import tell_apart

OWN = "The line works again, thank you.\n\nIda"
DESK = "desk@telecom.example"
MARKED = "> Dear Ida,\n> we have changed the cable.\n>\n> Your desk"
PLAIN = "Dear Ida,\nwe have changed the cable.\n\nYour desk"

ATTRIBUTIONS = {
    "Gmail": f"On Mon, May 4, 2026 at 8:05 AM Help Desk <{DESK}> wrote:",
    "Gmail, two lines": f"On Mon, May 4, 2026 at 8:05 AM Help Desk of the Company <\n"
    f"{DESK}> wrote:",
    "Gmail, four lines": "On Mon, May 4, 2026 at 8:05 AM Help Desk\nof the Whole Company "
    f"<\n{DESK}>\nwrote:",
    "Gmail de": f"Am Mo., 4. Mai 2026 um 08:05 Uhr schrieb Help Desk <{DESK}>:",
    "Gmail de, two lines": f"Am Mo., 4. Mai 2026 um 08:05 Uhr schrieb Help Desk <\n{DESK}>:",
    "Gmail fr": f"Le lun. 4 mai 2026 à 08:05, Help Desk <{DESK}> a écrit :",
    "Gmail es": f"El lun, 4 may 2026 a las 8:05, Help Desk (<{DESK}>) escribió:",
    "Gmail it": f"Il giorno lun 4 mag 2026 alle ore 08:05 Help Desk <{DESK}> ha scritto:",
    "Gmail pt": f"Em seg., 4 de mai. de 2026 às 08:05, Help Desk <{DESK}> escreveu:",
    "Gmail nl": f"Op ma 4 mei 2026 om 08:05 schreef Help Desk <{DESK}>:",
    "Gmail pl": f"pon., 4 maj 2026 o 08:05 Help Desk <{DESK}> napisał(a):",
    "Gmail ru": f"пн, 4 мая 2026 г. в 08:05, Help Desk <{DESK}>:",
    "Gmail uk": f"пн, 4 трав. 2026 р. о 08:05 Help Desk <{DESK}> пише:",
    "Gmail sv": f"Den mån 4 maj 2026 kl 08:05 skrev Help Desk <{DESK}>:",
    "Gmail da": f"Den man. 4. maj 2026 kl. 08.05 skrev Help Desk <{DESK}>:",
    "Gmail no": f"man. 4. mai 2026 kl. 08:05 skrev Help Desk <{DESK}>:",
    "Gmail fi": f"ma 4. toukok. 2026 klo 8.05 Help Desk ({DESK}) kirjoitti:",
    "Gmail cs": f"po 4. 5. 2026 v 8:05 odesílatel Help Desk <{DESK}> napsal:",
    "Gmail hu": f"Help Desk <{DESK}> ezt írta (időpont: 2026. máj. 4., H, 8:05):",
    "Gmail ro": f"În lun., 4 mai 2026 la 08:05, Help Desk <{DESK}> a scris:",
    "Gmail el": f"Στις Δευ 4 Μαΐ 2026 στις 8:05 π.μ., ο/η Help Desk <{DESK}> έγραψε:",
    "Gmail tr": f"Help Desk <{DESK}>, 4 May 2026 Pzt, 08:05 tarihinde şunu yazdı:",
    "Gmail vi": f"Vào Th 2, 4 thg 5, 2026 vào lúc 08:05 Help Desk <{DESK}> đã viết:",
    "Gmail id": f"Pada tanggal Sen, 4 Mei 2026 pukul 08.05 Help Desk <{DESK}> menulis:",
    "Gmail th": f"ในวันที่ จ. 4 พ.ค. 2026 เวลา 08:05 Help Desk <{DESK}> เขียนว่า:",
    "Gmail ja": f"2026年5月4日(月) 8:05 Help Desk <{DESK}>:",
    "Gmail ko": f"2026년 5월 4일 (월) 오전 8:05, Help Desk <{DESK}>님이 작성:",
    "Gmail, old": f"2026-05-04 8:05 GMT+02:00 Help Desk <\n{DESK}>:",
    "Apple": f"On 4 May 2026, at 08:05, Help Desk <{DESK}> wrote:",
    "Apple, two lines": f"On May 4, 2026, at 8:05 AM, Help Desk\n<{DESK}> wrote:",
    "Apple de": f"Am 04.05.2026 um 08:05 schrieb Help Desk <{DESK}>:",
    "Apple fr": f"Le 4 mai 2026 à 08:05, Help Desk <{DESK}> a écrit\xa0:",
    "Apple fr, two lines": f"Le 4 mai 2026 à 08:05, Help Desk <{DESK}> a\nécrit :",
    "Apple nl": f"Op 4 mei 2026 om 08:05 heeft Help Desk <{DESK}> het volgende geschreven:",
    "Apple pl": f"Wiadomość napisana przez Help Desk <{DESK}> w dniu 4 maj 2026, o godz. 08:05:",
    "Apple ru": f"4 мая 2026 г., в 08:05, Help Desk <{DESK}> написал(а):",
    "Apple sv": f"4 maj 2026 kl. 08:05 skrev Help Desk <{DESK}>:",
    "Apple ja": f"2026/05/04 8:05、Help Desk <{DESK}>のメール：",
    "Apple ko": f"2026. 5. 4. 오전 8:05, Help Desk <{DESK}> 작성:",
    "Thunderbird": "On 04/05/2026 08:05, Help Desk wrote:",
    "Thunderbird de": "Am 04.05.26 um 08:05 schrieb Help Desk:",
    "Thunderbird fr": "Le 04/05/2026 à 08:05, Help Desk a écrit :",
    "Thunderbird es": "El 04/05/2026 a las 08:05, Help Desk escribió:",
    "Thunderbird it": "Il 04/05/2026 08:05, Help Desk ha scritto:",
    "Thunderbird nl": "Op 04-05-2026 om 08:05 schreef Help Desk:",
    "Thunderbird pl": "W dniu 04.05.2026 o 08:05, Help Desk pisze:",
    "Thunderbird ru": "04.05.2026 08:05, Help Desk пишет:",
    "Yandex": f'04.05.2026, 08:05, "Help Desk" <{DESK}>:',
    "Mail.ru": f"Понедельник, 4 мая 2026, 8:05 +03:00 от Help Desk <{DESK}>:",
    "mutt": "On Mon, May 04, 2026 at 08:05:03AM +0200, Help Desk wrote:",
    "Gnus": f"Help Desk <{DESK}> writes:",
    "Evolution": "On Mon, 2026-05-04 at 08:05 +0200, Help Desk wrote:",
    "KMail": "On Monday 04 May 2026 08:05:03 Help Desk wrote:",
    "Horde": f"Quoting Help Desk <{DESK}>:",
    "Proton": f"On Monday, May 4th, 2026 at 8:05 AM, Help Desk <{DESK}> wrote:",
    "HEY": f"On May 4, 2026, Help Desk <{DESK}> wrote:",
    "Missive": f"On May 4, 2026 at 8:05 AM, Help Desk ({DESK}) wrote:",
    "Spark": f"On 4 May 2026, 08:05 +0200, Help Desk <{DESK}>, wrote:",
    "Front": f"On May 4, 2026, 8:05 AM GMT+2 {DESK} wrote:",
    "Zoho": f"---- On Mon, 04 May 2026 08:05:03 +0200 Help Desk <{DESK}> wrote ----",
    "Yahoo": f"On Monday, May 4, 2026, 8:05:03 AM GMT+2, Help Desk <{DESK}> wrote:",
    "Yahoo, old": f"--- On Mon, 5/4/26, Help Desk <{DESK}> wrote:",
    "Android": "---- Help Desk wrote ----",
    "bold": f"*On Mon, May 4, 2026 at 8:05 AM Help Desk <{DESK}> wrote:*",
    "Chinese": f"在 2026年5月4日，上午8:05，Help Desk <{DESK}> 写道：",
}


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
@pytest.mark.parametrize("quoted", [MARKED, PLAIN])
@pytest.mark.parametrize("client", ATTRIBUTIONS)
def test_an_attribution_ends_the_own_text(client: str, quoted: str, gap: str) -> None:
    parts = tell_apart(OWN + gap + ATTRIBUTIONS[client] + "\n\n" + quoted, "Re: x", is_reply=True)
    assert parts.own == OWN
    assert "changed the cable" in parts.quoted


BLOCKS = {
    "Outlook": f"From: Help Desk <{DESK}>\nSent: Monday, May 4, 2026 8:05 AM\nTo: Ida\nSubject: x",
    "Outlook for Mac": f"From: Help <{DESK}>\nDate: Monday, May 4, 2026 at 8:05 AM\nTo: I"
    f"\nSubject: x",
    "Outlook, ruled": f"{'_' * 32}\nFrom: Help Desk\nSent: Monday, May 4, 2026 8:05 AM\nTo: Ida",
    "Outlook, bold": f"*From:* H [mailto:{DESK}]\n*Sent:* Monday, May 4, 2026\n*To:* I\n*S"
    f"ubject:* x",
    "Outlook de": "Von: Help Desk\nGesendet: Montag, 4. Mai 2026 08:05\nAn: Ida\nBetreff: x",
    "Outlook fr": "De : Help Desk\nEnvoyé : lundi 4 mai 2026 08:05\nÀ : Ida\nObjet : x",
    "Outlook es": "De: Help Desk\nEnviado: lunes, 4 de mayo de 2026 8:05\nPara: Ida\nAsunto: x",
    "Outlook it": "Da: Help Desk\nInviato: lunedì 4 maggio 2026 08:05\nA: Ida\nOggetto: x",
    "Outlook pt": "De: Help Desk\nEnviado: segunda-feira, 4 de maio\nPara: Ida\nAssunto: x",
    "Outlook nl": "Van: Help Desk\nVerzonden: maandag 4 mei 2026 08:05\nAan: Ida\nOnderwerp: x",
    "Outlook pl": "Od: Help Desk\nWysłano: poniedziałek, 4 maja 2026 08:05\nDo: Ida\nTemat: x",
    "Outlook ru": "От: Help Desk\nОтправлено: 4 мая 2026 г. 8:05\nКому: Ida\nТема: x",
    "Outlook sv": "Från: Help Desk\nSkickat: den 4 maj 2026 08:05\nTill: Ida\nÄmne: x",
    "Outlook da": "Fra: Help Desk\nSendt: 4. maj 2026 08:05\nTil: Ida\nEmne: x",
    "Outlook fi": "Lähettäjä: H\nLähetetty: maanantai 4. toukokuuta\nVastaanottaja: I\nAihe: x",
    "Outlook cs": "Od: Help Desk\nOdesláno: pondělí 4. května 2026 8:05\nKomu: Ida\nPředmět: x",
    "Outlook tr": "Kimden: Help Desk\nGönderildi: 4 Mayıs 2026 08:05\nKime: Ida\nKonu: x",
    "Outlook hu": "Feladó: Help Desk\nElküldve: 2026. május 4. 8:05\nCímzett: Ida\nTárgy: x",
    "Outlook ja": "差出人: Help Desk\n送信日時: 2026年5月4日 8:05\n宛先: Ida\n件名: x",
    "Outlook ko": "보낸 사람: H\n보낸 날짜: 2026년 5월 4일 오전 8:05\n받는 사람: Ida\n제목: x",
    "Outlook Express": f'----- Original Message -----\nFrom: "H" <{DESK}>\nTo: ida@a.example',
    "Outlook, short": "-----Original Message-----",
    "Outlook de, ruled": "-----Ursprüngliche Nachricht-----\nVon: Help Desk",
    "Outlook fr, ruled": "-----Message d'origine-----\nDe : Help Desk",
    "Samsung": f"-------- Original message --------\nFrom: H <{DESK}>\nDate: 04/05/2026 8:05 AM",
    "Russian": "-------- Исходное сообщение --------\nОт: Help Desk",
    "BlackBerry": "Sent from my BlackBerry\n\n-----Original Message-----\nFrom: Help Desk",
    "GMX": f'Gesendet: Montag, 04. Mai 2026 um 08:05 Uhr\nVon: "H" <{DESK}>\nAn: i@a.examp'
    f'le\nBetreff: x',
    "Hotmail": f"Date: Mon, 4 May 2026 08:05:03 +0200\nFrom: {DESK}\nTo: i@a.example\nSubject: x",
    "Hotmail, other order": f"To: i@a.example\nFrom: {DESK}\nSubject: x\nDate: Mon, 4 May "
    f"2026 08:05",
    "Notes": "Help Desk ---04/05/2026 08:05:03---Dear Ida, we\n\nFrom: Help Desk\nTo: Ida\nDate: x",
    "help desk": "##- Please type your reply above this line -##",
    "help desk, other": "--- Reply ABOVE THIS LINE to add a note ---",
}  # fmt: skip


@pytest.mark.parametrize("is_reply", [True, False])
@pytest.mark.parametrize("client", BLOCKS)
def test_a_block_or_rule_ends_the_own_text(client: str, is_reply: bool) -> None:  # noqa: FBT001 - a parameter of the test
    subject = "Re: x" if is_reply else "x"
    parts = tell_apart(f"{OWN}\n\n{BLOCKS[client]}\n\n{PLAIN}", subject, is_reply=is_reply)
    assert parts.own == OWN
    assert "changed the cable" in parts.quoted


@pytest.mark.parametrize(
    "line",
    [
        *("Sent from my iPhone", "Sent from my BlackBerry® wireless device", "Sent from Outlook"),
        *("Sent from Mail for Windows 10", "Get Outlook for Android<https://aka.ms/x>"),
        *("Sent from Yahoo Mail on Android", "Sent with Proton Mail secure email."),
        *("Sent via the Samsung Galaxy S8, an AT&T 5G smartphone", "Sent using Zoho Mail"),
        *("Von meinem iPhone gesendet", "Gesendet von Mail für Windows", "Envoyé de mon iPhone"),
        *("Von Samsung Mobile gesendet", "Outlook für iOS beziehen", "Enviado desde mi iPhone"),
        *("Télécharger Outlook pour iOS", "Inviato da iPhone", "Enviado do meu iPhone"),
        *("Verstuurd vanaf mijn iPhone", "Skickat från min iPhone", "Sendt fra min iPhone"),
        *("Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone", "iPhoneから送信"),
        *("나의 iPhone에서 보냄", "发自我的诺基亚", "發自我的 iPhone"),
    ],
)
@pytest.mark.parametrize("below", ["", f"\n\n{ATTRIBUTIONS['Gmail']}\n\n{MARKED}"])
def test_the_name_of_a_device_is_nobodys_word(line: str, below: str) -> None:
    assert tell_apart(f"{OWN}\n\n{line}{below}", "Re: x", is_reply=True).own == OWN


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"{ATTRIBUTIONS['Gmail']}\n> Is it on?\n\nYes.\n\n> Is it red?\n\nNo.", "Yes.\n\nNo."),
        ("Hi,\n\n> Is it on?\n\nYes.\n\n> Is it red?\n\nNo.", "Hi,\n\nYes.\n\nNo."),
        (f"{ATTRIBUTIONS['Apple']}\n> Is it on?\n> Bob\n\nYes.\n\n-- \nIda", "Yes."),
        (f"Yes.\n{ATTRIBUTIONS['mutt']}\n> On?\n>\n> {ATTRIBUTIONS['mutt']}\n>> Red?\n", "Yes."),
        ("Yes.\n\n-- \nIda Weber\nNet Company\n\n" + ATTRIBUTIONS["Gmail"] + "\n> On?", "Yes."),
    ],
)
def test_answers_between_quotes_stay(text: str, own: str) -> None:
    assert tell_apart(text, "Re: x", is_reply=True).own == own


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I wrote: nothing works.\nPlease help.",
        "Von: hier an geht nichts.\nBitte helfen.",
        "This is the log:\n\n> ping a\n> ok\n\nPlease look.",
        "Three wishes:\n\n- speed\n- peace\n- quiet",
        "It works.\n\nSent from my desk, it is easier than from my mobile phone.",
        "See:\nFrom: here\nbut no further",
    ],
)
def test_what_only_resembles_a_quote_stays(text: str) -> None:
    assert tell_apart(text, "x").own == text


WORDS = "<div>It works.</div>"
OLD = "<p>Dear Ida,</p><p>we have changed the cable.</p>"
SAID = "On May 4, 2026, at 8:05 AM, H &lt;h@t.example&gt; wrote:"
FIELDS = "<b>From:</b> H<br><b>Sent:</b> Monday, May 4, 2026<br><b>To:</b> Ida<br><b>Subject:</b> x"
PAGES = {
    "Gmail": f'<div class="gmail_quote"><div class="gmail_attr">{SAID}</div>'
    f'<blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "Apple": f'<div><blockquote type="cite"><div>{SAID}</div>{OLD}</blockquote></div>',
    "iOS": f'<div>Sent from my iPhone</div><blockquote type="cite">{SAID}<br></blockquote>'
    f'<blockquote type="cite">{OLD}</blockquote>',
    "Thunderbird": f'<div class="moz-cite-prefix">{SAID}</div><blockquote type="cite">'
    f'{OLD}</blockquote>',
    "Outlook on the web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
    f'{FIELDS}</div>{OLD}',
    "Outlook": f'<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{FIELDS}</p></'
    f'div>{OLD}',
    "Outlook for Mac": f'<span id="OLK_SRC_BODY_SECTION"><div>{FIELDS}</div>{OLD}</span>',
    "Hotmail": f'<hr id="stopSpelling">From: h@t.example<br>{OLD}',
    "Yahoo": f'<div class="yahoo_quoted"><div>{SAID}</div>{OLD}</div>',
    "Zoho": f'<div class="zmail_extra">---- On May 4 H wrote ----<blockquote>{OLD}</blockq'
    f'uote></div>',
    "Proton": f'<div class="protonmail_quote">{SAID}<blockquote type="cite">{OLD}</blockqu'
    f'ote></div>',
    "Spark": '<div name="messageSignatureSection">Ida Weber</div>'
    f'<div name="messageReplySection">{SAID}<blockquote>{OLD}</blockquote></div>',
    "Missive": f'<div class="missive_quote">{SAID}<blockquote>{OLD}</blockquote></div>',
    "Front": f'<blockquote type="cite" class="front-blockquote">{SAID}<br>{OLD}</blockquote>',
    "Tutanota": f'4. Mai 2026, 08:05 von h@t.example:<br><blockquote class="tutanota_quote'
    f'">{OLD}</blockquote>',
    "Mail.ru": f"<blockquote>Понедельник, 4 мая 2026, 8:05 +03:00 от H &lt;h@t.example&gt;"
    f":<br>{OLD}</blockquote>",
    "Roundcube": f'<p id="reply-intro">{SAID}</p><blockquote>{OLD}</blockquote>',
    "Zimbra": f'<hr id="zwchr"><div data-marker="__HEADERS__">{FIELDS}</div><div>{OLD}</div>',
    "GMX": f'<div name="quote"><b>Gesendet:</b> Montag<br><b>Von:</b> H<br><b>An:</b> I<br'
    f'>{OLD}</div>',
    "AOL": f"<div>-----Original Message-----<br>From: H<br>To: I<br><br>{OLD}</div>",
    "Samsung": f"<div>-------- Original message --------</div><div>From: H </div>{OLD}",
    "Notes": f"<font>From: </font><font>H</font><br><font>To: </font>I<br><font>Date: </fo"
    f"nt>x<br>{OLD}",
    "QQ": f"<includetail><div>------------------ Original ------------------</div>{OLD}</i"
    f"ncludetail>",
    "163": f'At 2026-05-04 08:05:03, "H" &lt;h@t.example&gt; wrote:<br><blockquote id="isR'
    f'eplyContent">{OLD}</blockquote>',
    "NetEase": f'<div class="ntes-mailmaster-quote">---- Replied Message ----{OLD}</div>',
    "WPS": f'<div class="wps_quote"><div>发件人：H</div><div>日期：2026年5月4日</div>{OLD}</div>',
    "Freshdesk": f'<div class="freshdesk_quote"><blockquote>{SAID}{OLD}</blockquote></div>',
}  # fmt: skip


@pytest.mark.parametrize("client", PAGES)
def test_what_a_page_quotes_goes(client: str) -> None:
    page = f"<html><body>{WORDS}<br>{PAGES[client]}</body></html>"
    head = "From: a@a.example\nSubject: Re: x\nIn-Reply-To: <1@t.example>\n"
    message = read(f"{head}Content-Type: text/html; charset=utf-8\n\n{page}".encode())
    assert message.own_text == "It works."
    assert "changed the cable" in message.quoted


def test_answers_between_quoted_blocks_stay() -> None:
    page = (
        f'<div class="moz-cite-prefix">{SAID}</div><blockquote type="cite"><p>On?</p></blockquote>'
        '<p>Yes.</p><blockquote type="cite"><p>Red?</p></blockquote><p>No.</p>'
    )
    head = b"From: a@a.example\nSubject: Re: x\nContent-Type: text/html\n\n"
    assert read(head + page.encode()).own_text == "Yes.\n\nNo."
