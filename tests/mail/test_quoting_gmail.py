# ruff: noqa: E501 - specimens are kept as they come
"""The attribution of Gmail in its languages, broken wherever its plain text may break, above marked and unmarked words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.mail.quoting.text import new_words

# NAME and ADDRESS stand where Gmail puts them; the address is a link there, before and behind which it may break.
GMAIL = {
    "id": "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 NAME <ADDRESS> menulis:",
    "id, newer": "Pada Sel, 3 Nov 2026 pukul 10.00 NAME <ADDRESS> menulis:",
    "ms": "Pada Sel, 3 Nov 2026 pada 10:00 PG NAME <ADDRESS> menulis:",
    "jv": "Ing dina Sel, 3 Nov 2026 jam 10.00 NAME <ADDRESS> nulis:",
    "en": "On Tue, Nov 3, 2026 at 10:00 AM NAME <ADDRESS> wrote:",
    "en, narrow blank": "On Tue, Nov 3, 2026 at 10:00\u202fAM NAME <ADDRESS> wrote:",
    "en-GB": "On Tue, 3 Nov 2026 at 10:00, NAME <ADDRESS> wrote:",
    "no verb": "2026-11-03 10:00 GMT+07:00 NAME <ADDRESS>:",
    "fil": "Noong Mar, Nob 3, 2026 nang 10:00 AM, sinulat ni NAME <ADDRESS> ang:",
    "de": "Am Di., 3. Nov. 2026 um 10:00 Uhr schrieb NAME <ADDRESS>:",
    "nl": "Op di 3 nov 2026 om 10:00 schreef NAME <ADDRESS>:",
    "af": "Op Di. 03 Nov. 2026 om 10:00 het NAME <ADDRESS> geskryf:",
    "no": "tir. 3. nov. 2026 kl. 10:00 skrev NAME <ADDRESS>:",
    "da": "Den tirs. 3. nov. 2026 kl. 10.00 skrev NAME <ADDRESS>:",
    "sv": "Den tis 3 nov. 2026 kl 10:00 skrev NAME <ADDRESS>:",
    "is": "þri., 3. nóv. 2026 kl. 10:00 skrifaði NAME <ADDRESS>:",
    "fi": "ti 3.11.2026 klo 10.00 NAME (ADDRESS) kirjoitti:",
    "et": "Kuupäev T, 3. november 2026 kell 10:00 kirjutas NAME <ADDRESS>:",
    "lv": "otrd., 2026. g. 3. nov., plkst. 10:00 — lietotājs NAME (<ADDRESS>) rakstīja:",
    "lt": "2026-11-03, an, 10:00, NAME <ADDRESS> rašė:",
    "fr": "Le mar. 3 nov. 2026 à 10:00, NAME <ADDRESS> a écrit :",
    "fr-CA": "Le mar. 3 nov. 2026, à 10 h 00, NAME <ADDRESS> a écrit :",
    "es": "El mar, 3 nov 2026 a las 10:00, NAME (<ADDRESS>) escribió:",
    "ca": "Missatge de NAME <ADDRESS> del dia dt., 3 de nov. 2026 a les 10:00:",
    "gl": "O mar, 3 nov 2026 ás 10:00, NAME (<ADDRESS>) escribiu:",
    "eu": "NAME (<ADDRESS>) erabiltzaileak idatzi du (2026 aza. 3, ar. (10:00)):",
    "pt-BR": "Em ter., 3 de nov. de 2026 às 10:00, NAME <ADDRESS> escreveu:",
    "pt-PT": "NAME <ADDRESS> escreveu (terça, 3/11/2026 à(s) 10:00):",
    "it": "Il giorno mar 3 nov 2026 alle ore 10:00 NAME <ADDRESS> ha scritto:",
    "ro": "În mar., 3 nov. 2026 la 10:00, NAME <ADDRESS> a scris:",
    "pl": "wt., 3 lis 2026 o 10:00 NAME <ADDRESS> napisał(a):",
    "cs": "út 3. 11. 2026 v 10:00 odesílatel NAME <ADDRESS> napsal:",
    "sk": "ut 3. 11. 2026 o 10:00 NAME <ADDRESS> napísal(a):",
    "sl": "V V tor., 3. nov. 2026 ob 10:00 je oseba NAME <ADDRESS> napisala:",
    "hr": "uto, 3. stu 2026. u 10:00 NAME <ADDRESS> napisao je:",
    "sr": "уто, 3. нов 2026. у 10:00 NAME <ADDRESS> је написао/ла:",
    "bg": "На вт, 3.11.2026 г. в 10:00 NAME <ADDRESS> написа:",
    "ru": "вт, 3 нояб. 2026 г. в 10:00, NAME <ADDRESS>:",
    "uk": "вт, 3 лист. 2026 р. о 10:00 NAME <ADDRESS> пише:",
    "hu": "NAME <ADDRESS> ezt írta (időpont: 2026. nov. 3., K, 10:00):",
    "el": "Στις Τρί 3 Νοε 2026 στις 10:00 π.μ., ο χρήστης NAME <ADDRESS> έγραψε:",
    "tr": "NAME <ADDRESS>, 3 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:",
    "az": "NAME <ADDRESS> 3 noy 2026, Ç.A, saat 10:00 tarixində yazdı:",
    "he": "\u202bבתאריך יום ג׳, 3 בנוב׳ 2026 ב-10:00 מאת \u202aNAME\u202c\u200f <\u202aADDRESS\u202c\u200f>:\u202c",
    "ar": "في الثلاثاء، 3 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة NAME <ADDRESS>:",
    "fa": "در تاریخ سه‌شنبه ۳ نوامبر ۲۰۲۶،‏ ۱۰:۰۰ NAME <ADDRESS> نوشت:",
    "hi": "मंगल, 3 नव॰ 2026 को 10:00 am बजे को NAME <ADDRESS> ने लिखा:",
    "bn": "মঙ্গল, ৩ নভে, ২০২৬ তারিখে ১০:০০ AM টায় এ NAME <ADDRESS> লিখেছেন:",
    "ta": "செவ்., 3 நவ., 2026, முற்பகல் 10:00 அன்று, NAME <ADDRESS> எழுதியது:",
    "th": "เมื่อ อ. 3 พ.ย. 2026 เวลา 10:00 NAME <ADDRESS> เขียนว่า:",
    "vi": "Vào Th 3, 3 thg 11, 2026 vào lúc 10:00 NAME <ADDRESS> đã viết:",
    "ko": "2026년 11월 3일 (화) 오전 10:00, NAME <ADDRESS>님이 작성:",
    "ja": "2026年11月3日(火) 10:00 NAME <ADDRESS>:",
    "zh-CN": "NAME <ADDRESS> 于2026年11月3日周二 10:00写道：",
    "zh-TW": "NAME <ADDRESS> 於 2026年11月3日 週二 上午10:00寫道：",
    "sw": "Jumanne, 3 Nov 2026, 10:00 NAME <ADDRESS> aliandika:",
    "ka": "სამ, 3 ნოე. 2026, 10:00 NAME <ADDRESS>-მა დაწერა:",
    "mn": "2026 оны 11-р сарын 3, Мя 10:00 цагт NAME <ADDRESS> бичсэн нь:",
}  # fmt: skip
NAMES = [
    "iDuHelp!",
    "Ani Lestari Suryaningrum W",
    "Lestari, Ani (Toko Pulsa [Makmur])",
    "Dr. Ani Lestari, S.Kom., M.T.",
    "“Layanan” Pelanggan & Bantuan - PT. Pulsa Jaya Tbk.",
]
ADDRESSES = ["iduhelp@desk.example", "bantuan.layanan-pelanggan.universitas+tiket@bagian-akademik.kampus.example"]
ANSWER = "Sudah kami kirim ulang, Bu."
MARKED = "> Ada permintaan baru: tiket 7 dari Ani.\n>\n> Pulsa 50 ribu belum masuk."
UNMARKED = "Ada permintaan baru: tiket 7 dari Ani.\n\nPulsa 50 ribu belum masuk."


def broken(line: str, address: str, width: int = 78) -> list[str]:
    """The ways Gmail may break this line: nowhere, at one blank near `width`, and around the address as well."""
    start = line.index(address)
    around = [
        line,
        f"{line[:start]}\n{line[start:]}",
        f"{line[: start + len(address)]}\n{line[start + len(address) :]}",
    ]
    around.append(f"{line[:start]}\n{address}\n{line[start + len(address) :]}")
    found = list(around)
    for one in around:
        lines = one.split("\n")
        for index, part in enumerate(lines):
            blank = part.rfind(" ", 30, width)
            if blank > 0 and part[blank + 1 :]:
                found.append("\n".join([*lines[:index], part[:blank], part[blank + 1 :], *lines[index + 1 :]]))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("language", GMAIL)
@pytest.mark.parametrize("quotation", [MARKED, UNMARKED], ids=["marked", "unmarked"])
def test_gmail_may_break_its_attribution_anywhere(language: str, quotation: str) -> None:
    """Whatever the language, the name and the place of the break: the answer stays, nothing else does."""
    for name, address in zip(NAMES, ADDRESSES * 3, strict=False):
        for line in broken(GMAIL[language].replace("NAME", name).replace("ADDRESS", address), address):
            assert (new_words(f"{ANSWER}\n\n{line}\n\n{quotation}\n").text, line) == (ANSWER, line)
            assert (new_words(f"{line}\n\n{quotation}\n").text, line) == ("", line)


@pytest.mark.parametrize("language", GMAIL)
@pytest.mark.parametrize(
    "own", ["", "ok\n\n", "sudah kami kirim ya, silakan dicek\n"], ids=["empty", "apart", "right above"]
)
def test_a_narrow_program_may_break_it_after_any_word(language: str, own: str) -> None:
    """After the weekday, the day, "pukul": no part of it is anybody's word, and no word of his is part of it."""
    line = GMAIL[language].replace("NAME", "Ani Wijaya").replace("ADDRESS", "ani@toko.example")
    for at in [at for at, one in enumerate(line) if one == " "]:
        broken_there = f"{line[:at]}\n{line[at + 1 :]}"
        assert (new_words(f"{own}{broken_there}\n\n{MARKED}\n").text, broken_there) == (own.strip(), broken_there)


@given(name=st.text("Abc defg.,()[]'&-éñ", min_size=1, max_size=90), width=st.integers(60, 80))
@settings(max_examples=100, deadline=None)
def test_no_name_saves_an_attribution(name: str, width: int) -> None:
    """Names of any length, with commas, brackets and dots, move the break to any place."""
    full = GMAIL["id"].replace("NAME", f"Toko {name.title()}".strip()).replace("ADDRESS", ADDRESSES[0])
    for line in broken(full, ADDRESSES[0], width):
        assert new_words(f"{ANSWER}\n\n{line}\n\n{MARKED}\n").text == ANSWER


WITH_MAILTO = [
    "On Tue, Nov 3, 2026 at 10:00 AM Ani Lestari\n\n<\nmailto:Ani Lestari <ani@customer.example>\n> wrote:",  # Polymail
    "On Tue, Nov 3, 2026 at 10:00 AM Ani Lestari\n\n< mailto:Ani Lestari <ani@customer.example> > wrote:",
    "On Tue, Nov 3, 2026 at 10:00 AM Ani Lestari < mailto:ani@customer.example > wrote:",
    "On Tue, Nov 3, 2026 at 10:00 AM Ani Lestari <ani@customer.example<mailto:ani@customer.example>> wrote:",
    "On Tue, Nov 3, 2026 at 10:00 AM Ani Lestari <ani@customer.example<mailto:ani@customer.example\n>> wrote:",
    "On Tue, Nov 3, 2026 at 10:00 AM Ani Lestari [mailto:ani@customer.example] wrote:",
]
OTHERWISE_BROKEN = [
    "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <iduhelp@desk.example \n > menulis:",  # format=flowed
    "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <iduhelp@desk.example=\n> menulis:",
    "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <bantuan.layanan-pelanggan.universitas\n+tiket@bagian-akademik.kampus.example> menulis:",
    "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <bantuan.layanan-pelanggan.universitas+tiket@bagian-\nakademik.kampus.example\n> menulis:",
    "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <iduhelp@desk.example\n>\nmenulis:",
    "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <iduhelp@desk.example>\n:",
    'Pada tanggal Sel, 3 Nov 2026 pukul 10.00 "Toko: Ani" <iduhelp@desk.example\n> menulis:',
    "*Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp! <iduhelp@desk.example\n> menulis:*",
]


@pytest.mark.parametrize("line", WITH_MAILTO + OTHERWISE_BROKEN)
@pytest.mark.parametrize("quotation", [MARKED, UNMARKED], ids=["marked", "unmarked"])
def test_an_address_may_be_broken_itself(line: str, quotation: str) -> None:
    """`mailto:` forms, addresses longer than a line, soft line breaks."""
    assert new_words(f"{ANSWER}\n\n{line}\n\n{quotation}\n").text == ANSWER
    assert new_words(f"{line}\n\n{quotation}\n").text == ""


KEPT = [
    "Tolong kirim laporan ke Ani <ani@x.example> sebelum 3 Nov 2026 pukul 10.00:\n- satu\n- dua",
    "Kirim ke Ani <ani@x.example\n> lalu tunggu:\nsatu",
]


@pytest.mark.parametrize("text", KEPT)
def test_words_that_name_an_address_and_a_date_stay(text: str) -> None:
    """An address, a date and a colon alone are no attribution."""
    assert new_words(text).text == text


def test_words_right_above_an_attribution_are_no_part_of_it() -> None:
    """Nor when they name a date themselves."""
    line = GMAIL["id"].replace("NAME", "iDuHelp!").replace("ADDRESS", "iduhelp@desk.example\n")
    for said in ("Sudah kami kirim 3 Nov 2026 pukul 10.00 ya, Bu", "Pada 3 Nov 2026 pukul 10.00 sudah kami kirim."):
        assert new_words(f"{said}\n{line}\n\n{MARKED}").text == said


NARROW = [
    "Pada\ntanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp <iduhelp@desk.example> menulis:",
    "Pada tanggal\nSel, 3 Nov 2026 pukul 10.00 iDuHelp <iduhelp@desk.example> menulis:",
    "Pada Sel,\n3 Nov 2026 10.00, iDuHelp <iduhelp@desk.example> menulis:",
    "On Tue,\nNov 3, 2026 at 10:00 AM iDuHelp <iduhelp@desk.example> wrote:",
    "Am Di.,\n3. Nov. 2026 um 10:00 Uhr schrieb iDuHelp <iduhelp@desk.example>:",
    "Il giorno mar\n3 nov 2026 alle ore 10:00 iDuHelp <iduhelp@desk.example> ha scritto:",
    "Em ter.,\n3 de nov. de 2026 às 10:00, iDuHelp <iduhelp@desk.example> escreveu:",
]


@pytest.mark.parametrize("line", NARROW)
@pytest.mark.parametrize("quotation", [MARKED, UNMARKED], ids=["marked", "unmarked"])
def test_a_narrow_program_breaks_it_behind_the_weekday(line: str, quotation: str) -> None:
    """`On Tue,` alone is nobody's answer."""
    assert new_words(f"{ANSWER}\n\n{line}\n\n{quotation}\n").text == ANSWER
    assert new_words(f"{line}\n\n{quotation}\n").text == ""


@pytest.mark.parametrize("said", ["Ok.", "On it", "Besok", "Selasa", "Sudah,"])
def test_a_short_answer_right_above_an_attribution_stays(said: str) -> None:
    """Only what begins an attribution belongs to one."""
    line = "On Tue, Nov 3, 2026 at 10:00 AM iDuHelp <iduhelp@desk.example> wrote:"
    assert new_words(f"{said}\n{line}\n\n{MARKED}").text == said
