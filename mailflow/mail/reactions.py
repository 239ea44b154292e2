# ruff: noqa: E501 - what mail programs write, in the languages they speak
"""Emoji reactions in the form of mail programs: a MIME part (Gmail), a sentence (Outlook), a Tapback (Apple). No person
wrote the sentence, so none of it counts as anyone's words.

Gmail: a part `text/vnd.google.email-reaction+json`, {"emoji": "👍", "version": 1}, as documented by Google. Outlook
writes only "👍 Budi reacted to your message:" above the quoted head, Apple only: Liked “…”.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.mime_tree import MimeTree

PART = "text/vnd.google.email-reaction+json"
UNKNOWN = "❔"  # a reaction whose emoji is not in the mail
LONGEST_LINE = 300
LONGEST_TAPBACK = 2_000  # characters: Apple repeats the whole message
LOOKED_AT = 2_000

# "Budi reacted to your message" in each language: after or around the name
_REACTED = LazyPattern(
    r"(?:reacted (?:to|on) (?:your|the|this|a) (?:message|e-?mail|mail|post)"
    r"|(?:telah )?(?:bereaksi|memberi(?:kan)? reaksi|mereaksi) (?:terhadap|atas|pada|kepada|ke|untuk)? ?(?:pesan|e-?mail|surel) (?:anda|kamu|ini)"
    r"|(?:telah )?(?:bertindak balas|memberi(?:kan)? reaksi) (?:terhadap|pada|kepada) (?:mesej|e-?mel) anda"
    r"|hat auf (?:ihre|deine) (?:nachricht|e-?mail) reagiert|reagierte auf (?:ihre|deine) (?:nachricht|e-?mail)"
    r"|a réagi à (?:votre|ton) (?:message|e-?mail|courriel)"
    r"|(?:ha reaccionado|reaccionó) a (?:tu|su) (?:mensaje|correo(?: electrónico)?)"
    r"|(?:reagiu|deu uma reação) (?:à|a) (?:sua|tua) mensagem|reagiu ao (?:seu|teu) e-?mail"
    r"|ha reagito (?:al|alla) (?:tuo|tua|suo|sua) (?:messaggio|e-?mail)"
    r"|heeft gereageerd (?:op|met een emoji op) (?:uw|je) (?:bericht|e-?mail)|reageerde op (?:uw|je) (?:bericht|e-?mail)"
    r"|(?:har )?reager(?:ade|at) på (?:ditt|ert) (?:meddelande|mejl|e-?postmeddelande)"
    r"|(?:har )?reager(?:te|t) på (?:meldingen|e-?posten) (?:din|deres)|(?:har )?reager(?:ede|et) på (?:din|jeres) (?:meddelelse|besked|mail)"
    r"|reagoi (?:viestiisi|sähköpostiisi)"
    r"|zareagowa(?:ł|ła|ł\(a\)|no) na (?:twoją|państwa|twój) (?:wiadomość|e-?mail)"
    r"|(?:zareagoval|zareagovala|zareagoval\(a\)|reagoval|reagovala|reagoval\(a\)) na (?:vaši|vaší|tvoji|vašu) (?:zprávu|správu)"
    r"|reagált az (?:ön )?(?:üzenetére|üzenetedre)"
    r"|a reacționat la mesajul (?:dvs\.?|dumneavoastră|tău)"
    r"|αντέδρασε στο μήνυμά (?:σας|σου)"
    r"|(?:отреагировал|отреагировала|отреагировал\(а\)|отреагировал\(-а\)|реагирует) на (?:ваше|твоё|твое) (?:сообщение|письмо)"
    r"|(?:відреагував|відреагувала|відреагував\(ла\)|реагує) на (?:ваше|твоє) повідомлення"
    r"|(?:iletinize|mesajınıza|e-?postanıza) tepki (?:verdi|gösterdi)"
    r"|đã (?:bày tỏ cảm xúc|phản ứng|thả cảm xúc) (?:về|với|cho|vào) (?:tin nhắn|thư|email) của bạn"
    r"|(?:แสดงความรู้สึก|มีปฏิกิริยา|ตอบสนอง)(?:ต่อ|กับ)ข้อความของคุณ"
    r"|さん(?:が|は)(?:あなたの)?(?:メッセージ|メール)に(?:リアクション|反応)(?:しました|を付けました)|(?:あなたの)?(?:メッセージ|メール)に(?:リアクション|反応)しました"
    r"|(?:对|對)(?:你|您)的(?:邮件|郵件|消息|訊息|信息)(?:做出了?|作出了?|有)(?:回应|回應|反应|反應)|回应了(?:你|您)的(?:邮件|消息)|回應了(?:你|您)的(?:郵件|訊息)"
    r"|(?:님이|이\(가\)|가)? ?(?:회원님의|귀하의|사용자의) (?:메시지|메일)에 (?:반응|공감)(?:했습니다|하였습니다|을 표시했습니다)"
    r"|(?:قام|قامت)? ?(?:بالتفاعل|تفاعل|تفاعلت) مع رسالتك"
    r"|הגיבו?ה? להודעה שלך|ने आपके संदेश पर प्रतिक्रिया दी)",
    re.IGNORECASE,
)  # fmt: skip
# … and what he did to it, in the third person: "👍 Budi liked your message", "Budi bereaksi dengan 🎉 pada pesan Anda"
_LIKED = LazyPattern(
    r"(?!(?:I|We|Kami|Kita|Saya|Aku|Wir|Ich)\s)(?P<names>(?:[^\s<>@,;!?]{1,30}\s{1,3}){0,5})(?:"
    r"(?:liked|loved|hearted|laughed at|celebrated|emphasi[sz]ed|questioned|disliked|reacted(?: with)?\s{1,3}(?:to|on))\s(?:your|this)\s(?:message|e-?mail|mail)"
    r"|reacted to your (?:message|e-?mail|mail)"
    r"|(?:telah )?(?:menyukai|menyayangi|mencintai|menertawakan|merayakan|tidak menyukai|menanggapi|bereaksi(?: dengan)?\s{1,3}(?:pada|terhadap|atas|ke|kepada)|memberi(?:kan)? reaksi\s{1,3}(?:pada|terhadap|atas|ke|kepada))\s(?:pesan|e-?mail|surel) anda(?: dengan)?"
    r"|(?:a aimé|a adoré) votre message|gefällt (?:ihre|deine) nachricht|le gustó tu mensaje|(?:curtiu|gostou da|adorou) (?:a )?(?:sua|tua) mensagem|ha messo mi piace al tuo messaggio|vindt (?:uw|je) bericht leuk)",
    re.IGNORECASE,
)
# the same with the program's name: "👍 Ani reacted via Gmail", in any language
_VIA = LazyPattern(r".{1,120}\b(?:Gmail|Outlook|Spark|Yahoo(?: Mail)?|Proton(?: Mail)?|Zoho(?: Mail)?)\b\W{0,4}$")
_LINK = LazyPattern(r"\s*[<(\[]https?://[^\s<>)\]]{1,200}[>)\]]")
_EMOJI = LazyPattern("[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u2190-\u21ff\u2764\u00a9\u00ae\u3030\u303d][\ufe0f\u200d\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001faff\u2600-\u27bf\u20e3]{0,12}")  # fmt: skip
_ALT = LazyPattern(r"<img\b[^<>]{0,500}?\balt=[\"']?([^\"'<>]{1,20})", re.IGNORECASE)
_RULE = re.compile(r"^[ \t]*[_\-–—=]{8,}[ \t]*$", re.MULTILINE)
_NAMED = {"like": "👍", "thumbs up": "👍", "heart": "❤️", "love": "❤️", "laugh": "😆", "celebrate": "🎉", "surprised": "😮",
          "wow": "😮", "sad": "😢", "suka": "👍"}  # fmt: skip

# Apple: the words of each Tapback, before or after the message in quotation marks
_TAPBACKS: tuple[tuple[str, str], ...] = (
    ("👍", """liked|menyukai|disukai|menandai suka|memberi suka pada|hat gemocht|le gustó|me gusta|le gusta|a aimé|aime|gefällt|gefällt mir|mag|gostou de|curtiu|gosta de|ha messo mi
        piace a|piace|ha messo “mi piace” a|apprezza|vindt leuk|vond leuk|heeft leuk gevonden|gillade|gillar|likte|liker|syntes godt
        om|synes godt om|tykkäsi|tykkää|polubiono|lubi|líbí se|páči sa|tetszett|kedvelte|a apreciat|του αρέσει|του άρεσε|нравится|
        понравилось|понравилось сообщение|вподобано|подобається|beğendi|beğenildi|đã thích|ถูกใจ|高く評価|いいね|に“いいね”|赞了|
        喜欢|喜歡|說讚|좋아함|좋아요|أعجبني|أعجب ب|menyenangi"""),
    ("❤️", """loved|hat geliebt|mencintai|menyayangi|sangat menyukai|le encantó|me encanta|a adoré|adore|liebt|amou|adorou|adora|ha adorato|
        ha amato|vindt geweldig|vond geweldig|älskade|älskar|elsket|elsker|elskede|rakasti|rakastaa|uwielbia|pokochano|miluje|
        imádta|a iubit|a adorat|του άρεσε πολύ|любимое|обожает|в восторге от|bayıldı|đã yêu thích|รัก|ハート|に“ハート”|爱心|最爱|
        喜愛|마음에 들어함|사랑함|أحب|أحببت"""),
    ("😂", """laughed at|menertawakan|tertawa pada|tertawa karena|tertawa atas|se rió de|se ríe de|a ri à|a ri de|rit de|
        lacht über|hat gelacht über|riu de|riu com|ri de|ha riso per|ride per|ride a|moest lachen om|moet lachen om|lachte om|
        skrattade åt|skrattar åt|lo av|ler av|lo ad|grinede ad|griner ad|nauroi|nauraa|śmieje się z|zaśmiano się z|směje se|
        nevetett|a râs la|γέλασε με|смеется над|смеётся над|рассмешило|güldü|đã cười|หัวเราะ|大笑|笑了|笑い|에 웃음|웃음|ضحك على"""),
    ("‼️", """emphasized|emphasised|menekankan|menegaskan|enfatizó|destacó|exclamó|a mis en évidence|a mis en avant|a insisté sur|
        insiste sur|hebt hervor|betont|hat betont|enfatizou|destacou|ha enfatizzato|ha evidenziato|ha sottolineato|enfatizza|
        benadrukte|benadrukt|heeft benadrukt|betonade|framhävde|fremhevet|understreket|fremhævede|understregede|korosti|
        podkreślono|podkreśla|zdůrazňuje|kiemelte|a evidențiat|τόνισε|выделено|подчеркивает|восклицает|vurguladı|đã nhấn mạnh|
        เน้น|強調|强调了|強調了|강조함|أكد على"""),
    ("❓", """questioned|mempertanyakan|preguntó por|cuestionó|preguntó|a posé une question sur|a remis en
        question|s’interroge sur|fragt nach|hat hinterfragt|hinterfragt|stellt infrage|questionou|perguntou sobre|ha fatto una
        domanda su|ha messo in dubbio|ha chiesto|stelde een vraag over|heeft een vraag over|ifrågasatte|undrade över|stilte
        spørsmål ved|satte spørsmålstegn ved|stillede spørgsmålstegn ved|kyseenalaisti|kysyi|zakwestionowano|pyta o|zpochybňuje|
        megkérdőjelezte|a pus la îndoială|αμφισβήτησε|вопрос к|задает вопрос|sorguladı|đã đặt câu hỏi|đã hỏi|ถามถึง|質問|疑问|
        质疑了|質疑|질문함|سأل عن"""),
    ("👎", """disliked|tidak menyukai|no le gustó|no me gusta|no le gusta|n’a pas aimé|n'a pas aimé|gefällt nicht|mag
        nicht|não gostou de|descurtiu|não curtiu|non piace|non ha apprezzato|ha messo non mi piace a|vindt niet leuk|vond niet
        leuk|ogillade|ogillar|mislikte|misliker|syntes ikke godt om|synes ikke om|ei tykännyt|ei pidä|nie polubiono|nie lubi|
        nelíbí se|nem tetszett|nu a apreciat|δεν του αρέσει|не нравится|не понравилось|beğenmedi|không thích|đã không thích|
        ไม่ถูกใจ|低く評価|踩了|不喜欢|不喜歡|싫어함|لم يعجبني"""),
)  # fmt: skip
_LONGEST_VERB = 3  # words: "laughed at", "ha messo mi"
_TAPPED = {" ".join(words.split()): emoji for emoji, table in _TAPBACKS for words in table.split("|")}
_QUOTED = LazyPattern(
    r"(?P<before>[^“”\"„«»「」『』]{0,60}?)\s*[“”\"„«「『](?P<text>.*)[”\"“»」』]\s*(?P<behind>[^“”\"„«»]{0,40}?)[.。]?",
    re.DOTALL,
)
_PICTURE = LazyPattern(
    r"(?:an?|the|sebuah|una?|une|ein(?:e|en)?|um(?:a)?|een|ett?|en)?\s*(?:image|photo|picture|attachment|video|movie|message|"
    r"link|sticker|audio message|voice message|gambar|foto|lampiran|video|pesan|tautan|stiker|pesan suara|imagen|imagem|bild|"
    r"immagine|afbeelding|pièce jointe|adjunto|anexo|anhang|allegato|bijlage)",
    re.IGNORECASE,
)
# iOS 18: Reacted 😂 to “…”; a Tapback taken back: Removed a like from “…”
_REACTED_TO = LazyPattern(r"(?:reacted(?: with)?|bereaksi(?: dengan)?|memberi reaksi|a réagi(?: avec)?|reagierte(?: mit)?|hat|"
    r"reaccionó(?: con)?|reagiu(?: com)?|ha reagito(?: con)?)\s+(?P<emoji>\S{1,16})\s+(?:to|pada|terhadap|ke|atas|à|auf|a|al|su)", re.IGNORECASE)  # fmt: skip
_REMOVED = LazyPattern(
    r"(?:removed an? [\w ]{1,30} from|(?:menghapus|membatalkan) [\w ]{1,30} (?:dari|pada))", re.IGNORECASE
)


def of(tree: MimeTree, text: str, markup: str, new_words: str, *, reply: bool) -> str:
    """The emoji of a reaction, "" when the mail is none. `text` is the whole plain text, `markup` the HTML, `new_words`
    the text without quotations. The sentence counts only in a `reply`: the first mail of a conversation is never a
    reaction."""
    return _of_gmail(tree, text) or (_of_outlook(text, markup, new_words) or _of_apple(new_words) if reply else "")


def in_words(text: str) -> bool:
    """Whether a quoted text is the sentence of a program, whose other parts and headers are gone."""
    said = " ".join(_first_lines(text))
    whole = _ink(said) == _ink(text) and _EMOJI.match(said) is not None and _VIA.fullmatch(said) is not None
    return whole or bool(_of_outlook(text, "", said) or _of_apple(text))


def _of_gmail(tree: MimeTree, text: str) -> str:
    """The MIME part decides; its content is validated as Google requires, and the emoji is searched in the text when it
    is broken."""
    for leaf in tree.root.leaves():
        if leaf.content_type == PART:
            return _emoji_of(tree.body(leaf)[:LOOKED_AT]) or _first_emoji(text) or UNKNOWN
    return ""


def _emoji_of(body: bytes) -> str:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    emoji = told.get("emoji") if isinstance(told, dict) else None
    return emoji if isinstance(emoji, str) and _EMOJI.fullmatch(emoji) else ""


def _first_emoji(text: str) -> str:
    found = _EMOJI.search(text[:LONGEST_LINE])
    return found.group() if found else ""


def _of_outlook(text: str, markup: str, new_words: str) -> str:
    """The sentence is all there is above the quotation; with words of the author's own beside it, it is an ordinary
    mail."""
    sentence = " ".join(_first_lines(text))
    if not sentence or len(sentence) > LONGEST_LINE:
        return ""
    said = _LINK.sub("", sentence).strip()
    emoji = _EMOJI.match(said)
    above = said.endswith((":", "：")) and len(text.strip()) > len(sentence) + 1  # a quotation follows
    by_name = emoji is not None and _VIA.fullmatch(said) is not None
    bare = said.rstrip(" :：.。")
    plainly = (emoji or len(text.strip()) > len(sentence) + 1) and _likes(bare)
    if not by_name and not plainly and not ((emoji or above) and _reacts(bare)):
        return ""
    left = _ink(_LINK.sub("", _RULE.split(new_words, maxsplit=1)[0]))
    if left and not _ink(said).endswith(left):
        return ""
    emoji = emoji or _EMOJI.search(said)
    return emoji.group() if emoji else _named(said) or _pictured(markup) or UNKNOWN


def _named(said: str) -> str:
    return next((emoji for word, emoji in _NAMED.items() if f"{said.lower()} ".startswith(f"{word} ")), "")


def _pictured(markup: str) -> str:
    """The emoji may be a picture, named by its `alt`."""
    alt = _ALT.search(markup[:LOOKED_AT])
    said = html.unescape(alt[1]).strip() if alt else ""
    return said if _EMOJI.fullmatch(said) else _named(said)


def _reacts(said: str) -> bool:
    """The sentence ends with a program's phrase, or begins with it where the name comes last."""
    if said.isascii() and not any(map(said.lower().__contains__, _REACTING)):
        return False  # 1 µs instead of 30
    found = _REACTED.search(said)
    return found is not None and (found.end() == len(said) or (found.start() <= 40 and len(said) - found.end() <= 60))


_REACTING = ("rea", "tindak balas", "tepki")  # one of them is in all that _REACTED finds in ASCII


def _likes(said: str) -> bool:
    """ "👍 Budi Santoso liked your message", "Budi reacted with 🎉 to your message: 👍": names, and nothing else."""
    found = _LIKED.fullmatch((said if said.isascii() else _EMOJI.sub(" ", said)).strip(" :"))
    return found is not None and all(name[:1].isupper() for name in found["names"].split())


def _first_lines(text: str) -> Iterator[str]:
    """The first line with words; an emoji alone above it belongs to it."""
    seen = 0
    for line in text[: 4 * LONGEST_LINE].split("\n"):
        bare = line.strip().strip("\u200b\ufeff\xa0")
        if not bare:
            continue
        seen += 1
        yield bare
        if seen == 2 or not _EMOJI.fullmatch(bare):
            return


def _ink(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


def _of_apple(new_words: str) -> str:
    said = new_words.strip()
    if not said or len(said) > LONGEST_TAPBACK or "\n\n" in said:
        return ""
    found = _QUOTED.fullmatch(said) if any(map(said.__contains__, _OPENING)) else None
    if found is not None:
        return _tapped(found["before"], found["behind"])
    words = said.rstrip(".").split()
    for at in range(1, min(_LONGEST_VERB, len(words) - 1) + 1) if _begins_with_a_verb(words) else ():
        if _PICTURE.fullmatch(" ".join(words[at:])):
            return _TAPPED.get(" ".join(words[:at]).casefold(), "")
    return ""


_OPENING = '“”"„«「『'


def _begins_with_a_verb(words: list[str]) -> bool:
    """Whether it may say what was done to a picture: few mails do, and only those are compared with the pattern."""
    return any(" ".join(words[:at]).casefold() in _TAPPED for at in range(1, _LONGEST_VERB + 1))


def _tapped(before: str, behind: str) -> str:
    before, behind = " ".join(before.split()).casefold(), " ".join(behind.split()).casefold().strip("“”に")
    reacted = _REACTED_TO.fullmatch(before)
    if reacted is not None and _EMOJI.fullmatch(reacted["emoji"]):
        return reacted["emoji"]
    if _REMOVED.fullmatch(before):
        return UNKNOWN
    return _TAPPED.get(f"{before} {behind}".strip(), "")
