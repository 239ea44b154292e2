# ruff: noqa: E501 - specimens are kept as they come
"""Replies as they occur in the wild: wrapped, broken, in any language, with forms and code that only look like quotations."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting.text import new_words

Q = "kata lama\nlagi"

CASES = {
'a mark in the name, verb in front':('Baik.\n\nOp di 3 nov 2026 om 10:00 schreef Pulsa! Desk <sari@desk.example>:\n\n> x','Baik.'),
'a mark in the name, bracket broken':('Baik.\n\nDen tis 3 nov. 2026 kl 10:00 skrev Pulsa! Desk <sari@desk.example\n>:\n\n> x','Baik.'),
'a mark in the name, Arabic':('Baik.\n\nفي الثلاثاء، 3 نوفمبر 2026 في 10:00 ص تمت كتابة ما يلي بواسطة \u202aPulsa! Desk\u202c\u200f <\u202asari@desk.example\u202c\u200f>:\n\n> x','Baik.'),
'mutt with a stamp':('Baik.\n\n* Sari <sari@desk.example> [2026-11-03 10:00]:\n> x','Baik.'),
'mail.ru in Indonesian':('Baik.\n\n--\nDikirim dari myMail untuk Android\n\nSelasa, 03 November 2026, 10:00 +07:00 dari Sari sari@desk.example:\n> x','Baik.'),
'via Newton':('Baik.\n\nvia Newton Mail\n\nOn Tue, Nov 3, 2026 at 10:00am, Sari <sari@desk.example> wrote:\n> x','Baik.'),
'via, said':('Nanti via email','Nanti via email'),
'25':('Baru.\n\n11:00 AM, November 17, 2021, "Sari - Desk" <sari@mail.desk.example>:\n\n'+Q,'Baru.'),
'26':('Baru.\n\nWednesday, 17 November 2021, 3:32 PM +0300 from sari@mail.desk.example <sari@mail.desk.example>:\n\n'+Q,'Baru.'),
'split':('Baru.\n\nAa Bb <abc@abc.example> schrieb am So., 23.\nJuni 2024, 21:08:\n\n> Hi\n>\n> x','Baru.'),
'besked':('Baru.\n\n-------- Oprindelig besked --------\nFra: A B C <abc@abc.example>\nDato: 04.07.2024  17.45  (GMT+01:00)\nTil: abc@abc.example\nEmne: Abc! ','Baru.'),
'replyto':('Baru.\n\nFrom: Some One <d@foo.example<mailto:d@foo.example>>\nReply-To: "x" <r@m.example<mailto:r@m.example>>\nDate: Monday, February 8, 2016 11:44 AM\nTo: D <d@d.example>\nSubject: VIS\n\n'+Q,'Baru.'),
'polish':('Baru.\n\nDnia 14 lip 2015 o godz. 00:25 Jan <info@d.example> napisał(a):\n\n>\n> x','Baru.'),
'german mid':('Hallo,\n\nAm 13.05.2026 um 09:05 schrieb Vorname Nachname:\n> zitiert\n\nAntworttext hier.\n\nGrüße\nVorname','Hallo,\n\nAntworttext hier.\n\nGrüße\nVorname'),
'ondate only':('Baru\n\nOn July 28, 2026, Firstname Lastname wrote:\n> alt','Baru'),
'qp':('Baru\n\nOn Mon, Jun 3, 2024 at 12:53=E2=80=AFAM Sari Dewi <o@example.com> w=\nrote:\n\n> Hi','Baru'),
'nnbsp':('Baru\n\nOn Mon, Jun 3, 2024 at 12:53\u202fAM Sari Dewi <o@example.com> wrote:\n\n> Hi','Baru'),
'hu':('Rendben.\n\nFeladó: Nagy Ilona <p@example.hu>\nElküldve: 2026. március 4. 10:12\nCímzett: Tóth Éva <anna@example.hu>\nTárgy: Egyeztetes\n\nSzia','Rendben.'),
'hu on':('Rendben.\n\nNagy Ilona <p@example.hu> ezt írta (időpont: 2026. márc. 4., Sze, 10:12):\n\n> Szia','Rendben.'),
'ja':('以上\n\n2022年1月1日(金) 9:00 佐藤花子 <taro@example.com>:\n> 佐藤様\n>','以上'),
'zh':('以上\n\n小明 <yu@example.com> 在 2026年2月29日 周六 19:47 写道：\n\n大家好','以上'),
'zh2':('Dear\n\nXYZ Care <c@zyx.example>于2020年3月9日 周一下午9:10写道：\n\nThank you','Dear'),
'sv':('Hej\n\nons 4 dec. 2024 kl. 20:42 skrev Eva Ek <eva@email.example>:\n\n> Hej','Hej'),
'via':('Baik.\n\nOn Tue, Apr 14, 2020 at 6:13 PM Sari via Desk\nwrote:\n\nLama','Baik.'),
'noangle':('No.\n\nOn May 30, 2020, 4:15 PM XYZ xyz@xyz.example wrote:\n\nLama','No.'),
'android':('Coba dulu\n\nOn Sep 21, 2016 3:18 PM, "Desk" <n@desk.example> wrote:\n>\n> Hi\n> Pelanggan menulis bahwa pulsa lima puluh ribu belum masuk sejak kemarin sore\npukul empat dan minta dicek lagi.\n> Sari 08.08\n> Pelanggan menulis bahwa pulsa lima puluh ribu belum masuk sejak kemarin sore\npukul empat dan minta dicek lagi.\n> end','Coba dulu'),
'notes head':('Ja\n\nFrom:\tSari/Desk/ID\nTo:\tBudi/Desk/ID\nDate:\t02.01.2024 10:00\nSubject:\tPulsa\n\nlama','Ja'),
'blackberry, no strokes':('Baik.\nSent from my BlackBerry\n  Original Message\nFrom: Desk\nSent: Tuesday, 1 December 2026 10:00\nTo: Budi\nSubject: [#4] Pulsa\n\nlama','Baik.'),
'original message, said':('Original message\n\nitu yang mana?','Original message\n\nitu yang mana?'),
'rest left out':('Baik.\n\n[...]\n> kata lama','Baik.'),
'rest snipped':('Baik.\n\n<snip>','Baik.'),
'rest clipped':('Baik.\n\n[Message clipped]  View entire message','Baik.'),
'rest clipped, Indonesian':('Baik.\n\n[Pesan terpotong]  Lihat seluruh pesan','Baik.'),
'rest not included':('Baik.\n\n[The entire original message is not included.]','Baik.'),
'dots in a sentence':('Tolong kirim [...] lagi','Tolong kirim [...] lagi'),
'hotmail':('Hi,\n\nFrom: chris@msg.example\nSubject: Re:\nTo: d@live.example\nDate: Mon, 25 Nov 2013 16:33:36 -0800\n\nYa','Hi,'),
'yahoo':('Hai Mary,\nSip.\n________________________________\n From: Mary <m@msg.example>\nTo: l@yahoo.example\nSent: Thursday, 1 January 1970, 0:00:00\nSubject: Re: Fw\n\nHi','Hai Mary,\nSip.'),
'inline wrote':('Hai,\n\nBudi\n\nsari <sari@msg.example> wrote:\n\nHi Adrian,','Hai,\n\nBudi'),
'issue15':('And.\n\nOn Fri, Jan 5, 2018 at 12:39 PM, Adam <s@example.com>\nwrote: \n\n> x','And.'),
'disclaimer':("Hello, order.\n\nPerson.\n\n\nDisclaimer\n\nThe content of this mail is confidential and intended only for its addressee. If you are not the intended recipient, any disclosure or copying is unlawful; please delete it.\n\nThis email has been scanned for viruses by Penjaga (http://x.example).\n",'Hello, order.\n\nPerson.'),
'outlookios':('Team\nMy number is: +00\nGet Outlook for iOS<https://outlook.example/mobile>','Team\nMy number is: +00'),
'rule':('Van\n\n------------------------------\n\n*Van:* Google [mailto:m@google.example]\n*Verzonden:* donderdag, 9 februari 2012 13:36\n*Aan:* jow@x.example\n*Onderwerp:* G\n\nBeste','Van'),
'quote says whose':('Baik.\n\n> Pada 2 Jan 2024 pukul 10.00, Sari <sari@desk.example> menulis:\n>\n> kata lama\n> lagi\n\nBudi Santoso\nToko Jaya','Baik.\n\nBudi Santoso\nToko Jaya'),
'link in brackets wrapped':('Baik\n\nOn Monday, 24 September, 2012 at 3:46 PM, bob wrote:\n\n> lihat\n>\n> Surat (http://desk.example/surat\n_kunci=3dd518)\n>\n','Baik'),
'link closed on the next line':('Halo\nLihat <http://desk.example\n> untuk yang lain','Halo\nLihat <http://desk.example\n> untuk yang lain'),
'head on one line':('Baik\n--------------------\nFrom: sari@desk.example Date: Thu, 24 Mar 2016 08:07:12 -0700\nkata lama','Baik'),
'phone with a comma':('Baik.\n\nSent from my Verizon, Samsung Galaxy smartphone','Baik.'),
'phone without wires':('Baik.\nSent wirelessly from my BlackBerry device on the Bell network.\nEnvoyé sans fil par mon terminal mobile BlackBerry sur le réseau de Bell.','Baik.'),
'kirim dari':('Baik.\n\nKirim dari iPhone','Baik.'),
'a desk with a comma':('Baik.\n\nSent from my desk, is much easier than my mobile phone.','Baik.\n\nSent from my desk, is much easier than my mobile phone.'),
'long scan notice':('Halo.\n\nThis email has been scanned for viruses and malware, and may have been archived by Penjaga, ' + 'an innovator in safety for people and shops, ' * 7 + 'see http://x.example.','Halo.'),
'two reply':('a\n\n> On Mon, someone <x@y.example> wrote:\n>> b','a'),
'markdown':('Key\n----\n\n1. x\n\n----\n\nGaris.\n\n====\n\nAlso.','Key\n----\n\n1. x\n\n----\n\nGaris.\n\n====\n\nAlso.'),
'-- first':('because of:\n-- first point\n-- second\n\nI hope\n\nThanks!','because of:\n-- first point\n-- second\n\nI hope\n\nThanks!'),
'lone':('list:\n\n-\nFirst.\n*\nSecond.\n\n--\nSig line','list:\n\n-\nFirst.\n*\nSecond.'),
'github':('Yes.\n\n—\nReply to this email directly or view it on GitHub.','Yes.'),
'tick':('Test\n\nOn Tue, 27 Jan 2015, support <s@x.example> wrote:\n> ##- Please type your reply above this line -##\n> x','Test'),
'posted':('Ja\n\nSari Dewi via Pulsa Desk <desk@desk.example> menulis:\n\n> x','Ja'),
'sent by yahoo':('Ja\n\nDikirim dari Yahoo Mail untuk iPhone<https://x.example/iphone>\n\n\nPada Selasa, Januari 2, 2024, 10:00 AM, Sari <s@x.example> menulis:\n\nlama','Ja'),
'samsung en':('Ja\n\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: S <s@x.example> \nDate: 02/01/2024  10:00  (GMT+07:00) \nTo: d@x.example \nSubject: Re: x \n\nlama','Ja'),
'outlook android id':('Ja\n\nDapatkan Outlook untuk Android<https://aka.ms/AAb9ysg>\n________________________________\nDari: S <s@x.example>\nDikirim: Selasa, Januari 2, 2024 10:00:00 AM\nKepada: d\nSubjek: x\n\nlama','Ja'),
'wa':('Ja\n\nPada 2 Jan 2024 10.00, "Sari" <s@x.example> menulis:\n\n> x','Ja'),
'pd':('Ja\n\nPada Tue, 2 Jan 2024 10:00, Sari <s@x.example> wrote:\n> x','Ja'),
'tgl':('Ja\n\nTanggal 2 Januari 2024 10.00, Sari menulis:\n> x','Ja'),
'pelanggan':('Pada 2 Januari 2024 pukul 10.00 saya menulis surat, isinya:\npulsa belum masuk','Pada 2 Januari 2024 pukul 10.00 saya menulis surat, isinya:\npulsa belum masuk'),
'pelanggan2':('Saya sudah kirim ke cs@toko.example dan mereka menulis:\n"tunggu 24 jam". Bagaimana ini?','Saya sudah kirim ke cs@toko.example dan mereka menulis:\n"tunggu 24 jam". Bagaimana ini?'),
'form':('Nama: Ani\nDari: Jakarta\nTanggal: 2 Januari 2024 10:00\nPerihal: Pulsa\nKepada: Admin\nTolong','Nama: Ani\nDari: Jakarta\nTanggal: 2 Januari 2024 10:00\nPerihal: Pulsa\nKepada: Admin\nTolong'),
'form2':('Email: ani@x.example\nSubjek: Pulsa\nPesan: halo','Email: ani@x.example\nSubjek: Pulsa\nPesan: halo'),
'sig code':('x\n```\n-- \nselect 1\n```\nselesai','x\n```\n-- \nselect 1\n```\nselesai'),
'crlf sig':('Ja\n-- \n\nBudi\nDivisi','Ja'),
'hal':('Hal: pulsa\nKe: 0812\nsudah?','Hal: pulsa\nKe: 0812\nsudah?'),
    "attribution in Hebrew": (
        "Beres.\n\nב-10 באפר׳ 2012, בשעה 17:19, \u200fAni <ani@toko.example> כתב/ה:\n\n> Sudah?",
        "Beres.",
    ),
    "attribution in Arabic": (
        "Beres.\n\nفي الثلاثاء، 10 أبريل 2012 في 5:19 م تمت كتابة ما يلي بواسطة Ani <ani@toko.example>:\n\n> Sudah?",
        "Beres.",
    ),
    "attribution with its verb first": ("Beres.\n\nQuoting Ani <ani@toko.example>:\n\n> Sudah?\n", "Beres."),
    "a sentence that names whom it quotes": (
        "Quoting Ani <ani@toko.example>:\nthe bill is paid.",
        "Quoting Ani <ani@toko.example>:\nthe bill is paid.",
    ),
    "nextcloud in Indonesian": ('Beres.\n\n\n"Ani" ani@toko.example – 1 Desember 2026 pukul 10.00\n\n> Sudah?', "Beres."),
    "nextcloud in English": ('Beres.\n\n"Ani" ani@toko.example – December 1, 2026 10:00 AM\n> Sudah?', "Beres."),
    "nextcloud in Chinese": ('"ani@toko.example" ani@toko.example – 2026年12月1日 10:00\n\n> Sudah?', ""),
    "a line like nextcloud's, and no quotation": (
        'Kontaknya:\n"Ani" ani@toko.example – 1 Desember 2026 pukul 10.00\nTolong dihubungi.',
        'Kontaknya:\n"Ani" ani@toko.example – 1 Desember 2026 pukul 10.00\nTolong dihubungi.',
    ),
    "a date with blanks, no marks below": ("Beres.\n\nDne 10. 4. 2012 17:19, Ani napsal(a):\n\nSudah?", "Beres."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_the_new_words_are_exactly_these(text: str, expected: str) -> None:
    """Not a word more, not a word less."""
    assert new_words(text).text == expected
