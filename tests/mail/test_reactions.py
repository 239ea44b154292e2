# ruff: noqa: E501 - specimens are kept as they come
"""Emoji reactions in the form of a mail program: told from what people write, in both directions."""

from __future__ import annotations

import time

import pytest

from mailflow.core.message import Message, OurAddresses
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("desk@desk.example",))
HEAD = "________________________________\nFrom: iDuHelp <desk@desk.example>\nSent: Monday, November 2, 2026 9:00:00 AM\nTo: Ani <ani@mail.example>\nSubject: [#1] Printer\n\nPrinter lantai 2 rusak.\n"
PLAIN = "text/plain; charset=utf-8"
PART = "text/vnd.google.email-reaction+json; charset=utf-8"


def reply(
    body: str, kind: str = PLAIN, subject: str = "Re: [#1] Printer", answers: str = "<1.a@desk.example>"
) -> Message:
    heads = ["From: Ani <ani@mail.example>", "To: desk@desk.example", f"Subject: {subject}", "MIME-Version: 1.0"]
    heads += [f"In-Reply-To: {answers}"] if answers else []
    return understand("\n".join([*heads, f"Content-Type: {kind}", "", body]).encode(), OURS)


def gmail(emoji: str = "👍", json: str = '{"emoji":"👍","version":1}', said: str = "reacted via Gmail") -> str:
    markup = f'<div><p style="font-size:50px">{emoji}</p><p>Ani {said}</p></div>'
    return f"--rr\nContent-Type: {PLAIN}\n\n{emoji} Ani {said}\n\n--rr\nContent-Type: {PART}\n\n{json}\n--rr\nContent-Type: text/html; charset=utf-8\n\n{markup}\n--rr--\n"


ALTERNATIVE = "multipart/alternative; boundary=rr"
RELATED = "--qq\nContent-Type: multipart/alternative; boundary=rr\n\n" + gmail() + "--qq--\n"
GMAILS = {
    "three parts": (gmail(), ALTERNATIVE),
    "within related": (RELATED, "multipart/related; boundary=qq"),
    "within mixed": (RELATED, "multipart/mixed; boundary=qq"),
    "the part alone": ('{"emoji":"👍","version":1}', PART),
    "broken JSON": (gmail(json="{"), ALTERNATIVE),
    "a newer version": (gmail(json='{"emoji":"👍","version":2,"more":[]}'), ALTERNATIVE),
    "in Indonesian": (gmail(said="bereaksi melalui Gmail"), ALTERNATIVE),
    "the sentence alone": ("👍 Ani reacted via Gmail <https://www.google.com/gmail/about/?utm_source=x>\n", PLAIN),
    "the sentence alone, with the mail below": ("👍 Ani bereaksi melalui Gmail\n\nPada Sen, 2 Nov 2026 pukul 09.00 iDuHelp <desk@desk.example> menulis:\n\n> Printer rusak.\n", PLAIN),
}  # fmt: skip


@pytest.mark.parametrize(("body", "kind"), GMAILS.values(), ids=GMAILS.keys())
def test_gmails_reaction(body: str, kind: str) -> None:
    """The part decides, wherever it stands; a list that took it away leaves the sentence."""
    message = reply(body, kind)
    assert (message.reaction, message.reply_text, message.files) == ("👍", "", ())


SENTENCES = """Ani reacted to your message:|Ani Lestari bereaksi terhadap pesan Anda:|Ani memberi reaksi pada pesan Anda:|
Ani bertindak balas terhadap mesej anda:|Hans hat auf Ihre Nachricht reagiert:|Anne a réagi à votre message :|
Ana ha reaccionado a tu mensaje:|Ana reagiu à sua mensagem:|Anna ha reagito al tuo messaggio:|
Anna heeft gereageerd op uw bericht:|Anna reagerade på ditt meddelande:|Anne reagerte på meldingen din:|
Anne reagerede på din meddelelse:|Anna reagoi viestiisi:|Anna zareagowała na Twoją wiadomość:|
Иван отреагировал на ваше сообщение:|Ali iletinize tepki verdi:|田中さんがあなたのメッセージにリアクションしました:|
张三对你的邮件做出了回应:|김철수님이 회원님의 메시지에 반응했습니다:|An đã bày tỏ cảm xúc về tin nhắn của bạn:""".replace(
    "\n", ""
).split("|")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_outlooks_reaction(sentence: str) -> None:
    """The sentence above a quoted head, in the languages Outlook speaks, with its emoji before or above it."""
    for written in (f"👍 {sentence}\n{HEAD}", f"👍\n{sentence}\n{HEAD}", f"❤️ {sentence}\n"):
        message = reply(written)
        assert message.reaction and message.reply_text == ""


LIKES = """👍 Budi Santoso liked your message|❤️ Budi loved your message:|Budi reacted with 👍 to your message|
😂 Budi laughed at your message:|Budi reacted to your message: 👍|👍 Budi Santoso menyukai pesan Anda|👍 Budi menyukai email Anda:|
Budi bereaksi dengan 🎉 pada pesan Anda:|Budi Santoso menanggapi pesan Anda dengan 👍|👍 Anne a aimé votre message|
Budi Santoso liked your message""".replace("\n", "").split("|")


@pytest.mark.parametrize("sentence", LIKES)
def test_what_he_did_to_the_message(sentence: str) -> None:
    """A name, a verb of liking and "your message", above the quotation."""
    message = reply(f"{sentence}\n{HEAD}")
    assert message.reaction and message.reply_text == ""


@pytest.mark.parametrize(
    "words",
    ["Kami menyukai pesan Anda, terima kasih", "👍 Kami menyukai pesan Anda", "Budi yang menanggapi pesan Anda",
     "Everybody who read it liked your message", "I liked your message"],
)  # fmt: skip
def test_who_says_it_himself_has_written(words: str) -> None:
    """A sentence of the author's own with the same verbs."""
    message = reply(f"{words}\n{HEAD}")
    assert (message.reaction, bool(message.reply_text)) == ("", True)


def test_outlooks_reaction_in_html() -> None:
    """Written in HTML only, its emoji a picture."""
    head = '<hr><div id="divRplyFwdMsg"><b>From:</b> desk@desk.example<br><b>Sent:</b> Monday, November 2, 2026 9:00 AM<br><b>To:</b> Ani<br><b>Subject:</b> [#1] Printer</div><p>Printer rusak.</p>'
    for emoji in ("👍", '<img src="cid:x" alt="👍">', "Like"):
        message = reply(
            f"<html><body><div>{emoji} Ani reacted to your message:</div>{head}</body></html>",
            "text/html; charset=utf-8",
        )
        assert (message.reaction, message.reply_text) == ("👍", "")


TAPBACKS = """Liked “Printer rusak.”|Loved “Printer rusak.”|Laughed at “Printer rusak.”|Emphasized “Printer rusak.”|
Questioned “Printer rusak.”|Disliked “Printer rusak.”|Liked "Printer rusak."|Liked an image|Loved a photo|
Reacted 😂 to “Printer rusak.”|Removed a like from “Printer rusak.”|Menyukai “Printer rusak.”|Tidak menyukai “Printer rusak.”|
Menyukai gambar|Menekankan “Printer rusak.”|Le gustó “Printer”|A aimé « Printer »|Gefällt „Printer“|Curtiu “Printer”|
Ha messo Mi piace a “Printer”|Vindt “Printer” leuk|Gillade ”Printer”|Likte «Printer»|Syntes godt om “Printer”|
Tykkäsi ”Printer”|Polubiono „Printer”|Нравится «Printer»|“Printer” beğendi|「Printer」にいいね|赞了“Printer”|
Đã thích “Printer”|Laughed at an image|Menandai suka “Printer”""".replace("\n", "").split("|")  # fmt: skip


@pytest.mark.parametrize("words", TAPBACKS)
def test_apples_tapback(words: str) -> None:
    """A verb and the message in quotation marks, or what was sent, and nothing else."""
    message = reply(f"{words}\n")
    assert message.reaction and message.reply_text == ""


@pytest.mark.parametrize(
    ("words", "emoji"),
    [("Liked “a”", "👍"), ("Disliked “a”", "👎"), ("Reacted 🎉 to “a”", "🎉"), ("Menyukai “a”", "👍")],
)
def test_a_tapback_has_its_emoji(words: str, emoji: str) -> None:
    """What agrees is told from what does not."""
    assert reply(words).reaction == emoji


PEOPLES = """👍|👍 Terima kasih|Ani reacted to your message: she is angry|I reacted to your message yesterday.|
Kami sudah menanggapi pesan Anda.|Saya sudah bereaksi terhadap pesan Anda|Klik "Simpan"|Tulis “STOP” lalu kirim|
Menanyakan “kapan pulsa saya masuk”|Liked it very much|I liked “Printer” but it broke|👍 Berikut datanya:|
👍 Sudah saya kirim lewat Gmail ya kak, nomornya 0812 3456 7890, tolong dicek, dan kalau belum masuk kabari saya lagi di sini secepatnya ya karena saya mau pergi|
Liked “Printer”\n\nTapi masih rusak.""".replace("|\n", "|").split("|")


@pytest.mark.parametrize("words", PEOPLES)
def test_what_people_write_is_no_reaction(words: str) -> None:
    """An emoji alone, a sentence about a reaction, words beside one: a person's own."""
    message = reply(words)
    assert (message.reaction, bool(message.reply_text)) == ("", True)


def test_words_of_ones_own_beside_the_sentence() -> None:
    """Whoever writes above or below Outlook's sentence has written a mail."""
    assert reply(f"Masih rusak!\n\n👍 Ani reacted to your message:\n{HEAD}").reaction == ""
    assert reply(f"👍 Ani reacted to your message:\nTapi masih rusak!\n{HEAD}").reaction == ""


def test_a_sentence_that_begins_a_conversation_is_a_persons() -> None:
    """Nobody's question is taken for a reaction to nothing; Gmail's part is one all the same."""
    assert reply("Menyukai “pulsa”", subject="Halo", answers="").reaction == ""
    assert reply(gmail(), ALTERNATIVE, subject="Halo", answers="").reaction == "👍"


def test_long_and_odd_texts_take_no_time() -> None:
    """Quotation marks, emoji and near misses by the thousand."""
    begin = time.process_time()
    for text in (
        "“" * 1_900,
        "”" * 1_900,
        "👍" * 100_000,
        "reacted to your message" * 10_000,
        "👍 " + "x " * 100_000 + "Gmail",
    ):
        reply(text)
    assert time.process_time() - begin < 2
