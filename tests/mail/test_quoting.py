# ruff: noqa: E501 - specimens are kept as they come
"""Tables of replies: what must be kept and what must be gone. Each case is one way a mail program or a person writes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.mail.quoting import attribution
from mailflow.mail.quoting.text import new_words

Q = "> kata lama dari surat sebelumnya\n> baris kedua"

ATTRIBUTIONS = {
    "gmail en": "On Tue, Jan 2, 2024 at 10:00 AM Sari Dewi <sari@desk.example> wrote:",
    "gmail en wrapped": "On Tue, Jan 2, 2024 at 10:00 AM Sari Dewi <\nsari.dewi.panjang@desk.example> wrote:",
    "gmail en three lines": "On Nov 30, 2023, at 12:47 PM, Somebody <\n0a1b2c3d4e5f60718293a4b5c6d7e8f901234567@a.desk.example>\nwrote:",
    "apple en": "On 2 Jan 2024, at 10.00, Sari Dewi <sari@desk.example> wrote:",
    "thunderbird en": "On 04/19/2023 07:10 AM, Sari Dewi wrote:",
    "iso": "On 2024-01-02 10:00, Sari Dewi wrote:",
    "minus zone": 'On Tue, Jan 27, 2015 at 12:42 PM -0800, "Company" <c@desk.example> wrote:',
    "sent": "On 11-Apr-2011, at 6:54 PM, Sari D <saridewi@desk.example> sent:",
    "two lines of name": "On Fri, May 6, 2011 at 6:03 PM, Sari Dewi dari Meja Bantuan Offline\n<sari@desk.example> wrote:",
    "at": "At 6/16/2016 08:32 PM, you wrote:",
    "zoho": "---- On Wed, 24 Feb 2021 14:02:50 +0530 sari@desk.example wrote ----",
    "dashes": "------On 12/29/1987 17:32 PM, Julius wrote-----",
    "name address": "Sari Dewi <sari@desk.example> wrote:",
    "name parentheses": "Sari Dewi (sari@desk.example) wrote:",
    "gmail id": "Pada tanggal Sel, 2 Jan 2024 pukul 10.00 Sari Dewi <sari@desk.example> menulis:",
    "gmail id wrapped": "Pada tanggal Sel, 2 Jan 2024 pukul 10.00 Sari Dewi <\nsari@desk.example> menulis:",
    "apple id": "Pada 2 Jan 2024, pukul 10.00, Sari Dewi <sari@desk.example> menulis:",
    "apple id no address": "Pada 2 Jan 2024, pukul 10.00, Sari Dewi menulis:",
    "yahoo id": "Pada Selasa, 2 Januari 2024 10.00.00 WIB, Sari Dewi <sari@desk.example> menulis:",
    "gmail new id": "Pada Sel, 2 Jan 2024 10.00, Sari Dewi <sari@desk.example> menulis:",
    "malay": "Pada Sel, 2 Jan 2024 pada 10:00 PG Sari Dewi <sari@desk.example> menulis:",
    "german": "Am 02.01.2024 um 10:00 schrieb Sari Dewi <sari@desk.example>:",
    "german gmail": "Am Di., 2. Jan. 2024 um 10:00 Uhr schrieb Sari Dewi <\nsari@desk.example>:",
    "german name first": "Sari Dewi <sari@desk.example> schrieb am Di., 2. Jan. 2024 um 10:00 Uhr:",
    "french": "Le 2 janv. 2024 à 10:00, Sari Dewi <sari@desk.example> a écrit :",
    "french nbsp": "Le mar. 2 janv. 2024 à 10:00, Sari Dewi <sari@desk.example> a\nécrit\xa0:",
    "spanish": "El mar, 2 ene 2024 a las 10:00, Sari Dewi (<sari@desk.example>) escribió:",
    "portuguese": "Em ter., 2 de jan. de 2024 às 10:00, Sari Dewi <sari@desk.example> escreveu:",
    "italian": "Il giorno mar 2 gen 2024 alle ore 10:00 Sari Dewi <sari@desk.example> ha scritto:",
    "dutch": "Op di 2 jan 2024 om 10:00 schreef Sari Dewi <sari@desk.example>:",
    "dutch apple": "Op 2 jan. 2024 om 10:00 heeft Sari Dewi <sari@desk.example> het volgende geschreven:",
    "polish": "wt., 2 sty 2024 o 10:00 Sari Dewi <sari@desk.example> napisał(a):",
    "polish old": "W dniu 2 stycznia 2024 10:00 użytkownik Sari Dewi <sari@desk.example>\nnapisał:",
    "russian": "вт, 2 янв. 2024 г. в 10:00, Sari Dewi <sari@desk.example>:",
    "russian verb": "2 января 2024 г., 10:00 пользователь Sari Dewi <sari@desk.example> написал:",
    "swedish": "Den tis 2 jan. 2024 kl 10:00 skrev Sari Dewi <sari@desk.example>:",
    "danish": "Den tir. 2. jan. 2024 kl. 10.00 skrev Sari Dewi <sari@desk.example>:",
    "norwegian": "tir. 2. jan. 2024 kl. 10:00 skrev Sari Dewi <sari@desk.example>:",
    "finnish": "ti 2. tammik. 2024 klo 10.00 Sari Dewi (sari@desk.example) kirjoitti:",
    "czech": "út 2. 1. 2024 v 10:00 odesílatel Sari Dewi <sari@desk.example> napsal:",
    "turkish": "Sari Dewi <sari@desk.example>, 2 Oca 2024 Sal, 10:00 tarihinde şunu yazdı:",
    "japanese": "2024年1月2日(火) 10:00 Sari Dewi <sari@desk.example>:",
    "chinese": "Sari Dewi <sari@desk.example> 于2024年1月2日周二 10:00写道：",
    "chinese zai": "在 2024-01-02 10:00:00，\"Sari Dewi\" <sari@desk.example> 写道：",
    "korean": "2024년 1월 2일 (화) 오전 10:00, Sari Dewi <sari@desk.example>님이 작성:",
    "vietnamese": "Vào Th 3, 2 thg 1, 2024 vào lúc 10:00 Sari Dewi <sari@desk.example> đã viết:",
    "thai": "เมื่อ อ. 2 ม.ค. 2024 เวลา 10:00 Sari Dewi <sari@desk.example> เขียนว่า:",
    "old google": "2014-10-17 11:28 GMT+03:00 Postmaster <\npostmaster@sandbox.desk.example>:",
}  # fmt: skip

HEADS = {
    "outlook en": "From: Sari Dewi <sari@desk.example>\nSent: Tuesday, January 2, 2024 10:00 AM\nTo: Budi <budi@desk.example>\nSubject: RE: Pulsa",
    "outlook rule": "________________________________\nFrom: Sari Dewi <sari@desk.example>\nSent: Tuesday, January 2, 2024 10:00 AM\nTo: Budi\nSubject: RE: Pulsa",
    "outlook bold": "*From:* Sari Dewi [mailto:sari@desk.example]\n*Sent:* Tuesday, January 2, 2024 10:00 AM\n*To:* Budi\n*Subject:* RE: Pulsa",
    "outlook bold wrapped": "  *From:* sari@desk.example [mailto:\n  sari@desk.example]\n  *Sent:* Wednesday, June 27, 2012 3:05 PM\n  *To:* budi@desk.example\n  *Subject:* Hello",
    "markdown": "**From:** checks=desk.example@mg.desk.example **On Behalf Of** Checks\n**Sent:** 28 July 2025 15:46\n**To:** HR Team <hr@desk.example>\n**Subject:** Reference",
    "outlook id": "Dari: Sari Dewi <sari@desk.example>\nDikirim: Selasa, 2 Januari 2024 10:00\nKepada: Budi <budi@desk.example>\nSubjek: RE: Pulsa",
    "outlook id no address": "Dari: Sari Dewi\nDikirim: Selasa, 2 Januari 2024 10:00\nKepada: Budi\nPerihal: RE: Pulsa",
    "samsung id": "-------- Pesan asli --------\nDari: Sari Dewi <sari@desk.example>\nTanggal: 02/01/24 10.00 (GMT+07:00)\nKe: budi@desk.example\nPerihal: Pulsa",
    "original": "-----Original Message-----\nFrom: Sari Dewi\nSent: Tuesday, January 2, 2024 10:00 AM\nTo: Budi\nSubject: Pulsa",
    "original id": "-----Pesan Asli-----\nDari: Sari Dewi\nDikirim: 2 Januari 2024 10:00\nKepada: Budi\nPerihal: Pulsa",
    "original bare": "-----Original Message-----",
    "german": "Von: Sari Dewi <sari@desk.example>\nGesendet: Dienstag, 2. Januar 2024 10:00\nAn: Budi\nBetreff: AW: Pulsa",
    "german original": "-----Ursprüngliche Nachricht-----",
    "french": "De : Sari Dewi [mailto:sari@desk.example]\nEnvoyé : mardi 2 janvier 2024 10:00\nÀ : Budi\nObjet : RE: Pulsa",
    "spanish": "De: Sari Dewi <sari@desk.example>\nEnviado: martes, 2 de enero de 2024 10:00\nPara: Budi\nAsunto: RE: Pulsa",
    "portuguese": "De: Sari Dewi <sari@desk.example>\nEnviada em: terça-feira, 2 de janeiro de 2024 10:00\nPara: Budi\nAssunto: RES: Pulsa",
    "italian": "Da: Sari Dewi <sari@desk.example>\nInviato: martedì 2 gennaio 2024 10:00\nA: Budi\nOggetto: R: Pulsa",
    "dutch": "Van: Sari Dewi <sari@desk.example>\nVerzonden: dinsdag 2 januari 2024 10:00\nAan: Budi\nOnderwerp: RE: Pulsa",
    "danish": "Fra: sari@desk.example\nSendt: 2. januar 2024 10:00\nTil: Budi\nEmne: SV: Pulsa",
    "swedish": "Från: Sari Dewi [mailto:sari@desk.example]\nSkickat: den 2 januari 2024 10:00\nTill: Budi\nÄmne: SV: Pulsa",
    "finnish": "Lähettäjä: Sari Dewi <sari@desk.example>\nLähetetty: tiistai 2. tammikuuta 2024 10.00\nVastaanottaja: Budi\nAihe: VS: Pulsa",
    "polish": "Od: Sari Dewi <sari@desk.example>\nWysłano: wtorek, 2 stycznia 2024 10:00\nDo: Budi\nTemat: RE: Pulsa",
    "russian": "От: Sari Dewi <sari@desk.example>\nОтправлено: 2 января 2024 г. 10:00\nКому: Budi\nТема: RE: Pulsa",
    "czech": "Od: Sari Dewi <sari@desk.example>\nOdesláno: úterý 2. ledna 2024 10:00\nKomu: Budi\nPředmět: RE: Pulsa",
    "turkish": "Kimden: Sari Dewi <sari@desk.example>\nGönderildi: 2 Ocak 2024 Salı 10:00\nKime: Budi\nKonu: RE: Pulsa",
    "japanese": "差出人: Sari Dewi <sari@desk.example>\n送信日時: 2024年1月2日 10:00\n宛先: Budi\n件名: RE: Pulsa",
    "chinese": "发件人: Sari Dewi <sari@desk.example>\n发送时间: 2024年1月2日 10:00\n收件人: Budi\n主题: RE: Pulsa",
    "qq": "------------------ 原始邮件 ------------------\n发件人: \"Sari Dewi\" <sari@desk.example>;\n发送时间: 2024年1月2日(星期二) 中午10:00\n收件人: \"Budi\"<budi@desk.example>;\n主题: Pulsa",
    "korean": "보낸 사람: Sari Dewi <sari@desk.example>\n보낸 날짜: 2024년 1월 2일 화요일 오전 10:00\n받는 사람: Budi\n제목: RE: Pulsa",
    "vietnamese": "Từ: Sari Dewi <sari@desk.example>\nĐã gửi: Thứ Ba, 2 tháng 1, 2024 10:00\nĐến: Budi\nChủ đề: RE: Pulsa",
    "thai": "จาก: Sari Dewi <sari@desk.example>\nส่ง: 2 มกราคม 2024 10:00\nถึง: Budi\nเรื่อง: RE: Pulsa",
    "date first": "Date: Fri=2C 28 Sep 2012 10:55:48 +0000\nFrom: tickets@desk.example\nTo: budi@desk.example\nSubject: [Ticket #8] Test",
    "date and to": "Date: Wed, 16 May 2012 00:15:02 -0600\nTo: budi@desk.example",
}  # fmt: skip


@pytest.mark.parametrize("line", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("quote", [Q, "kata lama dari surat sebelumnya\n\nbaris kedua"], ids=["marked", "unmarked"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank line", "glued"])
def test_an_attribution_and_what_follows_is_not_new(line: str, quote: str, gap: str) -> None:
    """Whatever the language, the answer above is kept and the quotation below is gone."""
    assert new_words(f"Baik, sudah saya kirim ulang.{gap}{line}\n\n{quote}\n").text == "Baik, sudah saya kirim ulang."


@pytest.mark.parametrize("line", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
@pytest.mark.parametrize("quote", [Q, "kata lama dari surat sebelumnya"], ids=["marked", "unmarked"])
def test_only_a_quotation_is_empty(line: str, quote: str) -> None:
    """An empty reply is a claim, whatever the language of its attribution."""
    assert new_words(f"\n\n{line}\n{quote}\n").text == ""


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_quoted_head_and_what_follows_is_not_new(head: str) -> None:
    """Outlook and its kin: the head of the old mail begins the quotation."""
    assert new_words(f"Sudah beres.\n\n{head}\n\nkata lama\n").text == "Sudah beres."
    assert new_words(f"\n{head}\n\nkata lama\n").text == ""


KEPT = [
    "Pada prinsipnya setuju.",
    "Pada hari Senin saya sudah menulis:\nmohon dicek pulsanya",
    "On Tuesday I wrote: please check.\nNothing came.",
    "On the other hand, it works.\nOn Monday we test.",
    "One outstanding question: who pays?",
    "Here are formats:\n\n2024-01-15 14:30:25\n2024/01/15 14:30:25\nJan 15, 2024 at 14:30\n\nAll in my own text.",
    "Sent from my desk, which is easier to type on than my phone.",
    "The mail was sent from my iPhone app and failed, please check.",
    "Kode error dikirim dari server pusat kemarin. Mohon cek.",
    "ok",
    ".",
    "👍",
    "-- first item\n-- second item\n-- third item",
    "Daftar:\n--\n1. beli pulsa\n2. cek pulsa\n3. selesai",
    "Poin:\n----\nsatu\n----\ndua",
    "nominal > 100 dan < 200",
    "Kunjungi kami:\n>>> >>>  http://www.desk.example <<<\nlewat tautan di atas",
    "The article at https://desk.example/what-he-wrote explains:\nread it.",
    "Dari: Jakarta\nKe: Bandung\nmohon bantu tiketnya",
    "Catatan: saya sudah bayar.\nNomor: 0812",
    "He wrote:\nsomething odd happened.",
    "Terima kasih,\nBudi",
    "Salam kenal, saya Ani.",
    "Salam,\nbagaimana pulsanya?",
    "Salam,\npulsa saya belum masuk",
    "Salam hormat,\nBudi",
    "Please read this with regards to the payment.",
    "Semua ini rahasia ya, jangan diberitahu siapa pun.",
    "From: the beginning it failed\nTo: the end",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_persons_own_words_stay(text: str) -> None:
    """Nothing that somebody typed is eaten because it resembles a quotation or a signature."""
    assert new_words(text).text == text


EMPTY = {
    "nothing": "",
    "blanks": " \n\t\n\xa0\n",
    "invisible": "\u200b\n\ufeff\u200e \xad",
    "signature": "-- \nBudi Santoso\nHelpdesk\n021-555",
    "mobile id": "Dikirim dari iPhone saya",
    "mobile id yahoo": "Dikirim dari Yahoo Mail di Android",
    "mobile id samsung": "Dikirim dari Galaxy saya",
    "mobile id gmail": "Dikirim dari Gmail Mobile",
    "outlook id": "Dapatkan Outlook untuk Android<https://aka.ms/x>",
    "outlook en": "Get Outlook for iOS<https://aka.ms/x>",
    "mobile en": "Sent from my iPhone",
    "banner": "[EXTERNAL]\n\nOn Tue, Jan 2, 2024 at 10:00 AM Sari <sari@desk.example> wrote:\n> lama",
    "banner id": "[EKSTERNAL] \n\n-- \nBudi",
    "caution": "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.\n\n" + HEADS["outlook en"],
    "disclaimer under quote": f"\n\n{ATTRIBUTIONS['gmail en']}\n{Q}\n\nDISCLAIMER: This e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient, please delete it and notify the sender.",
    "disclaimer id": f"{ATTRIBUTIONS['gmail id']}\n{Q}\n\n________________________________\nEmail ini bersifat rahasia dan hanya ditujukan kepada penerima yang dimaksud. Jika Anda bukan penerima, mohon hapus email ini dan beritahu pengirim.",
    "list footer": "_______________________________________________\nOperator mailing list\noperator@lists.desk.example\nhttps://lists.desk.example/listinfo/operator",
    "google groups": f"{ATTRIBUTIONS['gmail en']}\n{Q}\n\n-- \nYou received this message because you are subscribed to the Google Groups \"ops\" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to ops+unsubscribe@desk.example.",
    "logo": "[cid:image001.png@01DA3D6E.5B1F]",
    "gmail logo": "[image: logo.png]\n\n-- \nBudi",
    "signature and quote": f"-- \nBudi Santoso\nHelpdesk\n\n{ATTRIBUTIONS['gmail id']}\n{Q}",
    "quote and signature": f"{ATTRIBUTIONS['gmail id']}\n{Q}\n\n-- \nBudi Santoso\nHelpdesk",
    "mobile and quote": f"Dikirim dari iPhone saya\n\n{ATTRIBUTIONS['apple id']}\n\n> lama\n> \n",
    "closing formula": f"Hormat saya,\nBudi Santoso\nHelpdesk\n021-555\n\n{ATTRIBUTIONS['gmail id']}\n{Q}",
    "closing formula en": f"Best regards,\nBudi\n\n{ATTRIBUTIONS['gmail en']}\n{Q}",
    "outlook mobile brackets": "Dapatkan [Outlook untuk Android](https://aka.ms/AAb9)",
    "proton": "Dikirim dengan aman oleh Proton Mail",
    "yahoo app": "Dikirim dari Yahoo Mail. Dapatkan aplikasinya",
    "samsung phrase": "Dikirim dari perangkat Samsung Galaxy saya",
    "only marked quote": "> satu\n> dua\n",
}  # fmt: skip


@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY.keys())
def test_nothing_typed_is_empty(text: str) -> None:
    """The empty reply that only claims (mail.md 8.9)."""
    assert new_words(text).text == ""


BOTH = {
    "bottom post": (f"{ATTRIBUTIONS['thunderbird en']}\n{Q}\n\nJawaban saya di bawah.", ["Jawaban saya di bawah."], ["kata lama", "wrote"]),
    "glued bottom post": (f"{ATTRIBUTIONS['thunderbird en']}\n\n>\n> Test\nTest reply", ["Test reply"], ["wrote"]),
    "interleaved": ("Hai,\n\nOn 04/19/2023 07:10 AM, Sari wrote:\n> satu?\nJawab satu.\n> dua?\nJawab dua.", ["Hai,", "Jawab satu.", "Jawab dua."], []),
    "wrapped": (f"Jawab.\n\n{ATTRIBUTIONS['thunderbird en']}\n{Q}\n\nSalam, Budi", ["Jawab.", "Salam, Budi"], ["wrote:"]),
    "shared line": ("reply On Wed, Apr 4, 2012 at 3:59 PM, bob@desk.example wrote:\n> Hi", ["reply"], ["wrote", "Hi"]),
    "shared dashes": ("reply--- On Wed, Apr 4, 2012 at 3:59 PM, bob@desk.example wrote:\n> Hi", ["reply"], ["wrote", "Hi"]),
    "two attributions": ("Top.\n\nOn Tue, Jan 27, 2015 at 12:42 PM -0800, \"Desk\" <c@desk.example> wrote:\n\nHi Ani,\n\nOn Jan 27, 2015, at 11:55 AM, Ani <m@desk.example> wrote:\n\nLama\n\nSent from Acompli", ["Top."], ["Lama", "Hi Ani"]),
    "original then marks": ("-----Original Message-----\n> lama\n> lagi\n\nJawaban di bawah", ["Jawaban di bawah"], ["lama"]),
    "signature": ("Sudah.\n\n-- \nBudi\nHelpdesk", ["Sudah."], ["Helpdesk"]),
    "signature bare": ("Sudah.\n--\nBudi", ["Sudah."], ["Budi"]),
    "double signature": ("Siap!\n\nSalam,\nBudi\n\n--\nBudi Santoso\nDivisi TI\n\nSent from my iPhone", ["Siap!"], ["iPhone", "Divisi"]),
    "mobile excuse": ("Sudah.\n\nSent from my cell, please excuse any typos.", ["Sudah."], ["typos"]),
    "mobile german": ("Erledigt.\n\nVon meinem iPhone gesendet", ["Erledigt."], ["iPhone"]),
    "mobile chinese": ("好的\n\n从我的iPhone发送", ["好的"], ["iPhone"]),
    "mobile japanese": ("了解です。\n\niPhoneから送信", ["了解です。"], ["iPhone"]),
    "k9": ("Ok.\n-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.", ["Ok."], ["brevity"]),
    "external tag": ("[EXTERNAL] Sudah saya cek.", ["Sudah saya cek."], ["EXTERNAL"]),
    "avast": ("Sudah.\n\nVirus-free. www.avast.com", ["Sudah."], ["avast"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kept", "gone"), BOTH.values(), ids=BOTH.keys())
def test_new_words_stay_and_old_ones_go(text: str, kept: list[str], gone: list[str]) -> None:
    """Answers above, below and between quotations; signatures of all kinds."""
    found = new_words(text).text
    assert [word for word in kept if word not in found] == []
    assert [word for word in gone if word in found] == []


def test_a_greeting_over_a_sentence_is_an_answer() -> None:
    """ "Salam," greets as often as it closes."""
    assert (
        new_words(f"Salam,\npulsanya sudah masuk\n\n{ATTRIBUTIONS['gmail id']}\n{Q}").text
        == "Salam,\npulsanya sudah masuk"
    )
    assert new_words(f"Salam,\nBeres\n\n{ATTRIBUTIONS['gmail id']}\n{Q}").text == "Salam,\nBeres"
    assert new_words(f"Salam,\nSudah masuk.\n\n{ATTRIBUTIONS['gmail id']}\n{Q}").text == "Salam,\nSudah masuk."


def test_the_separator_of_our_letters_cuts_first() -> None:
    """A line only we can have written ends the answer."""
    assert (
        new_words("Jawab\n\n##- balas di atas baris ini abc -##\nlama", "##- balas di atas baris ini abc -##").text
        == "Jawab"
    )


def test_a_forward_without_words_keeps_its_block() -> None:
    """Who forwards without a word says the forwarded text."""
    text = "---------- Forwarded message ---------\nFrom: Ani <ani@x.example>\nDate: Tue, Jan 2, 2024 at 10:00\nSubject: Pulsa\nTo: <b@x.example>\n\nPulsa belum masuk"
    assert "Pulsa belum masuk" in new_words(text, forward=True).text
    assert new_words("Tolong dibantu.\n\n" + text, forward=True).text == "Tolong dibantu."


@given(st.text("Ani wrote menulis >-_*:@<.|=~2", max_size=30))
@settings(max_examples=500, deadline=None)
def test_only_a_line_with_a_sign_can_end_an_attribution(line: str) -> None:
    """The others are never asked."""
    assert not attribution.ends(line) or attribution.suspects([line], [0]) == [True]
