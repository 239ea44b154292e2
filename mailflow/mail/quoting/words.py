# ruff: noqa: E501 - tables of words are read by language, not by width
"""Words that mail programs write around a quotation, by language: attributions, header labels, separators, mobile
lines."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.caseless import CaselessPattern

# Beginnings of attributions; meaningful only together with a date or an address.
OPENERS = (
    "on", "at", "in message", "in article", "pada", "pd", "am", "der", "le", "el", "em", "a", "il", "op", "w dniu", "dnia", "den", "d.",
    "på", "dne", "dňa", "vào", "lúc", "vào lúc", "ngày", "în", "la", "dana", "на", "den", "ons", "tors", "tir", "man", "fre", "lør", "søn", "lör", "sön",
    "ti", "ke", "to", "pe", "su", "ma", "la", "στις", "в", "у", "في", "בתאריך", "ב", "在", "於", "于", "เมื่อ", "tarihinde", "kirim", "tanggal", "noong", "ing dina", "ing",
    "ในวันที่", "v", "v v",  
    # Gmail's languages that begin with the weekday
    "man", "tir", "tirs", "ons", "tor", "tors", "fre", "lør", "søn", "þri", "mán", "mið", "fim", "fös", "lau", "sun",
    "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "pn", "po", "út", "ut", "st", "čt", "št", "pá", "pi", "so", "ne", "uto", "tor", "sre", "sri", "čet", "pet", "sub", "ned",
    "kuupäev", "kontakt", "o", "jumatatu", "jumanne", "jumatano", "alhamisi", "ijumaa", "jumamosi", "jumapili",
    "ma", "ti", "ke", "to", "pe", "la", "su", "pirmd", "otrd", "trešd", "ceturtd", "piektd", "sestd", "svētd",
    "пн", "вт", "ср", "чт", "пт", "сб", "вс", "нд", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
    "понеділок", "вівторок", "середа", "пʼятниця", "неділя", "пон", "уто", "сре", "чет", "пет", "суб", "нед",
)  # fmt: skip
OPENER = CaselessPattern(
    r"(?:" + "|".join(sorted(map(re.escape, set(OPENERS)), key=len, reverse=True)) + r")(?=[\s\d\"'“(,:.]|$)",
)

# The verb: at the end of an attribution, or before the name and a colon.
VERB = CaselessPattern(
    r"(?:\b(?:wrote|writes|said|says|sent|wrote the following|menulis|nulis|tulis|berkata|mengirim|schrieben|schrieb|geschrieben|"
    r"a [ée]crit|[ée]crit|nous a dit|escribi[óo]|escreveu|scritto|schreef|geschreven|napisał(?:\(a\)|a)?|pisze|"
    r"написал(?:\(а\)|а)?|пишет|пише|написав|написала|skrev|kirjoitti|napsal(?:\(a\)|a)?|nap[íi]sal(?:\(a\)|a)?|je napisao(?:/la)?|napisa(?:o|la) je|isinulat(?= ni)|"
    r"yazd[ıi]|şunu yazdı|viết|đã viết|a scris|írta|έγραψε|написа|geskryf|skrifaði|kirjutas|rakstīja|rašė|escribiu|idatzi du|"
    r"sinulat ni|sumulat|aliandika|написао/ла|napisao/la|კომენტარი|დაწერა|бичсэн нь|жазды|yozdi|shkroi|ysgrifennodd|scríobh)(?!\w)|"
    r"写道|寫道|写了|書きました|書き込みました|のメール|님이 작성|작성|썼습니다|เขียน(?:ว่า)?|كتب|كتابة ما يلي بواسطة|כתב(?:/?ה)?|נכתב על ידי|"
    r"نوشت|نے لکھا|ने लिखा|ने लिहिले|লিখেছেন|எழுதியது|రాశారు|ಬರೆದಿದ್ದಾರೆ|എഴുതി|એ લખ્યું|ਨੇ ਲਿਖਿਆ|ලිවීය|ຂຽນ|បានសរសេរ|ရေးသားခဲ့သည်)",
)
# Attributions that begin with the verb and end with the name.
CITING = re.compile(
    r"(?:quoting|zitat von|citando|citat fr[åa]n?|mengutip|selon|citazione di|missatge de)\s[^.!?]{1,60}", re.IGNORECASE
)
FIRST_PERSON = LazyPattern(
    r"\b(?:I|we|saya(?: sudah| telah)?|kami(?: sudah| telah)?|aku|ich|wir|je|j'|yo|eu|ik)(?: already| have)?\s*$",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:jan|feb|peb|nop|sij|velj|ožu|ruj|stu|mar|márc|ápr|máj|jún|júl|apr|may|mei|mai|mag|maj|jun|jul|aug|agu|ags|ago|août|avr|abr|sep|sept|set|okt|oct|out|ott|nov|dec|des|dez|dic|déc|"
    r"janv|févr|fév|juil|juin|gen|giu|lug|ene|enero|kwi|lip|sie|wrz|paź|lis|gru|sty|lut|cze|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|"
    r"серп|січ|лют|бер|квіт|трав|черв|лип|вер|жовт|лист|груд|tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu|"
    r"led|úno|bře|dub|kvě|čer|srp|zář|říj|pro|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ιαν|φεβ|μαρ|απρ|μαΐ|μαϊ|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ|јан|феб|мај|јун|јул|авг|сеп|окт|нов|дец|nob|hun|hul|ago|dis|thg|tháng|"
    r"يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|ב?(?:ינו|פבר|מרץ|אפר|מאי|יונ|יול|אוג|ספט|אוק|נוב|דצמ))"
)
DATE = CaselessPattern(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.\s\d{1,2}\.\s\d{4}|\d{4}[./-]\s?\d{1,2}[./-]\s?\d{1,2}|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]"
    r"|(?:19|20)\d{2}\.?\s?" + _MONTH + r"\w{0,9}\.?\s\d{1,2}(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?[\s-]{0,2}(?:de |di )?"
    + _MONTH
    + r"\w{0,9}[.׳]?,?(?:[\s-]{0,2}(?:de )?'?\d{2,4})?(?!\w)"
    r"|(?<!\w)" + _MONTH + r"\w{0,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?(?:\s\d{2,4})?(?!\d)|tháng \d{1,2})",
)
_DIGIT = re.compile(r"\d")
TIME = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)|(?<!\d)\d{1,2}\s?[ap]m\b|(?:19|20)\d{2}(?!\d)", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")

LABELS = {
    "from": ("from", "dari", "daripada", "pengirim", "von", "de", "da", "van", "fra", "från", "lähettäjä", "od", "от", "от кого", "від",
             "kimden", "gönderen", "差出人", "送信者", "发件人", "寄件者", "寄件人", "发信人", "發件人", "보낸 사람", "보낸사람", "từ", "người gửi", "จาก", "expéditeur",
             "feladó", "šalje", "de la", "saatja", "από", "mittente", "remitente", "remetente", "absender", "nadawca", "odesílatel", "отправитель", "מאת", "من"),
    "date": ("sent", "date", "dikirim", "tanggal", "tarikh", "dihantar", "terkirim", "hari/tanggal", "gesendet", "datum", "envoyé", "envoyé le", "fecha",
             "enviado", "enviado el", "enviada em", "enviado em", "enviada", "data", "inviato", "verzonden", "sendt", "dato", "skickat", "lähetetty", "päivämäärä",
             "wysłano", "wysłane", "dátum", "отправлено", "дата", "надіслано", "odesláno", "gönderildi", "gönderilme tarihi", "tarih", "送信日時", "日時", "日付",
             "发送时间", "發送時間", "寄件日期", "日期", "时间", "時間", "보낸 날짜", "날짜", "đã gửi", "ngày", "ngày gửi", "วันที่", "ส่ง", "när", "pvm", "נשלח", "تاريخ",
             "sent at", "date sent", "enviado a las", "elküldve", "poslano", "odoslané", "trimis", "dată", "изпратено", "στάλθηκε", "päiväys",
             "kuupäev", "saadetud", "תאריך", "تم الإرسال", "التاريخ"),
    "to": ("to", "kepada", "ke", "untuk", "an", "à", "a", "para", "pour", "naar", "aan", "til", "till", "vastaanottaja", "do", "dla", "кому", "до", "komu", "pro", "kime", "kime:",
           "alıcı", "宛先", "收件人", "收件者", "받는 사람", "받는사람", "đến", "người nhận", "tới", "ถึง", "destinataire", "címzett", "prima", "către", "saaja", "προς", "destinatario", "אל", "إلى"),
    "cc": ("cc", "tembusan", "salinan", "kopie", "copie", "copia", "kopia", "kopi", "kopio", "копия", "копія", "bilgi", "抄送", "副本", "참조", "สำเนา", "c.c"),
    "subject": ("subject", "subjek", "perkara", "perihal", "hal", "judul", "topik", "betreff", "objet", "asunto", "assunto", "oggetto", "onderwerp", "emne", "ämne", "aihe", "temat",
                "тема", "předmět", "konu", "件名", "主题", "主題", "主旨", "标题", "제목", "chủ đề", "tiêu đề", "เรื่อง", "หัวเรื่อง", "tárgy", "predmet", "naslov", "subiect", "teema", "sujet", "относно", "θέμα", "re", "נושא", "الموضوع"),
}  # fmt: skip
# Date labels that only mail programs use: a form asks for "Tanggal", but "Dikirim" is never typed by hand before a date.
SENT = frozenset(LABELS["date"]) - frozenset(
    [
        "date",
        "tanggal",
        "tarikh",
        "hari/tanggal",
        "datum",
        "fecha",
        "data",
        "dato",
        "дата",
        "tarih",
        "日付",
        "日期",
        "时间",
        "時間",
        "날짜",
        "ngày",
        "วันที่",
        "päivämäärä",
        "dátum",
        "dată",
        "päiväys",
        "kuupäev",
        "תאריך",
        "التاريخ",
    ]
)
FORM_DATES = frozenset(["tanggal", "tarikh", "hari/tanggal"])
ROLE = {label: role for role, labels in LABELS.items() for label in labels}
LABEL = LazyPattern(
    r"[\s*_|]{0,8}([^\W\d_](?:[^:：*\n]{0,22}[^\s:：*])?)\s{0,2}[*_]{0,3}\s{0,2}[:：]\s{0,2}[*_]{0,3}\s{0,4}(.{0,500})"
)

_ORIGINAL = (
    "original message|original appointment|pesan asal|reply message|replied message|original email|pesan asli|pesan yang dibalas|回复的原邮件|pesan orisinal|pesan sebelumnya|mesej asal|"
    "ursprüngliche nachricht|ursprüngliche e-mail|originalnachricht|original nachricht|antwort nachricht|message d'origine|message original|message d’origine|"
    "mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|originele bericht|oryginalna wiadomość|"
    "wiadomość oryginalna|исходное сообщение|пересылаемое сообщение|оригінальне повідомлення|ursprungligt meddelande|oprindelig meddelelse|oprindelig besked|oprindelig e-mail|opprinnelig e-post|opprinnelig melding|"
    "original meddelelse|alkuperäinen viesti|původní zpráva|původní e-mail|orijinal ileti|özgün ileti|original mesaj|原始邮件|原始郵件|原邮件|元のメッセージ|원본 메시지|원본 메일|"
    "thư gốc|tin nhắn gốc|ข้อความต้นฉบับ|eredeti üzenet|mesaj original|izvorna poruka|pôvodná správa"
)
_FORWARDED = (
    "forwarded message|forwarded by|pesan diteruskan|pesan terusan|pesan yang diteruskan|mesej dimajukan|weitergeleitete nachricht|"
    "message transféré|message transmis|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|wiadomość przekazana|"
    "przekazana wiadomość|пересланное сообщение|переадресоване повідомлення|vidarebefordrat meddelande|videresendt meddelelse|videresendt besked|videresendt melding|videresendt e-post|välitetty viesti|"
    "přeposlaná zpráva|iletilen ileti|iletilmiş mesaj|转发邮件|转发的邮件|轉寄的郵件|転送メッセージ|전달된 메시지|thư chuyển tiếp|ข้อความที่ส่งต่อ|"
    "proslijeđena poruka|továbbított üzenet|treść przekazanej wiadomości|mensagem reencaminhada|mesaj redirecționat|перенаправленное сообщение|preposlaná správa|"
    "переслане повідомлення|iletilen mesaj|pesan yang dimajukan|mesej yang dimajukan"
)
_EDGE = r"[\s*_>|]{0,8}[-_=\u2010-\u2015]{2,40}[\s*]{0,4}"
_GAP = r"(?:[\s*:]|&nbsp;){0,4}"  # QQ writes its blanks as HTML into plain text
ORIGINAL = LazyPattern(
    rf"{_EDGE}{_GAP}(?:(?:{_ORIGINAL}){_GAP}[-_=\u2010-\u2015]{{0,40}}|original{_GAP}[-_=\u2010-\u2015]{{4,40}})[\s*]{{0,4}}$",
    re.IGNORECASE,
)
UNFRAMED = LazyPattern(rf"\s{{0,8}}(?:{_ORIGINAL})\s{{0,4}}$", re.IGNORECASE)  # BlackBerry's, above a header block
# Samsung's plain text: separator, head and quotation without a line break between them
GLUED = LazyPattern(
    rf"-{{4,40}}\s?(?:{_ORIGINAL})\s?-{{4,40}}\s{{0,3}}(?:from|dari|daripada|von|de|da|van|fra|från|od|от|kimden|từ|发件人|差出人)\s?[:：]",
    re.IGNORECASE,
)
# Yahoo's plain text of a forward: separator and head on one line, `… <a@b>To: Budi <c@d>Sent: …, GMT+7Subject: Pulsa`
GLUED_FORWARD = LazyPattern(
    rf"-{{4,40}}\s?(?:{_FORWARDED})\s?-{{4,40}}\s{{0,3}}(?=(?:from|dari|daripada|von|de|da|van|fra|från|od|от|kimden|từ|发件人|差出人)\s?[:：])",
    re.IGNORECASE,
)
GLUED_LABEL = LazyPattern(
    r"(?:From|To|CC|Cc|Sent|Subject|Dari|Kepada|Ke|Terkirim|Dikirim|Judul|Subjek|Perihal|Daripada|Dihantar|Von|An|Gesendet|Betreff|De|À|Envoyé|Objet"
    r"|Para|Enviado|Asunto|Assunto|Da|A|Inviato|Oggetto)\s?:"
)
FORWARDED = LazyPattern(
    rf"(?:{_EDGE}(?:{_FORWARDED})[^-\n]{{0,60}}[-_=—–]{{0,60}}[\s*]{{0,4}}$"
    r"|[\s*]{0,4}(?:begin forwarded message|awal pesan (?:yang diteruskan|terusan)|mulai pesan (?:yang )?(?:diteruskan|terusan)|mula mesej (?:yang )?dimajukan|forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|"
    r"début du message (?:transféré|réexpédié)|inicio del mensaje reenviado|início da mensagem (?:encaminhada|reenviada)|inizio messaggio inoltrato|"
    r"begin doorgestuurd bericht|początek przekazywanej wiadomości|vidarebefordrat brev|videresendt meddelelse|videresendt melding|"
    r"начало переадресованного сообщения|välitetty viesti alkaa|iletilen ileti başlangıcı|転送されたメッセージ|下面是被转发的邮件|開始轉寄郵件|전달된 메시지 시작|bắt đầu thư chuyển tiếp|เริ่มข้อความที่ส่งต่อ|začátek přeposílané zprávy|"
    r"start på videresendt besked|započni proslijeđenu poruku|továbbított levél kezdete|início da mensagem reencaminhada|începutul mesajului redirecționat|"
    r"začiatok preposlanej správy|vidarebefordrat mejl|початок листа, що пересилається)\s{0,3}[:：]?[\s*]{0,4}$)",
    re.IGNORECASE,
)

_DEVICES = (
    r"(?:i ?phone|i ?pad|i ?pod|apple watch|android|samsung|galaxy|blackberry|htc|huawei|honor|xiaomi|redmi|poco|oppo|vivo|realme|nokia|asus|lenovo|infinix|"
    r"lg\b|sony|xperia|motorola|oneplus|pixel|nexus|smartphone|smart phone|mobile|phone|cell|handset|handphone|hp\b|ponsel|telepon|gawai|gadget|tablet|"
    r"windows|outlook|mail\b|e-?mail|yahoo|gmail|airmail|mailbox|proton|thunderbird|k-9|hotmail|aol|zoho|spark|newton|bluemail|blue mail|"
    r"mailspring|superhuman|spike|canary|mailbutler|edison mail|polymail|fastmail|tutanota|tuta\b|netease|mailmaster|mailbird|em client|fairemail|aqua ?mail|wps\b|zimbra|"
    r"mobil|handy|téléphone|portable|móvil|movil|celular|telefon|cellulare|telefoon|aplikasi|app\b|acompli|boxer|nine|typemail|mac\b|macbook)"
)
MOBILE = CaselessPattern(
    r"[\s*_<(\[«\u2063-]{0,6}(?:"
    # English
    rf"(?:sent|written|typed|composed)(?: wirelessly)? (?:from|via|with|by|using|on)\b[^.!?,]{{0,40}}{_DEVICES}.{{0,70}}"
    r"|sent from my (?:verizon|at&t|t-mobile|sprint|vodafone|telkomsel|orange)\b.{0,70}|sent on the go with .{1,30}"
    r"|sent from my(?: [\w'’.-]{1,20}){1,4}"
    rf"|from my {_DEVICES}.{{0,20}}"
    r"|via (?:newton|superhuman|spike|airmail|canary|edison|missive|shortwave|polymail|mailbird)(?: mail)?"
    r"|.{1,30} from mobile|sent from a phone|powered by (?:[\w-]{2,15}[ ,-]{1,2}){0,2}blackberry\S{0,3}"
    # Get Outlook for …
    r"|(?:get|download|dapatkan|muat turun|unduh) (?:blue ?mail|type ?app|typemail|mymail|aqua ?mail|spark|nine|edison mail|mail\.ru|proton ?mail) (?:for|untuk|di|on)\b.{0,40}"
    r"|(?:get|download|dapatkan|muat turun|unduh|holen sie sich|laden sie|téléchargez|télécharger|obtenez|obtenir|obtener|obtenga|descargar|descarga|obter|baixe|scarica|ottieni|"
    r"download|hämta|hent|få|pobierz|скачать|скачайте|získat|lataa) [^\d%.,!?]{0,25}outlook.{0,120}"
    r"|outlook (?:voor|für|för|for|para|per|untuk).{0,60}(?:downloaden|herunterladen)?.{0,60}"
    # Indonesian, Malay
    rf"|kirim dari (?:\w{{1,15}} ){{0,2}}{_DEVICES}(?: saya)?(?: di \w{{1,15}})?[.!]?$"
    r"|(?!.{0,90}\b(?:kemarin|tadi|sudah|belum|besok|lain|teman|tapi|tetapi|karena|tidak|nomor|jam|tanggal)\b)"
    rf"(?:di ?kirim|terkirim|dihantar|diposting|pesan ini dikirim|email ini dikirim|surel ini dikirim) (?:dari|daripada|melalui|via|lewat|dengan|menggunakan|oleh)\b[^.!?,]{{0,40}}{_DEVICES}.{{0,60}}"
    r"|(?:di ?kirim|terkirim) dari (?:[\w'’.-]{1,20} ){1,3}saya"
    # German
    rf"|(?:von|vom) (?:mein\w{{0,3}} )?.{{0,30}} (?:gesendet|geschickt|versendet)|gesendet (?:mit|von|aus|über)\b.{{0,70}}|diese (?:nachricht|e-?mail) wurde von mein.{{0,70}}gesendet"
    # Romance
    rf"|envoyé (?:sans fil )?(?:de|depuis|à partir|avec|via|par)\b.{{0,70}}|enviado (?:desde|do|da|de|pelo|via|a partir|por|con|com)\b.{{0,70}}|inviato (?:da|dal|con)\b.{{0,70}}"
    # others
    r"|(?:verzonden|verstuurd) (?:vanaf|met|vanuit|via|van)\b.{0,70}|wysłan[eo] (?:z|ze|za)\b.{0,70}|отправлено (?:с|из|от)\b.{0,70}|надіслано з\b.{0,70}"
    r"|poslano z\b.{0,50}|skickat från\b.{0,70}|sendt fra\b.{0,70}|lähetetty .{0,70}|odesláno z\b.{0,70}|.{0,30}gönderildi|.{0,40}から送信.{0,20}|.{0,10}[从從].{0,30}(?:发送|傳送|发出|寄出)"
    r"|[发發]自.{0,40}|.{0,10}나의 .{0,40}에서 (?:보냄|보낸 메일)|.{0,40}에서 보냄|(?:đã )?(?:được )?gửi từ\b.{0,60}|ส่งจาก.{0,60}"
    r")[\s*_>)\]».!\u200b]{0,6}(?:<?https?://\S{1,300}>?)?[\s*_>)\]».]{0,6}$",
)


def has_date(text: str) -> bool:
    """Whether DATE is in it: each of its forms has a digit, most lines have none."""
    return _DIGIT.search(text) is not None and DATE.is_in(text)
