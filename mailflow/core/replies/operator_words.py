# ruff: noqa: E501 - a table of words
"""The words of operators among themselves, in the Indonesian and English of real desks: each has the sign of its class.

A new word is one more in its line. Whatever stands in no line is a word of substance, and makes the whole reply an
answer: so no word belongs here that alone could tell a customer something.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from mailflow.core.replies.tokens import Levelled, sizes_by_first
from mailflow.core.replies.verb_forms import active, by_me, passive
from mailflow.core.replies.words import THANKS as THANK_WORDS

# -- the classes

ACK, INVITE, YES, READY, THANKS, TAIL, HEARD = "ack", "invite", "yes", "ready", "thanks", "tail", "heard"
FILLER, PARTICLE, CAUSE, FREE, SORRY = "filler", "particle", "cause", "free", "sorry"
AT_ONCE, SOON, LATER, STATUS, TOMORROW = "at_once", "soon", "later", "status", "tomorrow"
GREETING, HONORIFIC, PEER, GROUP = "greeting", "honorific", "peer", "group"
LINK, BE, TICKET, MATTER, OWN, NUMERAL = "link", "be", "ticket", "matter", "own", "numeral"
ME, TO_ME, WE, TAKE, HANDLE, DO, WORK = "me", "to_me", "we", "take", "handle", "do", "work"
WEAK, CARRY_ON, GIVE, MINE, LOOK, INSPECT, PASSIVE = "weak", "carry_on", "give", "mine", "look", "inspect", "passive"
YOU, OTHERS, YOU_EN, THEY, ASK, GO_ON, CAN, NOT, BUSY = (
    "you",
    "others",
    "you_en",
    "they",
    "ask",
    "go_on",
    "can",
    "not",
    "busy",
)
WHO, NOBODY, DONE, CLOSE, WAIT, AWAIT = "who", "nobody", "done", "close", "wait", "await"
SKIP, PAST, DUPLICATE, SAME, JUNK, DISCARD, LOOKS = "skip", "past", "duplicate", "same", "junk", "discard", "looks"
CONTACT, REACHED, CHANNEL, REPLY = "contact", "reached", "channel", "reply"
HE, HIM, SAYS, WHY, DUTY, OURS, REDIRECT, FORWARD = "he", "him", "says", "why", "duty", "ours", "redirect", "forward"
CUSTOMER_TALK, COVER, WRITE, ANSWER, MISSENT = "customer_talk", "cover", "write", "answer", "missent"
COLLEAGUE, AUTHOR, CUSTOMER, PERHAPS, NUMBER, UNKNOWN = "colleague", "author", "customer", "perhaps", "number", "?"

_WORDS: tuple[tuple[str, str], ...] = (
    # heard, and nothing more
    (ACK, """appreciated np ok oke wokeh woke okay okey okeh oks okie okidoki okidoke okiedokie oce oceh okei okedeh okelah k kk kay baik baiklah
        baek noted note copy copied roger rogerthat rgr dimengerti dipahami diterima tercatat dicatat received
        acknowledged acknowledge ack hadir seen monitor termonitor dimonitor 86 10-4 +1 gotcha sure alright allright
        aight great nice cool keren kece mantap mantul joss jos jozz nggih inggih injih njih enggih nggeh muhun sumuhun amin aamiin amiin
        wilco aye understood affirmative jempol okesip oksip okesiap oksiap okok
        sendiko fine perfect awesome good sae gas gass gaskeun gaskan gasken cuss cus kuy cakep okidok oky acked ack'd cheers
        leres iye iyee inggeh okedok dokie dokey markosip markotop santuy baeklah righto yessir mengertos ten-
        four"""),
    (INVITE, "monggo mangga sumangga monggoh"),
    (YES, "iya y yes yep yup yap yeah yoi yo oyi yess"),
    (READY, "siap siyap syiap syap ciap asiap ashiap ashiyap asiyap sip sep siip siapsiap grak"),
    (HEARD, """read dibaca kebaca terbaca kubaca mengerti ngerti ngertos paham faham pahami understand disimak menyimak nyimak"""),
    (THANKS, " ".join(sorted(THANK_WORDS)) + """ terimakasih trimakasih tengkyu tengkiu thankyou tks thks ty tengs suwun
        nuhun mksih mks maksih trims haturnuhun maturnuwun"""),
    (TAIL, """infona correction koreksinya koreksi dibantuin message pesan pesannya terima trima matur hatur sanget banyak sekali banget bgt bnyk atas infonya info informasinya informasi
        infone kabarnya updatenya pemberitahuannya arahannya bantuannya laporannya very much many lots lot heads letting
        know notice duly well a demikian sekian perhatiannya kerjasamanya kesempatannya"""),
    # what may stand around it
    (FILLER, """menyatakan owh ooh e ta ya yah iyah deh dong donk kek nih ni nich lah loh lho kan mah atuh euy teh pun leh ah oh eh hm hehe hehehe
        haha hahaha oalah owalah walah hihi wkwk wkwkwk wk lol sini nu sih toh tho to si duh wah nah nggo yoo yak yaudah
        yaudahlah yasudah yaudh ywdh yowes yawis"""),
    (PARTICLE, """mari jadi ikut pokoknya pokoke pokona gapapa gpp gakpapa nggakpapa gt gtu aja saja aj ja wae ae doang duluan then so just biar biarin biarkan kalau klo kalo gitu begitu bismillah
        insyaallah insya allah alhamdulillah sekalian skalian sekalianan ajalah sajalah ajah ajaa wae'lah aelah bae waelah wis wes mawon actually only thing gladly happy tetap yuk yok ayo
        sok mangke mbok hayuk hayu dah glad here definitely personally myself mulai mulainya started starting sendiri sendirian sekaligus sakalian langsunglah istirahat repot tapi tp but"""),
    (CAUSE, """kebetulan soalnya karena krn karna since because yesterday tadi td kemarin
        kemaren slot jg juga too also biasanya biasane biasa usually normally"""),
    (FREE, "kosong luang senggang longgar free available nganggur"),
    (AT_ONCE, "saiki ayeuna sekarang skrg skg skr langsung lgsg lsg segera sgr sgra asap now immediately today akan bakal"),
    (LATER, "nanti ntar entar later engke ngko mengko"),
    (SOON, "sebentar bentar bntr sekedap sakedap shortly soon tonight sik sek disik dhisik heula dulu dl dlu first mau yet"),
    (STATUS, "sedang sdg masih msh lagi lg"),
    (TOMORROW, "besok bsk lusa tomorrow"),
    (SORRY, "maaf sorry sori punten punteun nyuwunsewu permisi nuwunsewu"),
    (GREETING, """halo hallo hello hai hey hi selamat pagi siang sore malam met morning afternoon evening
        assalamualaikum assalamu'alaikum ass wr wb salam dear"""),
    (HONORIFIC, """pak pk bapak bpk bu ibu bund bunda kak ka kakak kaka dik dek adek adik sodara saudara sir maam
        ma'am madam mister mr mrs ms miss"""),
    (PEER, """mas mbak mba mbk mb bang bng abang om mbah tante tan teteh kang akang ceu uda uni bli neng cak ning gus ndan komandan bos boss bosku bosque bosq
        min admin gan agan sis bro brow broo sob cuy coy mate buddy dude pal chief captain kapten
        suhu master koh ko ci cik lae ito"""),
    (GROUP, "mas2 mbak2 kakak2 kak2 akang2 bapak2 ibu2 teteh2 abang2 bang2 tmn2 temen2 teman2 kawan2 rekan2 all guys gaes gais gays gengs semua semuanya tim team rekan rekans kawan teman temans temen everyone everybody folks"),
    (TICKET, "penanganannya pengerjaannya penangananne tiket ticket tickets tiketnya case kasus kasusnya tixnya"),
    (MATTER, """request requestnya permintaan permintaannya laporan pengaduan aduan aduannya komplain komplainnya keluhan
        keluhannya masalah masalahnya issue isu problem pertanyaan pertanyaannya pelanggan pelanggannya
        customer customernya klien client user usernya email emailnya mail nama mahasiswa
        mahasiswi dosen nasabah pembeli konsumen pelapor cust custnya kustomer kliennya"""),
    (OWN, "punya milik bagian jatah giliran ranah divisi tugas"),
    (NUMERAL, "nomor nmr no number"),
    (LINK, """anu ini itu tersebut tsb tsbt yang yg this that it these those one ones the satu lain soal tentang ttg mengenai perihal about regarding nya ieu eta nu ingkang sing iki iku arep
        sama dengan dgn ke buat untuk utk for of dari di from with by oleh dr bareng barengan s re fwd and dan via pada pic w"""),
    (BE, "shall had is am are be was been would 'd gonna going 'll 'm will have has got 've like up over on down"),
    # mine
    (ME, """saya sy sya sayah saia aku ak aq akuh gue gua gw gwe guwe ane beta kulo kula dalem abdi ku tak tk izin ijin idzin
        i i'll ill i'm im i've ive i'd imma i'ma bade lemme me my ogut ambo awak ulun nyong inyong kawula tiang
        sayo urang"""),
    (WE, "our kami kita we we'll we're"),
    (TAKE, """tandai ambil ambilin ambik mengambil memegang ngambil ambilkan pegang pegangin megang takeover sikat embat comot nyomot take
        nyandak candak nyokot cokot mundhut cekel nyepeng nyepengan cepeng mulung mulungan mendhet ngasto ngasta jupuk jukuk pundhut pendhet mendhet took ambiak amiak njupuk nyekel amankan ngamanin
         grabs"""),
    (HANDLE, "handle handel hendel hendle ngehandle menghandle handles handling handlin dihandle dihandel"),
    (DO, """own pick picked pickup grab cover keep booking tackle"""),
    (WORK, """tangani tanganin menangani menindaklanjuti mengeksekusi menyelesaikan menuntaskan melayani urus urusin urusi mengurus ngurus kerjakan kerjain fu chase chasing mengerjakan work ngerjain garap
        garapin nggarap followup tindaklanjuti tindaklanjut eksekusi jalankan ladeni selesaikan selesein layani layanin urusan beresin bereskan
        tuntaskan kawal nangani ngayahi ngerjakeun ngurusan ngalayanan ngerampungke ngrampungke nyelesein nyelesaiin"""),
    (REPLY, "menjawab membalas merespon merespons menanggapi jawab wangsul ngawaler ngawangsul mbales mbalas walesan jawabin balas balasin bales balesin respon respons tanggapi tanggepin ngajawab njawab answer reply respond jwb bls blsin jwbin"),
    (WEAK, "help memproses membantu proses prosesin bantu bantuin mbantu ngebantu"),
    (CARRY_ON, "lanjut lanjutkan lanjutin lanjutken lanjot terusin next continue proceed"),
    (PASSIVE, """diambil diambilin dipegang dikerjakan dikerjain ditangani diurus digarap
        ditindaklanjuti dilanjutkan dilanjutin"""),
    (TAIL, "fyi"),
    (ANSWER, "jawabannya balasannya tanggapannya responnya responsnya jawaban balasan reply's"),
    (WRITE, "ketik ngetik ketikin tulis nulis menulis siapkan siapin nyiapin menyiapkan susun nyusun menyusun bikin bikinin buat buatkan draft drafting prepare preparing write writing"),
    (COVER, "gantikan gantiin menggantikan nggantiin cover covering"),
    (TO_ME, "gimme"),
    (SKIP, "skip pass lewati lewatin skipped"),
    (PAST, "lewat pas"),
    (DUPLICATE, "duplikat duplikasi dobel double duplicate dupe duplicated duplicates dup"),
    (JUNK, "spam phishing scam penipuan penipu junk spammer"),
    (DISCARD, "buang dibuang hapus dihapus abaikan ignore delete discard drop hati-hati hati blokir block awas"),
    (LOOKS, "kayaknya keknya kayanya kyknya sepertinya kelihatannya keliatannya looks seems probably maybe mungkin likely feels thought think guess kira kirain"),
    (CONTACT, "hub nelpon nelpun nelponin telepon telpon telfon samperin datangi ngomong bicara ngobrol hubungi kontak call phone teleponin telponin"),
    (REACHED, """dibalas dibales dijawab ditelepon ditelpon ditelfon dihubungi direspon direspons dikabari dikontak
        replied answered called phoned responded handled contacted texted emailed"""),
    (CHANNEL, "wa whatsapp whatsap chat japri dm ig telegram tele line sms phone cs email telephone inbox"),
    (AWAIT, "tunggu nunggu menunggu menanti nungguin wait waiting"),
    (GIVE, """masukkan masukin dimasukkan dimasukin pindah goes go taruh taro tarok reserve reserved assign assigned assigning serahkan serahin kasih kasihkan kasiin oper operin lempar lemparin give giving
        hand handing forward teruskan limpahkan leave put let alihkan pindahkan masukkan masukin"""),
    (MINE, """mine dibs taking grabbing picking claim claimed claiming klaim laksanakan laksanaken taken punyaku
        bagianku jatahku tugasku meluncur otw owning ownership giliranku tiketku kuambil kupegang kuhandle kutangani
        kuurus kukerjakan kuproses takambil volunteer grabbed replying answering responding"""),
    (LOOK, """cek check ngecek checking look looking into at lihat liat telusuri pelajari kabari kabarin ngabarin infoin
        infokan update updates lapor"""),
    # not mine
    (YOU, """kamu kau lu lo elo elu loe ente kowe koe sampeyan antum situ kalian gantian kamunya bagianmu punyamu tiketmu
        giliranmu jatahmu tugasmu"""),
    (OTHERS, "anyone anybody someone somebody"),
    (YOU_EN, "you u ur your yours anda"),
    (HE, "she he dia doi"),
    (SAYS, """komplain complain complained complains complaining marah ngamuk nanya chat wrote writes asked asks
        keeps protes"""),
    (HIM, "her him orangnya bapaknya ibunya masnya mbaknya kakaknya beliaunya wonge jalmina"),
    (WHY, "kok kenapa napa why"),
    (REDIRECT, "bagiannya ranahnya jatahnya wewenangnya"),
    (OURS, "ours"),
    (DUTY, "piket standby stand-by jaga shift oncall"),
    (ASK, """cobak cobain tolong tlg tlong minta mohon mhn coba please pls plz plis bantuan arahan arahannya petunjuk keputusan persetujuan
        approval gimana bagaimana menurut"""),    (GO_ON, "silakan silahkan"),
    (CAN, "harusnya seharusnya mestinya hrsnya bisa bs boleh blh dapat can could may should"),
    (NOT, """tidak tdk gak ga nggak ngga enggak gk kagak bukan bukannya jangan jgn belum blm blum not can't cant cannot
        don't dont won't wont isn't isnt didn't never ndak nda ora mboten teu henteu"""),
    (BUSY, "cuti busy sibuk meeting rapat penuh full sakit libur makan lunch away overload overloaded swamped slammed overwhelmed kewalahan keteteran berhalangan off"),
    (WHO, "whoever siapa sapa who who's whos who'll whose siapapun"),
    (DONE, "uwis sudah udah sdh udh telah already barusan"),
    (MISSENT, "tes test testing kepencet oops ups whoops missend"),
    (CLOSE, """rengse paripurna selesai selesei slesai beres tutup ditutup diclose kelar tuntas rampung done close closed closing resolved
        solved finished finish sorted finito fixed complete completed dones selese finis clear"""),
)  # fmt: skip

# Words that mean something together only.
_PHRASES: tuple[tuple[str, str], ...] = (
    (THANKS, """terima kasih|trima kasih|terima kasi|matur nuwun|matur suwun|hatur nuhun|matur suksma|tarimo kasih|thank you|
        thank u|many thanks|thank you both|thanks both|thank you all|thanks all"""),
    (TAIL, """sudah diingatkan|sudah diingetin|sudah mengingatkan|sudah ngingetin|udah diingetin|udah diingatkan|sudah dikasih tahu|sudah diberi tahu|udah dikasih tau|for flagging|for flagging this|for flagging it|for the reminder|for the note|for pointing it out|for sharing|for the update|for the info|for letting me know|for letting us know|for the heads up|with thanks|
        with many thanks|kami ucapkan|saya ucapkan"""),
    (ACK, """point taken|duly noted|got it|will do|copy that|roger that|makes sense|sounds good|delapan enam|thumbs up|sure thing|all good|
        well noted|well received|duly noted|i see|i understand|i got it|i get it|saya perhatikan|akan saya perhatikan|saya camkan|bear in mind|will bear in mind|bear that in mind|will bear that in mind|akan saya ingat|saya ingat|akan saya catat|saya catat|sy catat|aku catat|sudah saya catat|sudah saya baca|sudah sy baca|sudah dibaca|
        sudah baca|udah baca|saya baca|sudah noted|fine by me|all right|fair enough|great stuff|o k|
        oh begitu|oh gitu|ok then|will keep in mind|will keep that in mind|keep that in mind|keep it in mind|keep in mind|noted with thanks|oalah ok|i'll keep that in mind"""),
    (PARTICLE, """if nobody else has|if no one else has|if nobody else does|if no one else does|if nobody else is|
        if no one else is|if nobody minds|if nobody objects|
        dengan senang hati|with pleasure|no need|don't worry|dont worry|no worries|tenang aja|santai aja|tidak usah|gak usah|ga usah|
        nggak usah|no problem|want to|from now on|i think"""),
    (AT_ONCE, "right now|right away|from here|hari ini|habis ini|abis ini"),
    (GREETING, "good morning|good afternoon|good evening|good day|selamat pagi|selamat siang|selamat sore|selamat malam"),
    (ME, """mohon izin|mohon ijin|minta izin|minta ijin|let me|allow me|may i|can i|could i|shall i|boleh saya|
        boleh aku|i'd like to|i'd rather|i would rather|i want to|i'll be|happy to|i'm going to|going to|am going to|saya yang|saya yg|aku yang|aku yg|would like to"""),
    (TO_ME, "|".join(f"{verb} ke {me}" for verb in ("lempar", "oper", "limpahkan", "eskalasi", "masuknya")
        for me in ("saya", "aku", "gue", "gw", "gua", "sy"))),
    (TO_ME, "gimme|ku abdi|ku kuring|ku abdi we|ku kuring we|dening kula|karo aku|nang aku"),
    (TO_ME, "|".join(f"di {me}" for me in ("saya", "aku", "gue", "gw", "gua", "sy"))),
    (TO_ME, """diproses sama saya|diproses saya|diproses oleh saya|diproses aku|masuk ke saya|masuk ke aku|masuknya ke saya|to me|to myself|by myself|with me|for me|on me|ke saya|ke aku|ke gue|ke gw|ke sy|sama saya|sama aku|sama gue|
        sama gw|sama sy|buat saya|buat aku|untuk saya|untuk aku|dengan saya|dgn saya|dengan aku|kasih saya|kasih aku|
        kasih ke saya|serahkan saya|me down|myself|kepada saya|pada saya"""),
    (CUSTOMER_TALK, """happy to help|glad to help|here to help|happy to assist|how can i help|how may i help|can i help|may i help|
        happy to help you|glad i could help"""),
    (REDIRECT, """should go to|harusnya ke|seharusnya ke|harusnya masuk ke|mestinya ke|kok ke sini|kok kesini|kok masuk sini|kok masuk ke sini|masuknya ke|lempar ke|oper ke|limpahkan ke|
        eskalasi ke|should be handled by|belongs with"""),
    (FORWARD, "teruskan ke|terusin ke"),
    (HANDLE, "see to it|see to this|see to this one|see to that|get this one|get this|do this one|help with this one|help with this|sort it|sort this|sort this one|w ambil|w handle|w pegang|w yang|w aja"),
    (TAKE, """take a crack at it|take a crack at this|take a stab at it|take a stab at this|have a go|give it a go|picked up|
        ambil alih|jump on|hop on|jump in|jump onto|run with|take over|deal with|be taking|will take|can take|gonna take|
        look into this one|look at this one|check this one"""),
    (WORK, """get back to the customer|get back to him|get back to her|get back to them|follow up|tindak lanjuti|tindak lanjut|sort out|sort it out|sort this out|take care of|take care|
        will take care|will take care of|look after|work on"""),
    (ASK, "help me|help me with|bantu saya|bantuin saya|bantu aku|bantuin aku"),
    (MINE, "|".join(f"biar {me} {yang} {verb}" for me in ("saya", "sy", "aku", "gw", "gue") for yang in ("yang", "yg")
        for verb in ("jelaskan", "jelasin", "terangkan", "kabari", "kasih tau"))),
    (MINE, "|".join(f"biar {me} {yang}{verb}" for me in ("saya", "sy", "aku", "gw", "gue") for yang in ("yang ", "yg ", "")
        for verb in ("telepon", "telpon", "hubungi", "kontak", "samperin", "datangi", "temui", "chat", "wa"))),
    (MINE, "|".join(f"{note} {name} {me}" for note in ("catat", "catet", "tulis", "masukin", "pasang") for name in ("nama", "namanya")
        for me in ("saya", "sy", "aku", "gw", "gue"))),
    (MINE, "|".join(f"{moves} {where}" for moves in ("step", "stepping", "jump", "jumping", "hop", "hopping", "dive", "diving", "chip", "chipping")
        for where in ("in", "on this", "in here", "in on this", "in on this one", "in on it"))),
    (MINE, "|".join(f"{share} {me}" for share in ("tanggungan", "urusan", "porsi", "kewajiban", "pegangan", "garapan", "kerjaan")
        for me in ("saya", "sy", "aku", "gw", "gue"))),
    (MINE, "working this|working it|working that|will do it|will do this|will do that"),
    (MINE, "|".join(f"{have} {it} covered" for have in ("got", "have") for it in ("it", "this", "that", "this one"))),
    (MINE, "|".join(f"{me} {yang}bertanggung jawab" for me in ("saya", "sy", "aku", "gw", "gue") for yang in ("yang ", "yg ", ""))),
    (YOU, "|".join(f"{wants} {what}{nya}" for wants in ("mohon", "minta", "butuh", "perlu", "tunggu", "nunggu")
        for what in ("arahan", "petunjuk", "keputusan", "persetujuan", "masukan", "saran", "pendapat") for nya in ("", "nya"))),
    (MINE, "in charge|pic in|pic kan|pic nya saya|picnya saya|pic nya aku|picnya aku|saya pic|aku pic|jadi pic"),
    (MINE, """send it my way|send this my way|send that my way|throw it my way|pass it my way|give it here|oper sini|lempar sini|kasih sini|sini tiketnya|sini kasih aku|sini kasih saya|count this one as mine|count this as mine|count it as mine|as mine|mulai kerjakan|mulai saya kerjakan|mulai ngerjain|mulai tangani|mulai saya tangani|mulai digarap|let me have this one|let me have this|let me have it|i want this|give me this one|put this on me|terima tugas ini|nulis jawabannya|nulis jawaban|menulis jawaban|menulis jawabannya|nyiapin jawaban|nyiapin jawabannya|menyiapkan jawaban|menyiapkan jawabannya|bikin jawaban|bikin jawabannya|buat jawabannya|ngetik jawaban|ngetik jawabannya|susun jawaban|otw jawab|otw bales|let me try|let me give it a try|let me have a go|writing to her|writing to him|writing back|writing him|writing her|doing this one|doing this|i'm doing it|sort this out with|sort it out with|taking over|happy to help with this one|happy to help with this|glad to help with this one|siap dikerjakan|siap dilaksanakan|siap ditangani|siap ditindaklanjuti|siap dihandle|on it|on this|on this one|on that|got this|got this one|got that|got that one|punya saya|punya aku|
        punya gue|punya gw|bagian saya|bagian aku|jatah saya|jatah aku|giliran saya|giliran aku|milik saya|milik aku|
        tugas saya|tanggung jawab saya|my ticket|my case|my turn|tiket saya|leave it to me|leave it with me|leave this with me|leave that with me|leave this one with me|sort this out|sort it out|sort that out|leave this to me|
        leave this one to me|leave that to me|count me in|saya duluan|self assign|self assigning|self assigned|
        be handling|handling this|handling it|handling this one|working on it|working on this|working on this one|
        aku duluan|i've got it|ive got it|i have it|i have this|i have this one|i'll do it|i'll do this|i'll do this one|i will do it|i will do this|
        i will do this one|i can do it|i can do this|let me do it|let me do this|i'll get it|i'll get this|i'll get this one|got it covered|on my plate|on my desk|on my list|in my queue|
        saya yang tanggung jawab|saya yg tanggung jawab|sy yang tanggung jawab|sy yg tanggung jawab|aku yang tanggung jawab|aku yg tanggung jawab|gw yang tanggung jawab|gw yg tanggung jawab|gue yang tanggung jawab|gue yg tanggung jawab|saya tanggung jawab|aku tanggung jawab|put my name on it|put my name on this|put my name down|put me on it|put me on this|put me on this one|mark me|can i have this one|can i have this|can i have it|may i have this one|could i have this one|i'd like this one|i want this one|i'll have this one|i'll take point|biar saya coba|biar aku coba|biar gw coba|biar gue coba|biar sy coba|me please|i got it covered|i got dis|call dibs|calling dibs|i call dibs|i'm in|im in|looking into this one|looking at this one|to own this|
        will follow up|will look into it|will look into this|will do this one|will check this one|will take care of it|will take care of this|working on a reply|
        drafting a reply|drafting an answer|writing a reply|writing an answer|looking into it|
        looking into this|looking at it|looking at this|taking care of this|taking care of it|taking care of this one|ku ambil|ku pegang|ku handle"""),
    (REPLY, "write back|write back to|call back|email back|get back|reach out|reach out to"),
    (ME, "urang we|urang wae"),
    (DO, "pick up|takes this|takes it|takes this one|handles this|handles it"),
    (BUSY, "on leave|out of office|out today|off today|off duty"),
    (DUTY, "on duty|on call|stand by"),
    (YOU, "you guys|you all|you two"),
    (NOT, "lain bagian|sanes bagian|lain urusan|sanes urusan|lain jatah|sanes jatah"),
    (NOT, "jangan ada yang|jangan ada yg|jgn ada yang|jgn ada yg|ojo ono sing"),
    (NOT, "no idea|no clue|kurang paham|kurang tahu|kurang tau|kurang ngerti|kurang mengerti"),
    (DUPLICATE, "tiket lama"),
    (NOBODY, "|".join(f"{no} {who} {takes}" for no in ("belum", "blm", "tidak", "ga", "gak", "nggak", "durung")
        for who in ("ada yang", "ada yg", "ada") for takes in ("ambil", "pegang", "handle", "jawab", "balas", "bales", "nyaut"))
        + "|belum ada|nobody did|no one did|nobody has|no one has|nobody took it|nobody has taken it|not taken yet|unclaimed"),
    (BUSY, """di luar|di luar kota|luar kota|di jalan|on the road|at lunch|in a meeting|lagi penuh|masih di luar|lagi keluar|
        on my break|on break|wfh dulu"""),
    (WAIT, """mohon ditunggu|mohon tunggu|harap ditunggu|harap tunggu|please wait|tolong tunggu|tolong ditunggu|ditunggu ya"""),
    (INSPECT, """look into it|look into this|look into that|look at it|look at this|look at that|have a look|take a look|
        having a look|taking a look|check it out|check this out|investigate|look into this ticket"""),
    (LINK, "belongs to|belong to"),
    (SAME, "sama dengan|sama dgn|sama kayak|sama kaya|sama seperti|sama ama|same as|the same as|identik dengan"),
    (JUNK, """salah alamat|salah kamar|wrong desk|wrong address|wrong team|not for us|bukan untuk kita|bukan buat kita|
        bukan ranah kita|bukan untuk kami|not our desk"""),
    (WHO, """ada yang|ada yg|any one|some one|sing gelem|sing iso|sing arep|sopo sing|is there anyone|does anyone|has anyone|
        is anyone|can anyone|did anyone|has someone|did someone"""),
    (LOOK, """get back to|getting back to|keep you posted|keep everyone posted|keep you updated|keep all posted|nanti dikabari|nanti dikabarin|
        nanti diinfo|nanti diupdate|let you know"""),
    (SOON, "back shortly|back soon|back later"),
    (YOU, "mohon arahan|minta arahan|mohon petunjuk|minta petunjuk|mohon keputusan|mohon persetujuan|"
        "minta persetujuan|minta approval|need approval|saya skip|aku skip|saya pass|i pass|i'll pass|i skip"),
    (OTHERS, "|".join(f"{yang} {mau} {verb}" for yang in ("yang", "yg", "sing") for mau in ("mau", "bisa", "arep", "kosong")
        for verb in ("ambil", "pegang", "handle", "jawab", "bales", "balas", "kerjakan", "tangani"))),
    (OTHERS, """someone else|somebody else|anyone else|yang lain|yg lain|orang lain|operator lain|any volunteers|
        any takers|any volunteer"""),
    (YOU, """who has this|who has it|who's got this|who's got it|siapa yang bisa|siapa yg bisa|
        siapa bisa|saya lagi sibuk|saya sedang sibuk|saya masih sibuk|saya sibuk|i'm busy|i am busy|saya cuti|saya lagi cuti|
        saya sedang cuti|saya sakit|saya lagi di luar|saya sedang di luar|i'm on leave|i am on leave|i'm off|i'm away|
        i'm out|i'm sick"""),
    (MISSENT, """salah kirim|salah balas|salah klik|salah pencet|salah tekan|salah thread|salah email|salah reply|wrong thread|
        wrong email|wrong mail|wrong window|wrong button|keburu kirim|keburu kekirim|belum selesai nulis"""),
    (MISSENT, "|".join(f"{ignore} {mail}" for ignore in ("abaikan", "ignore", "abaikan saja", "abaikan aja", "please ignore") for mail in (
        "email ini", "email saya", "email barusan", "email tadi", "mail ini", "balasan saya", "this email", "this mail", "my email", "my mail",
        "my last email", "my last mail", "my previous email", "my reply", "this test"))),
    (FREE, "have time|got time|ada waktu|punya waktu|lagi sempat|lagi sempet"),
    (TO_ME, "|".join(f"{to}{where} {me}" for to in ("", "ke ", "di ") for where in ("antrian", "antrean", "daftar", "list", "keranjang")
        for me in ("saya", "aku", "gue", "gw", "sy"))),
    (TO_ME, "in my queue|to my queue|my queue|on my list|to my list|on my plate"),
    (TICKET, "this one's|this one is"),
    (CLOSE, "wrapped up|all wrapped up|wrap it up|wrap up|done and dusted|bisa ditutup|bisa diclose|boleh diclose|can be closed|case closed"),
    (MATTER, "atas nama"),
)  # fmt: skip


def _table(classes: tuple[tuple[str, str], ...], between: str | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for sign, words in classes:
        for word in words.split(between):
            found.setdefault(" ".join(word.split()), sign)
    return MappingProxyType(found)


# Verbs of work on a ticket, of which all forms are words of the class: of what one does, says one does, is done.
_STEMS: tuple[tuple[str, str, str], ...] = (
    (TAKE, PASSIVE, "ambil pegang cekel"),
    (HANDLE, PASSIVE, "handle handel"),
    (WORK, PASSIVE, "urus kerja garap tangan tangani layan tuntas followup tindaklanjut eksekusi kawal"),
    (REPLY, REACHED, "jawab balas bales respon tanggap"),
    (CONTACT, REACHED, "telepon telpon telfon hubung kontak japri"),
)


_NOUNS = frozenset("kerja tangan layan hubung tanggap".split())  # stems that alone are no such verb


def _forms() -> tuple[tuple[str, str], ...]:
    found = []
    for does, done, stems in _STEMS:
        for stem in stems.split():
            found += [(MINE, word) for word in by_me(stem)] if does in (TAKE, HANDLE, WORK) else []
            found += [(does, word) for word in active(stem) if word not in _NOUNS]
            found += [(done, word) for word in passive(stem)]
    return tuple(found)


CLASSES = tuple(dict.fromkeys(name for name, _ in (*_WORDS, *_PHRASES)))
WORDS = Levelled(_table((*_WORDS, *_forms()), None))
PHRASES = _table(_PHRASES, "|")
_PARTS = Levelled({part: part for phrase in PHRASES for part in phrase.split()})
PHRASE_SIZES = sizes_by_first(phrase.split() for phrase in PHRASES)


@lru_cache(maxsize=2048)  # people use the same few hundred words: 1 % of free talk (bench/caches.py)
def spelled(word: str) -> str:
    """`word` as it is written here, or as it is: for phrases, which hold words that alone mean nothing."""
    if WORDS.knows(word) or _PARTS.knows(word):
        return word
    return WORDS.spelled(word) or _PARTS.spelled(word) or word
