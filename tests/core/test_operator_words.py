"""What operators' short replies mean: a table judged by somebody who has not read the code, its brothers, and
replies by combination.

Two faults are looked for, in both directions: a claim or "ok" that would reach a customer, an answer that would not.
"""

from __future__ import annotations

import itertools
import random
import re
import time
from pathlib import Path

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.replies.operator import read
from mailflow.core.replies.spoken import People
from mailflow.mail.quoting.text import new_words

TABLES = (
    "operators.tsv",
    "operators-2.tsv",
    "operators-3.tsv",
    "operators-4.tsv",
    "operators-5.tsv",
    "operators-6.tsv",
    "operators-7.tsv",
    "operators-8.tsv",
    "operators-9.tsv",
    "operators-10.tsv",
    "operators-11.tsv",
    "operators-12.tsv",
    "operators-13.tsv",
    "operators-14.tsv",
    "operators-15.tsv",
    "operators-16.tsv",
    "operators-17.tsv",
    "operators-18.tsv",
)
JUDGED = [Path(__file__).parent / "judged" / name for name in TABLES]
CLAIM_WORDS = ("saya ambil", "ambil", "siap", "mine", "taking this")
COLLEAGUES = ("Budi", "Sari", "Dewi", "Agus")
MEANINGS = {"colleague": Meaning.ASIDE} | {
    word: Meaning(word) for word in ("claim", "acknowledgement", "closing-word", "unclear", "content")
}


def judgements() -> list[tuple[str, str]]:
    """(judgement, reply) of every line; a line is judgement, language, reply with \\n for a line's end."""
    lines = [line for table in JUDGED for line in table.read_text("utf-8").splitlines()]
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(judged, reply.replace("\\n", "\n")) for judged, _, reply in rows]


def people(reply: str) -> People:
    """Budi wrote it, unless Sari has signed it or Budi is called in it."""
    signed = ("\n" in reply and reply.splitlines()[-1].startswith("Sari")) or "Sari Dewanti" in reply
    by_sari = signed or (re.search(r"\bBudi?\b(?!\n*$)|Bud\?$", reply) and "\n\nBudi" not in reply)
    author = ("Sari", "Sari Dewanti") if by_sari else ("Budi", "Budi Santoso")
    return People(author, tuple(name for name in COLLEAGUES if name != author[0]), ("Ani",))


@pytest.mark.parametrize(("judged", "reply"), judgements())
def test_judged_reply(judged: str, reply: str) -> None:
    """Every reply means what a person said it means."""
    assert read(new_words(reply).text, CLAIM_WORDS, people(reply)).meaning is MEANINGS[judged]


def test_table_is_long_enough() -> None:
    """At least 200 replies, of each meaning some."""
    found = [judged for judged, _ in judgements()]
    assert len(found) >= 200 and set(found) == set(MEANINGS)


# -- by combination

BEFORE = """|Siap, |ok |Oke sip. |noted, |👍 |Sure, |nggih mas |Selamat pagi, |punten, |Terima kasih infonya, |
Baik Bu, |OK, thanks. |Siap 86. |Alright, """.replace("\n", "").split("|")
TO_COLLEAGUES = ["Baik Mbak Dewi, ", "Halo tim, ", "Okay all, ", "Siap Sar, ", "Hi Sari, "]
CLAIMS = """saya ambil|sy ambil|aku pegang|gue handle|gw yg urus|biar saya yang tangani|ini saya kerjakan|
tiket ini saya ambil alih|saya follow up|izin ambil|tak garap|I'll take it|I'll take this one|taking this|on it|
I got this|leave it to me|this one is mine|assign to me|let me handle it|I'll pick this up|saya take over|
saya yang jawab|punya saya|dibs|Tiket 12 saya pegang|keluhan Bu Rina saya yang tangani""".replace("\n", "").split("|")
AFTER = """| ya| yaa| deh| dong mas| aja| nih kak|.|!!| 🙏| ya guys|, makasih|, thanks| ya min 👍🏽| bro""".split("|")
SIGNED = [" ya Sari", "\n\nSalam,\nBudi", "\n\nBudi Santoso\nLayanan Pelanggan"]
ANSWERS = """Sudah kami proses, silakan dicek|besok kami kirim|sudah aktif|nomornya berapa?|Rp 25.000|Jam 9 pagi|
tidak bisa dibatalkan|kuotanya sudah masuk|masih gangguan|please try again|it works now|which version do you have?|
we refunded you today|tomorrow at noon|SN 0234998|coba matikan data seluler dulu|mohon kirim buktinya|lewat loket 3|
sedang kami cek|paketnya sudah dikirim|your account is unlocked|belum, masih antre|gratis|bisa diambil di kampus|
your order ships Monday|passwordnya sudah direset|saya ambil dari gudang dulu|saya teruskan ke bagian keuangan
""".replace("\n", "").split("|")
US = People(("Budi",), ("Sari", "Dewi"), ("Ani",))


def combined(before: list[str], middles: list[str], after: list[str], count: int, *, seed: int = 8) -> list[str]:
    """So many of all combinations, always the same."""
    every = list(itertools.product(before, middles, after))
    return ["".join(one) for one in random.Random(seed).sample(every, count)]


@pytest.mark.parametrize("reply", combined(BEFORE + TO_COLLEAGUES, CLAIMS, AFTER + SIGNED, 300))
def test_no_claim_is_an_answer(reply: str) -> None:
    """Claim words among courtesies, particles and names are a claim and reach no customer."""
    assert read(reply, CLAIM_WORDS, US).meaning is Meaning.CLAIM


REASONS = [
    ", kebetulan saya paham soal VPN",
    " karena kemarin saya yang jawab telponnya",
    ", soalnya gue kenal orangnya",
    " since I handled the last one from that shop",
    " because nobody else speaks Javanese here",
    " sambil nunggu kabar dari gudang",
]
OF = ["tiket soal beasiswa ini ", "yang tentang kartu hilang ini ", "yg soal VPN itu ", "keluhan mengenai tagihan ini "]
OWN = ["saya ambil", "sy yg handle", "aku pegang", "saya handle", "biar saya yang ambil", "izin ambil"]
SINCE = ["I'll take it", "taking this one", "I'll handle it", "let me take this one"]


@pytest.mark.parametrize(
    "reply", combined(BEFORE, OWN + SINCE, REASONS, 200) + combined(BEFORE + TO_COLLEAGUES, OF, OWN, 100)
)
def test_a_claim_with_its_reason_or_subject_is_no_answer(reply: str) -> None:
    """Whatever words the reason and the subject have."""
    assert read(reply, CLAIM_WORDS, US).meaning is not Meaning.CONTENT


def mistyped(reply: str, chance: random.Random) -> str:
    """With one of its longer words as a thumb types it: two letters swapped, one twice, or a vowel left out."""
    words = reply.split(" ")
    at = chance.choice([at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()])
    word, n = words[at], chance.randrange(1, len(words[at]) - 1)
    vowels = [i for i in range(1, len(word)) if word[i] in "aeiou"]
    swapped = word[:n] + word[n + 1] + word[n] + word[n + 2 :]
    kinds = [swapped, word[:n] + word[n] + word[n:], word[: vowels[0]] + word[vowels[0] + 1 :] if vowels else swapped]
    return " ".join([*words[:at], chance.choice(kinds), *words[at + 1 :]])


MISTYPED = [claim for claim in CLAIMS if re.search(r"\b[a-z]{5,}\b", claim)]


@pytest.mark.parametrize(
    "reply", combined(BEFORE, [mistyped(one, random.Random(i)) for i in range(20) for one in MISTYPED], AFTER, 300)
)
def test_no_mistyped_claim_is_an_answer(reply: str) -> None:
    """A thumb that slips makes no answer of a claim."""
    assert read(reply, CLAIM_WORDS, US).meaning is not Meaning.CONTENT


TO_CUSTOMER = [
    "Baik Bu Ani, ",
    "Halo kak, ",
    "Selamat pagi Ibu Ani. ",
    "Siap Pak, ",
    "Hi Ani, ",
    "Mohon maaf kak, ",
    "",
]


@pytest.mark.parametrize(
    "reply",
    combined(
        TO_CUSTOMER,
        [mistyped(one, random.Random(i)) for i in range(9) for one in ANSWERS if re.search(r"\b[a-z]{5,}\b", one)],
        [" ya kak", ".", " 🙏", " ya", "\n\nSalam,\nBudi"],
        300,
    ),
)
def test_no_mistyped_answer_is_lost(reply: str) -> None:
    """Nor does it make a claim of an answer."""
    assert read(reply, CLAIM_WORDS, US).meaning is Meaning.CONTENT


@pytest.mark.parametrize("reply", combined([*BEFORE, "Baik Bu Ani, "], ANSWERS, AFTER, 300))
def test_no_answer_is_lost(reply: str) -> None:
    """One word of substance among the courtesies makes it an answer."""
    assert read(reply, CLAIM_WORDS, US).meaning is Meaning.CONTENT


@pytest.mark.parametrize("reply", combined(TO_COLLEAGUES, ANSWERS, AFTER, 100))
def test_what_is_said_to_a_colleague_is_for_him(reply: str) -> None:
    """The same words below a colleague's name, or the team's, are no answer to the customer."""
    assert read(reply, CLAIM_WORDS, US).meaning is Meaning.ASIDE


# -- single questions


@pytest.mark.parametrize("reply", "👍 👍🏽 👨‍💻 ❤️ . ... - (y) :) ^_^ (^o^)/ m(__)m".split())
def test_signs_alone_acknowledge(reply: str) -> None:
    """Emoji of any colour, faces, dots: heard, and nothing more."""
    assert read(reply).meaning is Meaning.ACKNOWLEDGEMENT


@pytest.mark.parametrize("reply", ["👎", "?", "??", "😢", "❌", "🤔"])
def test_a_sign_that_says_no_or_asks_is_unclear(reply: str) -> None:
    """Whoever sends one takes nothing upon himself, and tells the customer nothing."""
    assert read(reply).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize(
    "reply", ["sy pgang ya", "Siaaaap sayaaa ambiiiil", "oke2 sy krjain", "SAYA HANDLE", "ｏｎ ｉｔ"]
)
def test_words_as_people_type_them(reply: str) -> None:
    """Stretched, shortened, doubled, shouted: the word is the same."""
    assert read(reply).meaning is Meaning.CLAIM


@pytest.mark.parametrize("name", ["Mat", "Rah", "Rahmat", "Rahmat Salim"])
def test_a_colleague_is_called_by_half_his_name(name: str) -> None:
    """The beginning or the end of it, as friends do, or by all of it."""
    asked = f"{name}, nomor resinya sudah dikirim?"
    assert read(asked, (), People(("Budi",), ("Rahmat Salim",))).meaning is Meaning.ASIDE


def test_a_colleagues_namesake_is_the_customer() -> None:
    """On Sari's own ticket "Sari, tolong …" is said to her."""
    asked = "Sari, tolong kirim nomornya ya"
    assert read(asked, (), People(("Budi",), ("Sari",), ("Ani",))).meaning is Meaning.ASIDE
    assert read(asked, (), People(("Budi",), ("Sari",), ("Sari Wulandari",))).meaning is Meaning.CONTENT


def test_a_colleague_who_is_only_spoken_of_is_no_addressee() -> None:
    """His name at the beginning of a sentence about him addresses the customer."""
    assert read("Sari akan menghubungi Ibu sore ini", (), People(("Budi",), ("Sari",))).meaning is Meaning.CONTENT


def test_on_his_own_ticket_he_is_believed_longer() -> None:
    """The owner mostly writes to the customer, and what he takes upon himself he need not claim."""
    assert read("dia belum bayar kayaknya", (), People(("Budi",), owned=True)).meaning is Meaning.ASIDE
    cares = "Saya cek dulu ya"
    assert read(cares, (), People(("Budi",))).unsure
    owned = read(cares, (), People(("Budi",), owned=True))
    assert (owned.meaning, owned.unsure) == (Meaning.CONTENT, False)


@pytest.mark.parametrize(
    ("reply", "by"),
    [
        ("Sudah kami kirim, silakan dicek", "silakan"),
        ("Kursi 12A", "nothing says that it is for a colleague"),
        ("Ani, ini dobel", "it begins with the customer's name"),
        ("x" * 500, "more than 400 characters"),
        ("ini kayaknya bagian keuangan deh", "ini kayaknya bagian"),
    ],
)
def test_it_says_by_what_it_was_understood(reply: str, by: str) -> None:
    """An answer too has its reason."""
    assert read(reply, (), US).by == by


def test_claim_words_of_the_admin() -> None:
    """Whatever rules.yaml calls a claim word is one, also what else would be an answer or a closing word."""
    assert read("gaspol!", ("gaspol",)).meaning is Meaning.CLAIM
    assert read("done", ("done",)).meaning is Meaning.CLAIM


CARDS = [
    "Budi Santoso\nLayanan Pelanggan\nTelp. 021-555",
    "Regards,\nBudi Santoso\nCustomer Service",
    "Hormat kami,\nBudi Santoso\nLayanan Pelanggan iDuHelp\nTelp: 021-5551234",
    "Budi Santoso | iDuHelp | 021-555",
    "*Budi Santoso, S.Kom.*\n*Operator*",
    "Best regards / Salam,\n\nBudi Santoso\n\niDuHelp! Offline\nJl. Mawar",
    "Cheers,\nB.",
    "- Budi",
]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_with_the_authors_name_is_no_word(card: str) -> None:
    """What stands below the author's own name, and the formula above it, sign."""
    budi = People(("Budi", "Budi Santoso"))
    assert read(f"Siap.\n\n{card}", (), budi).meaning is Meaning.ACKNOWLEDGEMENT
    assert read(f"Saya ambil ya\n\n{card}", (), budi).meaning is Meaning.CLAIM


@pytest.mark.parametrize(
    "below",
    [
        "Joko sudah kami hubungi",
        "Budi sudah mengirim tokennya",
        "Budi\n\nNomor token: 1234",
        "Budi\n\nPS. besok kami tutup",
        "Budi\nApakah sudah masuk?",
    ],
)
def test_words_below_a_short_one_are_said(below: str) -> None:
    """A sentence that begins with a name, and what is told below it, are no card."""
    assert read(f"Siap.\n\n{below}", (), People(("Budi",))).meaning is Meaning.CONTENT


def test_long_and_odd_texts_take_no_time() -> None:
    """A megabyte of claims, faces or brackets is read in a moment."""
    begin = time.process_time()
    for text in (
        "siap " * 200_000,
        "^_^ " * 200_000,
        "(" * 400,
        "x\n\nBudi\n" * 100_000,
        "👍" * 300_000,
        "a'" * 500_000,
    ):
        read(text, CLAIM_WORDS, People(("Budi",), ("Sari",)))
    assert time.process_time() - begin < 2


DESK = People(("Budi", "Budi Santoso"), ("Sari",), ("Ani",), "iDuHelp Pulsa")
SIGNED = [
    "Salam hangat,\niDuHelp Pulsa",
    "Salam,\nTim Layanan iDuHelp Pulsa",
    "Wassalamu'alaikum wr. wb.\n\nBudi Santoso",
    "Yours faithfully,\nB. Santoso",
    "Tertanda,\nBudi Santoso",
    "Mvg,\nBudi",
]


@pytest.mark.parametrize("signature", SIGNED)
def test_a_signature_makes_no_answer_of_a_claim(signature: str) -> None:
    """Nor is it one alone, whoever put it there; below an answer it changes nothing."""
    assert read(f"Siap, saya ambil ya\n\n{signature}", CLAIM_WORDS, DESK).meaning is Meaning.CLAIM
    assert read(signature, CLAIM_WORDS, DESK).meaning is Meaning.ACKNOWLEDGEMENT
    assert read(f"Pulsa sudah masuk\n\n{signature}", CLAIM_WORDS, DESK).meaning is Meaning.CONTENT


@pytest.mark.parametrize("reply", ["Siap Bu\nPulsa Masuk", "Salam\npulsa sudah masuk", "Pulsa", "Salam, nomor salah"])
def test_the_name_of_the_desk_may_be_a_word_of_the_answer(reply: str) -> None:
    """A desk for "Pulsa" speaks of it."""
    assert read(reply, CLAIM_WORDS, DESK).meaning is Meaning.CONTENT


ASIDES = ["sudah dibalas via WA", "nanti ya", "lanjut", "duplikat tiket 12", "sudah dijawab", "ini punya siapa?"]


@pytest.mark.parametrize("reply", ASIDES)
def test_what_begins_with_the_customers_name_is_for_him(reply: str) -> None:
    """As the letter back tells an operator whose words were taken for a colleague's."""
    us = People(("Budi",), ("Sari",), ("Ani Lestari",))
    assert read(reply, CLAIM_WORDS, us).meaning in (Meaning.ASIDE, Meaning.UNCLEAR)
    assert read(f"Ani, {reply}", CLAIM_WORDS, us).meaning is Meaning.CONTENT
    assert read(f"Halo Bu Ani,\n\n{reply}", CLAIM_WORDS, us).meaning is Meaning.CONTENT


DOUBTFUL = [
    "Template jawabannya yang mana ya, answer-pulsa atau yang lama?",
    "Sudah saya eskalasi tadi pagi lewat telepon.",
    "Maaf baru buka email, sudah ada yang pegang?",
    "Sudah saya chat sellernya, belum dibaca.",
]
CERTAIN = [
    "gak bisa kak, nomornya salah",
    "Ini nomor resinya: JX998",
    "Kurir sudah mencoba mengantar dua kali tetapi rumah kosong.",
    "Kamar VIP penuh, kelas 1 masih ada.",
    "Cek folder spam.",
    "Ke nomor 0812 3456 7890?",
    "Dengan senang hati",
]


LIKE_TALK = [
    "Kayanya ini akun palsu",
    "Sudah kuteruskan ke Sari lewat chat.",
]


@pytest.mark.parametrize("reply", LIKE_TALK)
def test_what_is_like_other_talk_is_talk(reply: str) -> None:
    """One sign is missing, but the points of all its words leave no doubt, and `by` names them."""
    reading = read(reply, CLAIM_WORDS, US)
    assert reading.meaning is Meaning.ASIDE and reading.by.startswith("words such as ")


TURNS = [
    "Saya pegang yang ini, Sari.\nHalo Kak Wulan, paketnya aktif mulai besok.",
    "sini aku aja. Halo mas Doni, uangnya udah kami balikin ya",
    "Got this one. Hi Maria, the invoice is attached.",
    "Saya yang tangani, rekan-rekan.\n\nYth. Ibu Ratna, jadwalnya sudah diperbarui.",
]


@pytest.mark.parametrize("reply", TURNS)
def test_a_greeting_below_a_claim_begins_the_answer(reply: str) -> None:
    """Whoever greets the customer speaks to him from there on, whatever stood above."""
    assert read(reply, CLAIM_WORDS, US).meaning is Meaning.CONTENT


@pytest.mark.parametrize(
    "reply", ["Saya ambil. Halo Sari, kamu lanjut yang lain ya", "sudah saya telepon. Pak Joko marah"]
)
def test_no_greeting_of_the_customer_begins_one(reply: str) -> None:
    """A colleague is greeted, or the customer only spoken of."""
    reading = read(reply, CLAIM_WORDS, US)
    assert reading.meaning is not Meaning.CONTENT or reading.unsure


@pytest.mark.parametrize("reply", DOUBTFUL)
def test_what_may_be_for_either_is_not_sent(reply: str) -> None:
    """One sign is missing for talk among colleagues: its author is asked first, or it is a note."""
    reading = read(reply, CLAIM_WORDS, US)
    assert reading.unsure or reading.meaning is Meaning.ASIDE


@pytest.mark.parametrize("reply", CERTAIN)
def test_an_answer_is_not_doubtful_for_its_tone(reply: str) -> None:
    """A particle, "ini" at the beginning, or a word that has another meaning beside it."""
    reading = read(reply, CLAIM_WORDS, US)
    assert (reading.meaning, reading.unsure) == (Meaning.CONTENT, False)


def test_the_owners_words_are_doubtful_later() -> None:
    """He has the customer's mail before him, so more must speak for a colleague."""
    owner = People(("Joko",), ("Sari", "Dewi"), ("Ani",), owned=True)
    assert not read("Sudah saya eskalasi tadi pagi lewat telepon.", CLAIM_WORDS, owner).unsure
    assert not read("Saya cek dulu ya", CLAIM_WORDS, owner).unsure
    assert read("Udah beres by phone, tinggal tutup.", CLAIM_WORDS, owner).meaning is Meaning.ASIDE


NOT_THIS_ONE = [
    "Aku lagi pegang 5 tiket, yang lain aja ya",
    "Dear all, please do not reply, the boss is handling it personally.",
    "Sebelum saya jawab, apakah benar promonya sudah habis?",
    "Before I answer her, is the promo still on?",
]


@pytest.mark.parametrize("reply", NOT_THIS_ONE)
def test_who_works_on_something_else_claims_nothing(reply: str) -> None:
    """So many tickets, another's work, and what he asks before he answers."""
    assert read(reply, CLAIM_WORDS, US).meaning is Meaning.ASIDE


@pytest.mark.parametrize("reply", ["udah beres semua", "Sudah selesai.", "wis rampung", "already done"])
def test_who_only_says_that_it_is_done_is_asked(reply: str) -> None:
    """To close it, or to tell the customer: also on his own ticket."""
    for who in (US, People(("Budi",), ("Sari",), ("Ani",), owned=True)):
        reading = read(reply, CLAIM_WORDS, who)
        assert reading.unsure or reading.meaning is Meaning.CLOSING_WORD
    assert not read("Sudah selesai ya Kak", CLAIM_WORDS, US).unsure


@pytest.mark.parametrize(
    "reply",
    [
        "coba saya tanya ke gudang dulu",
        "Saya lihat datanya dulu",
        "aku telepon banknya dulu",
        "let me ask finance first",
    ],
)
def test_a_first_step_told_to_nobody_is_not_sent(reply: str) -> None:
    """It may be a claim; whoever tells the customer calls him, or has the ticket already."""
    reading = read(reply, CLAIM_WORDS, US)
    assert reading.unsure or reading.meaning is not Meaning.CONTENT
    assert not read("Saya tanyakan ke gudang dulu ya Kak", CLAIM_WORDS, US).unsure


@pytest.mark.parametrize(
    "reply", ["ambil. jawabannya: besok libur", "Mine. Reply: the office is closed", "Saya ambil, balasannya: gratis"]
)
def test_an_answer_announced_behind_a_claim_is_sent(reply: str) -> None:
    """Whatever its words would say alone."""
    reading = read(reply, CLAIM_WORDS, US)
    assert (reading.meaning, reading.unsure) == (Meaning.CONTENT, False)


@pytest.mark.parametrize("reply", ["on it - I've just resent the token", "tak pegang, kuotane wis mlebu"])
def test_what_seems_to_be_an_answer_behind_a_claim_is_asked_about(reply: str) -> None:
    """It is neither passed over nor sent: the claim counts, and its author says for whom the rest is."""
    reading = read(reply, CLAIM_WORDS, US)
    assert (reading.meaning, reading.unsure) == (Meaning.CONTENT, True)


@pytest.mark.parametrize(
    "reply",
    [
        "tunggu, jangan dikirim dulu. Angkanya salah",
        "wait, the figures are wrong",
        "hold on, don't send it yet",
        "Tahan dulu balasannya",
        "Tahan, nominalnya salah",
        "stop, jangan dibalas",
        "this is done",
        "it's done",
        "this is fixed",
        "Harga modal kita cuma 12 ribu",
        "Cost price is 12k so don't go below",
        "Pretty sure it's our fault",
        "The boss wants this closed today",
        "The intern broke the form",
        "Our courier lost it again",
        "bentar",
    ],
)
def test_words_that_stop_or_end_are_not_sent_unasked(reply: str) -> None:
    """Who says that nothing shall be sent yet, or only that it is done, or what customers are not told, is asked at
    least."""
    reading = read(reply, CLAIM_WORDS, US)
    assert reading.meaning is not Meaning.CONTENT or reading.unsure


@pytest.mark.parametrize("reply", ["Tunggu sebentar ya Kak, kami cek dulu", "Please hold the line, we will call you"])
def test_a_customer_may_be_asked_to_wait(reply: str) -> None:
    """Words to a customer that begin alike."""
    reading = read(reply, CLAIM_WORDS, US)
    assert reading.meaning is Meaning.CONTENT and not reading.unsure


@pytest.mark.parametrize(
    "reply",
    [
        "Saya ambil ini. Ada yang tahu prosedur BPJS?",
        "Saya ambil. Teman-teman ada yang punya kontak vendornya?",
        "Ambil. Siapa tahu cara refund BPJS, japri ya",
    ],
)
def test_a_claim_and_then_talk_claims(reply: str) -> None:
    """A sentence that takes it, and one that asks colleagues something and gives it to nobody."""
    assert read(reply, CLAIM_WORDS, people(reply)).meaning is Meaning.CLAIM


def test_a_claim_that_is_taken_back_at_once_claims_nothing() -> None:
    """Nobody knows yet whose it is."""
    reply = "Saya ambil. Eh tunggu, ada yang tahu ini tiket siapa?"
    assert read(reply, CLAIM_WORDS, people(reply)).meaning is not Meaning.CLAIM


@pytest.mark.parametrize(
    "reply", ["Sari, Masih proses kak", "Halo Agus, Bisa kak", "Sari, Done, please check your inbox"]
)
def test_a_colleague_who_is_called_is_whom_it_is_for(reply: str) -> None:
    """Whatever else the words are like: kak, please, your inbox."""
    assert read(reply, CLAIM_WORDS, people(reply)).meaning is Meaning.ASIDE
