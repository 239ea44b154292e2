# ruff: noqa: E501 - a table of words
"""The words of operators among themselves, in the Indonesian and English of real desks: each has the sign of its class.

A new word is one more in its line. Whatever stands in no line is a word of substance, and makes the whole reply an
answer: so no word belongs here that alone could tell a customer something.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.replies.tokens import Levelled
from mailflow.core.replies.words import THANKS as THANK_WORDS

# -- the classes

ACK, YES, READY, THANKS, TAIL, HEARD = "a", "J", "S", "h", "t", "u"
FILLER, PARTICLE, CAUSE, AT_ONCE, SOON, TOMORROW, SORRY = "l", "p", "P", "f", "s", "B", "z"
GREETING, HONORIFIC, GROUP, LINK, BE, TICKET, MATTER = "e", "v", "g", "o", "b", "O", "N"
ME, TO_ME, WE, TAKE, HANDLE, DO, WORK, WEAK, GIVE, MINE, LOOK = "i", "I", "1", "T", "H", "E", "W", "w", "G", "M", "K"
YOU, YOU_EN, THEY, ASK, GO_ON, CAN, NOT, WHO, DONE, CLOSE = "y", "Y", "3", "r", "R", "k", "x", "q", "d", "C"
COLLEAGUE, AUTHOR, CUSTOMER, PERHAPS, NUMBER, UNKNOWN = "n", "m", "c", "U", "0", "?"

CLASSES: tuple[tuple[str, str], ...] = (
    # heard, and nothing more
    (ACK, """ok oke okay okey okeh oks okie okidoki okidoke okiedokie oce oceh okei okedeh okelah k kk kay baik baiklah
        baek noted note copy copied roger rogerthat rgr dimengerti dipahami diterima tercatat dicatat received
        acknowledged acknowledge ack seen monitor termonitor dimonitor 86 10-4 +1 gotcha sure alright allright
        aight great nice cool mantap mantul joss jos jozz nggih inggih injih njih enggih nggeh muhun sumuhun
        mangga monggo sumangga wilco aye understood affirmative jempol okesip oksip okesiap oksiap okok
        sendiko fine perfect awesome good sae gas gass gaskeun gaskan cakep okidok oky acked ack'd cheers
        leres iye iyee inggeh okedok dokie dokey markosip markotop santuy baeklah righto yessir mengertos ten-
        four"""),
    (YES, "iya y yes yep yup yap yeah yoi yo oyi yess"),
    (READY, "siap siyap syiap syap ciap asiap ashiap ashiyap asiyap sip sep siip siapsiap grak"),
    (HEARD, """mengerti ngerti ngertos paham faham pahami understand disimak menyimak nyimak"""),
    (THANKS, " ".join(sorted(THANK_WORDS)) + """ terimakasih trimakasih tengkyu tengkiu thankyou tks thks ty tengs suwun
        nuhun mksih mks maksih trims haturnuhun maturnuwun"""),
    (TAIL, """terima trima matur hatur sanget banyak sekali banget bgt bnyk atas infonya info informasinya informasi
        infone kabarnya updatenya pemberitahuannya arahannya bantuannya laporannya very much many lots lot heads letting
        know notice duly well a demikian sekian perhatiannya kerjasamanya kesempatannya"""),
    # what may stand around it
    (FILLER, """ya yah iyah deh dong donk kok kek nih ni nich lah loh lho kan mah atuh euy teh pun leh ah oh eh hm hehe hehehe
        haha hahaha hihi wkwk wkwkwk wk lol sini nu sih toh tho to si duh wah nah nggo yoo yak yaudah
        yaudahlah yasudah yaudh ywdh yowes yawis"""),
    (PARTICLE, """aja saja aj ja wae ae doang duluan then so just biar biarin biarkan kalau klo kalo gitu begitu bismillah
        insyaallah insya allah alhamdulillah wis wes mawon actually only thing gladly happy tetap yuk yok ayo
        sok mangke mbok hayuk hayu dah glad here definitely personally istirahat repot"""),
    (CAUSE, """kebetulan kosong luang senggang longgar soalnya karena krn karna free available since because kemarin
        kemaren slot jg juga too also biasanya biasane biasa usually normally"""),
    (AT_ONCE, "sekarang skrg skg skr langsung lgsg lsg segera sgr sgra asap now immediately today akan bakal"),
    (SOON, "nanti ntar entar sebentar bentar bntr later shortly soon tonight dulu dl dlu first lagi lg mau sedang masih"),
    (TOMORROW, "besok bsk lusa tomorrow"),
    (SORRY, "maaf sorry sori punten permisi nuwunsewu"),
    (GREETING, """halo hallo hello hai hey hi selamat pagi siang sore malam met morning afternoon evening
        assalamualaikum assalamu'alaikum ass wr wb salam dear"""),
    (HONORIFIC, """mas mbak mba mbk mb bang bng abang pak pk bapak bpk bu ibu bund bunda kak ka kakak dik dek adek adik
        om mbah tante tan teteh kang akang ceu uda uni bli neng cak ning gus ndan komandan bos boss bosku bosque bosq
        min admin gan agan sis bro brow broo sob cuy coy sir maam ma'am madam mate buddy dude pal chief captain kapten
        suhu master sodara saudara mister mr mrs ms miss koh ko ci cik lae ito"""),
    (GROUP, "all guys gaes gais semua semuanya tim team rekan rekans kawan teman temans temen everyone everybody folks"),
    (TICKET, "tiket ticket tickets tiketnya case kasus kasusnya tixnya"),
    (MATTER, """request requestnya permintaan permintaannya laporan pengaduan aduan aduannya komplain komplainnya keluhan
        keluhannya masalah masalahnya issue isu problem pertanyaan pertanyaannya pelanggan pelanggannya
        customer customernya klien client user usernya email emailnya mail nama punya milik mahasiswa
        mahasiswi dosen nasabah pembeli konsumen pelapor"""),
    (LINK, """ini itu tersebut tsb tsbt yang yg this that it these those one ones the nomor nmr no number satu nya bagian
        sama dengan dgn ke buat untuk utk for of dari di from with by oleh s re fwd and dan via pada pic"""),
    (BE, "is am are be was been would 'd gonna going 'll 'm will have has got 've like up over on down"),
    # mine
    (ME, """saya sy sya sayah saia aku ak aq akuh gue gua gw gwe guwe ane beta kulo kula dalem abdi tak tk izin ijin idzin
        i i'll ill i'm im i've ive i'd imma i'ma lemme me my ogut ambo awak ulun nyong inyong kawula tiang
        sayo"""),
    (WE, "kami kita we we'll we're"),
    (TAKE, """ambil ambilin ambl ambik mengambil ngambil ambilkan pegang pegangin megang takeover sikat embat comot take
        nyandak candak cekel jupuk jukuk pundhut pendhet mendhet took ambiak amiak njupuk nyekel 
         grabs"""),
    (HANDLE, "handle handel hendel hendle ngehandle menghandle handlin dihandle "),
    (DO, """own pick picked pickup grab grabbed cover keep booking answer reply respond tackle"""),
    (WORK, """tangani tanganin menangani urus urusin urusi mengurus ngurus kerjakan kerjain mengerjakan ngerjain garap
        garapin nggarap followup tindaklanjuti tindaklanjut eksekusi jalankan ladeni selesaikan selesein jawab
        jawabin balas balasin bales balesin respon tanggapi tanggepin layani layanin urusan beresin bereskan
        tuntaskan     kawal"""),
    (WEAK, "proses prosesin bantu bantuin lanjut lanjutkan lanjutin"),
    (GIVE, """assign assigned assigning serahkan serahin kasih kasihkan kasiin oper operin lempar lemparin give giving pass
        hand handing forward teruskan limpahkan leave put let alihkan pindahkan masukkan masukin"""),
    (MINE, """mine dibs taking grabbing picking claim claimed claiming klaim laksanakan laksanaken taken punyaku
        bagianku jatahku tugasku meluncur otw owning ownership giliranku tiketku kuambil kupegang kuhandle kutangani
        kuurus kukerjakan kuproses takambil volunteer"""),
    (LOOK, """cek check ngecek checking look looking into at lihat liat telusuri pelajari kabari kabarin ngabarin infoin
        infokan update updates lapor"""),
    # not mine
    (YOU, """kamu kau lu lo elo elu loe ente kowe koe sampeyan antum situ kalian anyone anybody someone somebody kamunya bagianmu punyamu tiketmu
        giliranmu jatahmu tugasmu"""),
    (YOU_EN, "you u ur your"),
    (ASK, """tolong tlg tlong minta mohon mhn coba please pls plz plis bantuan arahan arahannya petunjuk keputusan persetujuan
        approval gimana bagaimana menurut"""),    (GO_ON, "silakan silahkan"),
    (CAN, "bisa bs boleh blh dapat can could may should"),
    (NOT, """tidak tdk gak ga nggak ngga enggak gk kagak bukan bukannya jangan jgn belum blm blum not can't cant cannot
        don't dont won't wont isn't isnt didn't never ndak nda ora mboten cuti busy sibuk"""),
    (WHO, "siapa sapa who who's whos who'll whose siapapun"),
    (DONE, "sudah udah sdh udh telah already barusan"),
    (CLOSE, """selesai selesei slesai beres tutup ditutup diclose kelar tuntas rampung done close closed closing resolved
        solved finished finish finito fixed complete completed dones selese finis"""),
)  # fmt: skip

# Words that mean something together only.
_PHRASES: tuple[tuple[str, str], ...] = (
    (THANKS, """terima kasih|trima kasih|terima kasi|matur nuwun|matur suwun|hatur nuhun|matur suksma|tarimo kasih|thank you|
        thank u|many thanks"""),
    (TAIL, """for the update|for the info|for letting me know|for letting us know|for the heads up|with thanks|
        with many thanks|kami ucapkan|saya ucapkan"""),
    (ACK, """got it|will do|copy that|roger that|makes sense|sounds good|delapan enam|thumbs up|sure thing|all good|
        well noted|well received|duly noted|i see|i understand|i got it|i get it|saya catat|sy catat|aku catat|sudah saya catat|sudah saya baca|sudah sy baca|sudah dibaca|
        sudah baca|udah baca|saya baca|sudah noted|fine by me|all right|fair enough|great stuff|o k|
        oh begitu|oh gitu|ok then"""),
    (PARTICLE, """if nobody else has|if no one else has|if nobody else does|if no one else does|if nobody else is|
        if no one else is|if nobody minds|if nobody objects|kalau belum ada yang ambil|kalau belum ada yg ambil|
        kalau tidak ada yang ambil|kalau ga ada yang ambil|kalau gak ada yang ambil|kalau belum ada|
        dengan senang hati|with pleasure|no need|don't worry|dont worry|no worries|tenang aja|santai aja|tidak usah|gak usah|ga usah|
        nggak usah|no problem|want to|going to|from now on|i think"""),
    (AT_ONCE, "right now|right away|from here|hari ini|habis ini|abis ini"),
    (GREETING, "good morning|good afternoon|good evening|good day|selamat pagi|selamat siang|selamat sore|selamat malam"),
    (ME, """mohon izin|mohon ijin|minta izin|minta ijin|let me|allow me|may i|can i|could i|shall i|boleh saya|
        boleh aku|i'd like to|i want to|i'll be|happy to|i'm going to|saya yang|saya yg|aku yang|aku yg|would like to"""),
    (TO_ME, """to me|to myself|with me|for me|on me|ke saya|ke aku|ke gue|ke gw|ke sy|sama saya|sama aku|sama gue|
        sama gw|sama sy|buat saya|buat aku|untuk saya|untuk aku|dengan saya|dgn saya|dengan aku|kasih saya|kasih aku|
        kasih ke saya|serahkan saya|me down|myself|kepada saya|pada saya"""),
    (TAKE, """ambil alih|take over|deal with|taking over|be taking|will take|can take|gonna take|
        look into this one|look at this one|check this one"""),
    (WORK, """follow up|tindak lanjuti|tindak lanjut|sort out|sort it out|sort this out|take care of|take care|
        will take care|will take care of|look after|work on"""),
    (MINE, """siap dikerjakan|siap dilaksanakan|siap ditangani|siap ditindaklanjuti|siap dihandle|on it|on this|on this one|on that|got this|got this one|got that|got that one|punya saya|punya aku|
        punya gue|punya gw|bagian saya|bagian aku|jatah saya|jatah aku|giliran saya|giliran aku|milik saya|milik aku|
        tugas saya|tanggung jawab saya|my ticket|my case|my turn|tiket saya|leave it to me|leave this to me|
        leave this one to me|leave that to me|count me in|saya duluan|self assign|self assigning|self assigned|
        be handling|handling this|handling it|handling this one|working on it|working on this|working on this one|
        aku duluan|i've got it|ive got it|i have it|i have this|i have this one|i'll do it|i'll do this|i'll do this one|i will do it|i will do this|
        i will do this one|i can do it|i can do this|let me do it|let me do this|i'll get it|i'll get this|i'll get this one|got it covered|on my plate|on my list|in my queue|
        me please|i got it covered|i got dis|call dibs|calling dibs|i call dibs|i'm in|im in|looking into this one|looking at this one|to own this|
        will follow up|ku ambil|ku pegang|ku handle"""),
    (DO, "pick up|takes this|takes it|takes this one|handles this|handles it"),
    (WHO, "ada yang|ada yg|any one|some one"),
    (NOT, "on leave|out of office|out today|off today|off duty"),
    (LOOK, """keep you posted|keep everyone posted|keep you updated|keep all posted|nanti dikabari|nanti dikabarin|
        nanti diinfo|nanti diupdate|let you know"""),
    (SOON, "back shortly|back soon|back later"),
    (YOU, "mohon arahan|minta arahan|mohon petunjuk|minta petunjuk|mohon keputusan|mohon persetujuan|"
        "minta persetujuan|minta approval|need approval|someone else|somebody else|anyone else|yang lain|yg lain|skip dulu|saya skip|aku skip|saya pass|i pass|i'll pass|i skip"),
    (YOU, """orang lain|operator lain|who has this|who has it|who's got this|who's got it|siapa yang bisa|siapa yg bisa|
        siapa bisa|saya lagi sibuk|saya sedang sibuk|saya masih sibuk|saya sibuk|i'm busy|i am busy|saya cuti|saya lagi cuti|
        saya sedang cuti|saya sakit|saya lagi di luar|saya sedang di luar|i'm on leave|i am on leave|i'm off|i'm away|
        i'm out|i'm sick"""),
    (CLOSE, "done and dusted|can be closed|case closed"),
    (MATTER, "atas nama"),
)  # fmt: skip


def _table(classes: tuple[tuple[str, str], ...], between: str | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for sign, words in classes:
        for word in words.split(between):
            found.setdefault(" ".join(word.split()), sign)
    return MappingProxyType(found)


WORDS = Levelled(_table(CLASSES, None))
PHRASES = _table(_PHRASES, "|")
LONGEST_PHRASE = max(len(phrase.split()) for phrase in PHRASES)
