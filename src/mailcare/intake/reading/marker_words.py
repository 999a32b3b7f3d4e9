"""What mail clients write above quoted and forwarded mail, in the languages we meet."""

REPLY_WORDS = (
    "原始邮件|原始郵件|邮件原文|郵件原文|原邮件|原郵件|邮件原件|郵件原件|回复的原邮件|"
    "回复的邮件信息|回复邮件信息|回覆的郵件|"
    "原始信件|原始訊息|原始信息|原始邮件信息|历史邮件|Original|Original Message|Original message|"
    "Original Email|Original Mail|Replied Message|Reply to Message|Reply Message|Previous message|"
    "Ursprüngliche Nachricht|Ursprüngliche Mail|Originalnachricht|Original-Nachricht|"
    "Message d'origine|Message d’origine|Message original|Mensaje original|Mensagem original|"
    "Messaggio originale|Oorspronkelijk bericht|Ursprungligt meddelande|Ursprungsmeddelande|"
    "Oprindelig meddelelse|Opprinnelig melding|Alkuperäinen viesti|Исходное сообщение|"
    "Пересылаемое сообщение|Wiadomość oryginalna|Původní zpráva|元のメッセージ|원본 메시지|"
    "Orijinal İleti"
)
FORWARD_WORDS = (
    "转发邮件|转发邮件信息|转发的邮件|轉寄郵件|轉寄的郵件|轉發郵件|转发的消息|轉寄信件|已转发邮件|"
    "转发信息|"
    "Forwarded message|Forwarded Message|Forwarded mail|Forward Message|Forwarded by .{0,80}|"
    "Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Messaggio inoltrato|"
    "Mensagem encaminhada|Doorgestuurd bericht|Пересланное сообщение|Vidarebefordrat meddelande|"
    "Przekazana wiadomość|転送メッセージ"
)

VERBS = (
    r"写道|寫道|撰写|撰寫|wrote|writes|said|pisze|schrieb(?:\s.{0,80})?|geschrieben|schreibt|"
    r"a\s+écrit|escribió|escreveu|ha scritto|schreef(?:\s.{0,80})?|het volgende geschreven|"
    r"skrev(?:\s.{0,80})?|skriver|napisał\(?a?\)?|w dniu\s.{0,60}|kirjoitti|"
    r"написал(?:\(а\)|а)?|пишет|пише|писала?|yazdı|írta(?:\s\(.{0,60}\))?|napsala?|a scris|"
    r"έγραψε|đã viết|menulis|เขียนว่า|のメール|書きました|작성"
)

LABELS = {
    "from": "发件人|發件人|寄件者|寄件人|从|從|来自|发自|From|Von|De|Da|Van|Från|Fra|Od|От|"
    "Lähettäjä|差出人|보낸 사람|Kimden|Feladó|Odesílatel|De la|Від",
    "date": (
        "发送时间|發送時間|发送日期|寄件日期|日期|时间|時間|傳送日期|發件日期|發送日期|Sent|Date|"
        "Sent Time|Send Time|"
        "Gesendet|Datum|Envoyé|Date d'envoi|Enviado|Enviado el|Enviada em|Fecha|Data|Inviato|"
        "Verzonden|"
        "Skickat|Sendt|Dato|Отправлено|Дата|Wysłano|送信日時|보낸 날짜|Lähetetty|"
        "Odesláno|Gönderildi|Tarih|Elküldve|Trimis|Надіслано|日時"
    ),
    "to": (
        "收件人|收件者|至|发给|To|An|À|Para|A|Aan|Till|Til|Кому|Do|宛先|받는 사람|Vastaanottaja|"
        "Komu|Kime|Címzett|Către"
    ),
    "cc": "抄送|抄送人|副本|Cc|CC|Kopie|Kopia|Копия",
    "subject": (
        "主题|主題|主旨|标题|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Ämne|Emne|"
        "Тема|Temat|件名|제목|Aihe|Předmět|Konu|Tárgy|Subiect|Predmet"
    ),
    "reply-to": "回复地址|Reply-To|Reply to",
}
SPACED = {"发件人": "发 件 人", "收件人": "收 件 人", "主题": "主　题", "抄送": "抄　送"}
