# ruff: noqa: E501 - a table of words
"""The signs that tell whom an operator speaks to, with their points: see addressee.py, which reads them.

A new phrase is one more in its group. Points: 3 decides alone, 2 does where nothing speaks for the customer, 1 only
together with another.
"""

from __future__ import annotations

# How one word is written by many: looked up before the phrases.
ALIKE: tuple[tuple[str, str], ...] = (
    ("saya", "sy sya aku ak aq akuh ane kulo kula abdi ambo awak nyong tiang beta dalem"),
    ("gw", "gue gua gwe guwe ogut"),
    ("lo", "lu elo elu loe ente"),
    ("tidak", "tdk gak ga nggak ngga enggak engga gk kagak kaga ndak nda ora mboten teu henteu ndk"),
    ("sudah", "udah udh sdh dah telah wis wes atos tos sampun"),
    ("belum", "blm blum belom durung dereng acan teuacan"),
    ("jangan", "jgn jgan ojo aja-ojo ulah"),
    ("yang", "yg sing nu ingkang"),
    ("tolong", "tlg tlong tulung punten-tolong"),
    ("tadi", "td tadi2"),
    ("kalau", "klo kalo kl klw"),
    ("ini", "iki ieu nih-ini"),
    ("sama", "sm ama"),
    ("dengan", "dgn dg"),
    ("kayaknya", "keknya kayanya kyknya kykny sepertinya spertinya kelihatannya keliatannya kayane kadose sigana jigana kliatannya kayake sepertine kayanyaa"),
    ("harusnya", "hrsnya seharusnya mestinya kudune semestinya kedahna"),
    ("bagaimana", "gimana gmn gmna piye kumaha bgmn gimanaa"),
    ("customer", "cust kustomer customers cs-customer costumer"),
    ("pelanggan", "plgn plg"),
    ("customernya", "custnya customere kustomernya kliennya clientnya nasabahnya pembelinya konsumennya pelapornya penanyanya pengirimnya buyernya orange wonge wongnya jelmana"),
    ("klien", "client"),
    ("bapak", "bpk pak pk"),
    ("ibu", "bu buk"),
    ("kakak", "kak ka kaka kk"),
    ("mas", "bang bng abang akang kang"),
    ("mbak", "mba mbk teh teteh"),
    ("ada", "ono ana aya wonten enten"),
    ("bisa", "bs iso tiasa saged"),
    ("tahu", "tau ngerti paham kenal hapal hafal ngeh mudeng ngarti terang apal weruh mengerti faham familiar"),
    ("siapa", "sapa sopo saha sinten spa"),
    ("ambil", "ngambil mengambil jupuk njupuk nyandak comot"),
    ("pegang", "megang memegang nyekel cekel nyepeng ngepegang"),
    ("handle", "handel hendel ngehandle menghandle tangani nangani menangani urus ngurus mengurus urusin tanganin garap nggarap kerjakan kerjain ngerjain mengerjakan ngurusin"),
    ("jawab", "balas bales balesin jawabin menjawab membalas respon merespon respons tanggapi njawab mbales"),
    ("dijawab", "dibalas dibales direspon direspons ditanggapi diladeni dibalesin dijawabin"),
    ("ditangani", "dihandle dihandel diurus dipegang dikerjakan dikerjain digarap ditindaklanjuti difollowup"),
    ("ditelepon", "ditelpon ditelfon dihubungi dikontak dichat diwa dikabari"),
    ("telepon", "telpon telfon nelpon nelepon menelepon menelpon hubungi menghubungi ngehubungi kontak wa whatsapp"),
    ("minta", "meminta njaluk nyuwun menta"),
    ("boleh", "blh bole"),
    ("kenapa", "knp napa kunaon ngopo mengapa"),
    ("aja", "aj ae wae mawon bae"),
    ("dulu", "dl dlu disik heula"),
    ("silakan", "silahkan slhkan silakan2 mangga monggo sumangga"),
    ("mohon", "mhn"),
    ("kemarin", "kmrn kemaren kmaren wingi kamari"),
    ("don't", "dont"),
    ("please", "pls plz plis"),
    ("can't", "cant cannot"),
    ("isn't", "isnt"),
    ("anyone", "anybody"),
    ("someone", "somebody"),
    ("colleagues", "rekan rekans rekan2 kawan teman temans temen teman2 temen2 tmn tmn2 team tim rek sedulur lur dulur kawan2"),
    ("guys", "gaes gais gengs folks"),
)  # fmt: skip

# words of chats among those who know each other: operators write to customers so, too, but seldom two of them
CASUAL = frozenset(
    """udah udh dah ga gak nggak ngga engga enggak aku ak gw gue td gitu gini banget bgt emang kyk kayak kaya dr sm tuh tau gmn gimana kayake iki wes iku piye ora""".split()
)

SIGNS: tuple[tuple[str, int, str], ...] = (
    # the customer in the third person
    ("third", 4, "dia/doi/orangnya/customernya minta/bilang/ngaku/nanya/marah/komplain/ngotot/maksa/ngamuk/ngancam/nelpon"),
    ("third", 3, """si/sang bapak/ibu/mas/mbak/kakak/customer/pelanggan/orang/anak/adik/klien/user/doi/pengirim/pelapor;
        bapak/ibu/kakak/mas/mbak/anak/adik/customer/pelanggan/klien/nasabah/pembeli/cowok/cewek/user ini/itu/tsb/tersebut/tadi/satu ; orang ini/itu/tsb/tadi;
        orang/customer/pelanggan/klien/nasabah/pembeli/user/bapak/ibu yang ini/itu/kemarin/tadi/sama;
        the/this/that/our/same/another/angry customer/client; this/that guy/lady/man/woman/gentleman/fellow/dude/chap/kid/person/sender/student/bloke/girl;
        the same guy/lady/man/woman/person/sender/student; same guy/lady/man/woman/person/sender/student/customer/client;
        the guy/lady/sender/caller/complainant/complainer; customer/customernya is/was/has/says/said/wants/asked/seems/called/keeps/already/again/wrote/told/does/did/never/just;
        customernya sudah saya/gw/tak; kata <colleague>; kata mas/mbak/bapak/ibu <colleague>; kata customer/pelanggan/customernya/orangnya/dia/bapaknya/ibunya; bapaknya/ibunya/orangnya/anaknya marah/ngamuk/komplain/protes/nanya/minta"""),
    ("third", 2, """this person; the sender; the requester; the complainant; customer kita; klien kita; pelanggan kita; langganan kita; ini orang; nih orang; orang kok; ini orangnya; dia; doi; dianya; ybs; orangnya; bapaknya; ibunya; he; she; him; her; he's; she's; hes; he'd; she'd; himself; herself; he'll; she'll;
        customer/pelanggan/nasabah/klien/pembeli sudah/belum/minta/mau/komplain/marah/bilang/ngeyel/nanya/tidak/masih/nunggu/tadi/sedang/lagi/ngamuk/ngotot/kirim/sama;
        pelapor; pengirim;
        data/ke/sama/dari/buat/untuk/kontak/riwayat/alamat/email pelanggan/customer/klien/nasabah/pembeli;
        yang nanya/tanya/komplain/lapor/ngirim/ngomel/protes/marah/melapor/mengadu/nelpon ini/itu/sudah/dari/anak/anaknya/istri/istrinya/temannya/orang"""),
    ("third", 3, "customernya; customernya pakai/sudah/belum/pake/punya/di/dari/dapat/mau; nomor/id/data customernya; pelanggannya; pelanggannya sudah saya/gw/tak; dia/doi/beliau/orangnya kirim/minta/isi/masuk/bayar/transfer/pakai/buka/ambil/datang/login/telepon/bilang/ngaku/nanya/marah/komplain/ngotot/maksa/nunggu/mau/tanya/lagi/udah/sudah/belum/kan/itu/ini/salah/lupa/pernah; our biggest/best/oldest/worst/only client/customer; the angry/rude/nice/old/same/poor/crazy lady/man/guy/woman/customer/client/gentleman; loop/looping in <colleague>; through <colleague>"),
    ("third", 3, "<customer> itu/tuh yang/kan/orang/orangnya/customer/sering/suka/dulu/pernah/mau; <customer> says/said/wants/wanted/asked/keeps/told; <start> <customer> again"),
    ("third", 1, "customernya <,>; his; hers; beliau"),
    ("hearsay", 1, "katanya; apparently; claims; ngakunya; ngaku"),
    ("third", 0, """nomor/id/data/kode/akun/alamat pelanggannya; pelanggannya silakan/pakai/bisa/harus/sudah/belum/diminta/coba; customer service/care/support/id/relation/relations/portal/number/success; pelanggan kami/setia/baru/lama/lain/terhormat/yth/prabayar/pascabayar/kita;
        he/she will call/come/fix/contact/bring/send/visit/arrive/ring/deliver/help/write/reply/meet/show/install/repair/let/check/get; he's/she's/he/she our technician/colleague/manager/accountant/driver/engineer/courier/receptionist/cashier/doctor/teacher/director/agent; he/she is our technician/colleague/manager/accountant/driver/engineer/courier/receptionist/cashier/doctor/teacher/director/agent; dia sudah terdaftar/aktif/lulus/kami; the/this client/customer must/should/app/software/version/portal/number/id/program; our/your/the customer service/care; nomor/id pelanggan; data/nomor/riwayat/alamat pelanggan bapak/ibu/kakak/anda;
        customernya silakan/bisa/harus/diminta/coba"""),
    # what is said to the customer, or what the customer did, by somebody who speaks of him
    ("third", 3, """jawab/telepon/bilang/tanya/kasih/kabarin/ladeni/tagih/chat/email dia/doi/beliau/ybs/orangnya/customernya/pelanggannya/bapaknya/ibunya;
        jawab/telepon/bilang/tanya/kabar/janji/kirim/lapor ke/sama dia/doi/beliau/ybs/orangnya/customernya/pelanggannya/bapaknya/ibunya; jawab/telepon/kabari/tenangin si;
        kalau/nanti/begitu/sampai/setelah/kapan dia/doi/orangnya/customernya/pelanggannya jawab/telepon/nulis/kirim/bayar/nagih/protes/komplain/datang/marah;
        answer/answering/reply/replying/respond/responding/write/writing/refund/refunding/apologise/apologize to him/her/them; answer/answering/refund/refunding/calming/chasing him/her/them; get back to him/her/them;
        he/she never/keeps/says/said/wants/wanted/hasn't/hadn't/didn't/doesn't/refuses/insists/claims/swears/thinks/forgot/typed/complained/complains/lied/threatened/already/again/probably;
        berisik/ngeselin/nyebelin orangnya; orangnya/anaknya/bapaknya/ibunya baik/ramah/sabar/sopan/keras/ribet/galak/susah/telepon/belum/tidak/nulis"""),
    # questions only a colleague can answer
    ("asks-us", 3, """ada yang tahu/pernah/bisa/mau/inget/ingat/free/kosong/lagi/ready/available/minat/berani/sempat/sempet/sanggup/standby/berminat/sedia/bersedia;
        ada yang sudah/belum pernah/handle/jawab/pegang/cek/tahu/nangani; siapa yang/nu pegang/handle/jaga/ambil/jawab/piket/bisa/mau/tahu/kosong/free/standby/lagi/pernah/kerja/sif/shift/masuk;
        siapa bisa/mau/tahu/pegang/handle/ambil/jaga/piket/jawab; siapa pegang/handle; bisa siapa; sama siapa ditangani;
        does/has/did/can/could/is/would/will/anyone anyone/someone; anyone know/knows/free/around/available/able/here/seen/got/remember/want/wants/up/else/who;
        any idea/ideas/thoughts/clue/suggestion/suggestions/advice/objections/takers/volunteers/opinions/input; who knows/handles/has/does/can/wants/owns/takes/handled/took/deals/normally/usually/was;
        who's on/free/handling/doing/got/taking/in/around/available; who is on/free/handling/doing/taking/in/around/available/up/he/she/this/that; thoughts <asks>; do/did/should/shall/are/have/can/could/must/would we; what/how should/do/shall/can/would we;
        what do you/you/u think; what would you do; should i/someone/anyone/somebody; do you guys/all; wdyt; or should; should/shall i call/reply/answer/send/refund/ask/tell/close/offer/forward/write/escalate/take; is this/that within/our/allowed/policy;
        didn't/did/have/haven't/were/weren't you talk/handle/speak/deal/answer/reply/handled/spoken;
        menurut kalian/mas/mbak/lo/kamu/colleagues/<colleague>/sampeyan; enaknya/baiknya/bagusnya bagaimana/diapain/digimanain/ditangani; bagaimana menurut; diapain; digimanain; diapakan; gimanain;
        harus bagaimana <asks>; kita harus/perlu/bisa/punya/ada/jawab/balas apa/bagaimana/gak/ini"""),
    ("asks-us", 3, """ada yang pegang/punya/megang/simpan/lihat/nyimpen/jaga/dinas/on/deket/dekat/ikut/kerja/masuk/shift/online/mantau/catat/tanda/kesana/stay/bawa/nemu/paham/update;
        yang pegang/punya/megang/handle/simpan/jaga/urus/ngurus/bikin siapa; yang pegang/megang/handle/jaga password/kunci/akses/kontak/data/shift/akun/nomor/server; ini siapa yang; sama/oleh siapa ini; siapa yang ini; isn't/wasn't/aren't/hasn't/haven't/didn't/doesn't/don't/weren't this/that/it/we/he/she/someone/anyone/they;
        no one/body/1 has/replied/answered/took/took/knows/is/wants/claimed/touched/noticed/seems; nobody has/replied/answered/took/wants/claimed/touched/noticed/seems; someone/anyone please/pls/take/pick/help/check/grab/answer/call/should/has/needs/must/else;
        please someone/anyone; can/could/will/would someone/anyone/one; where do we/is/are we/our; who told/said/promised/sent/gave/closed/opened/approved; ini/itu bukannya; bukannya ini/itu/sudah/kemarin; ini kan; belum dijawab/ditangani kan/ya/<asks>; kan sudah;
        sudah ada yang jawab/handle/pegang/ambil/balas/bales/telepon/cek/ditangani; tiketnya jangan ditutup; did/do/does we/<colleague>; has/is/was/will/can/could <colleague>"""),
    ("asks-us", 3, """siapa sih/yang-lupa; siapa yang lupa/kirim/terakhir/handle/janji/janjiin/nulis/bales/buat/input/proses/tutup/nutup; am i allowed/supposed/the/right; can/could/may/shall/do we even/really/just; perlu/usah/mau/harus/boleh <di> tidak/apa/ya/siapa/kah/bagaimana/berapa;
        mau diapain/diapakan/dikemanain; dijawab apa/bagaimana/gimana/siapa; dijawabnya bagaimana/apa/gimana/siapa; tanggung jawab/jawabnya siapa; ini contoh/beneran/serius/apaan/apa-apaan; ini apaan; apa-apaan; maksudnya bagaimana/apa; maunya apa/bagaimana; emang/emangnya/memangnya dia/boleh/bisa/ada/kita/ini/siapa; beneran <asks>;
        did/has/have/was/can/could/should anybody/anyone/someone/somebody; anybody/anyone else; what/how/why/where is/does/did he/she; does/is/did/has/was/will/can he/she; is it just me; how come/many-of-us; what happened to/with/here; which of us/you"""),
    ("asks-us", 1, "siapa yang; siapa <asks>; ya <asks>; kenapa ini/ya/dia; why is/did/does/are/was"),
    ("asks-us", 6, "sudah/belum/tidak ada yang pegang/ambil/handle/ditangani/jawab/urus/respon; anyone/someone on/handling/taking/doing/got this/it; who broke/changed/touched/deployed/updated/moved/deleted"),
    ("asks-us", 5, "siapa pun/aja/saja yang kosong/bisa/sempat/free/senggang/standby/piket/jaga; siapapun/siapa-saja yang kosong/bisa/sempat/free/senggang/standby/piket/jaga"),
    ("asks-us", 3, "sebelum/kalau saya/gw/kita yang jawab; sebelum saya/gw/kita/di jawab/dijawab; sebelum jawab/dijawab; is/are there a/any known/outage"),
    ("asks-us", 3, "tidak ya <asks>; menurut saya/gw/aku ini/itu/dia/mah/sih/kita"),
    ("asks-us", 2, """menurut saya/gw/aku; tidak ya; siapa ya; siapa ya <asks>; boleh/perlu/usah tidak <asks>; perlu/boleh/usah tidak; apa/apakah perlu; bagaimana ini/nih/ya/yah/dong/solusinya; tidak menurut; kan ya; bukan sih/ya;
        masuk/masuknya kategori; kategori apa; refund atau ganti; harus dijawab; jawab apa; jawabnya bagaimana/apa; jawabannya apa; sop nya; sopnya; who wrote; is this; isn't this/that/it"""),
    ("asks-us", -4, """ada yang bisa/dapat kami/saya/kita/dibantu/di/aku bantu; ada yang bisa/dapat dibantu; ada yang ingin/mau ditanyakan/disampaikan/dibantu/ditambahkan; anyone with/can/at/who/may/in; is it still; atas nama siapa; nama siapa; namanya siapa; lengkapnya siapa; nama lengkap siapa; dengan siapa ini; dari siapa; dengan siapa; penerimanya/pengirimnya/dosennya/pemiliknya siapa; is this/that/it your/what/correct/ok/okay/for/a/about/on; what did you"""),
    # whose ticket it is
    ("ours", 3, """bukan/bkn bagian/ranah/urusan/bidang/bidangku/bidangnya/tugas/tim/area/wewenang/kewenangan/punya/jobdesk/kerjaan/lahan/kapasitas/ranahku/urusanku/domain/departemen/divisi; bukan kita; bukan di kita; bukan ke kita;
        bukan untuk/buat/punya/dari kita; tidak di kita; not my/our/ours area/department/job/team/thing/desk/problem/field/ticket/case/queue/expertise/responsibility/business; not ours; not mine; not us; isn't ours/mine/us/our; not for us;
        not our/my; should/shouldn't it/this go/be; this/it/that should/shouldn't go/be sent/with/handled/forwarded/for/to; belongs/belong to/with/in; think/guess/feel/suspect/believe this/it/that/its/it's belongs/is/should/goes;
        for accounting/finance/billing/legal/hr/sales/marketing/purchasing/logistics/it; wrong team/department/desk/queue/inbox/address; outside our/my; out of our/my;
        masuk/masuknya/bagian/urusan/ranah/jatah/punya tim/keuangan/kampus/siapa/mana sih/kan/mah/deh/bukan;
        ini mah/kan/kayaknya/harusnya/bukannya/bukan/masuk/masuknya/urusan/jatah/ranah/jatahnya/bagiannya/urusannya bagian/urusan/ranah/tim/divisi/jatah/punya/bidang/keuangan/kampus/it/tugas/tugasnya/urusannya/bagiannya/orang/anak/wewenang/departemen;
        kayaknya/harusnya/mungkin/bukannya/bukan/kan/mending/mendingan bagian/urusan/ranah/tim/divisi/jatah/bidang/departemen/bagiannya/wewenang/anak; kayaknya/mending/mendingan ini/itu/yang/masuk/masuknya bagian/urusan/ranah/tim/divisi/ke/jatah;
        kayaknya/mending/mendingan/coba lempar/oper/forward/teruskan/alihkan/eskalasi/limpahkan; harusnya ke/masuk/dikirim/ditujukan/yang; mending/mendingan/sebaiknya kita/colleagues/<colleague>/lempar/oper/ke/tanya; minta tolong yang/colleagues/<colleague>;
        bagian kita; urusan kita; punya kita; ranah kita; tugas kita; jatah kita"""),
    ("ours", 2, """we've already/told/answered/dealt/seen/been/handled/tried; we have already/told/answered/dealt/seen/been/handled/tried; tidak/belum punya/ada sop/aturan/prosedur; not worth; not worth our/the/my/it; maybe/perhaps/just/better ask/call/tell/wait/check; ranahnya/bagiannya/tugasnya/urusannya/wewenangnya bagian/tim/divisi/siapa/mereka; cc <colleague>; isi spreadsheet/excel/laporan/rekap/sheet/form-internal; leave/left a note; note in the; told him/her/them; lempar; lemparin; oper; operin; oper-in; eskalasi; dieskalasi; eskalasikan; escalate; escalated; dioper; dilempar; reassign; reassigned; escalation; wewenang; jobdesk; salah kamar/alamat/sambung/server/desk;
        we should/need/must/shouldn't/ought; we have to; let's; lets; let us; kita tanya/eskalasi/jawab/tunggu/diskusi/lempar/cuekin/abaikan/blokir/refund/kasih/harus/perlu/coba/tidak/belum/bisa/cek/ganti;
        perlu/harus approval/acc/persetujuan/izin/rapat/dibahas/didiskusikan; bahas/diskusi/diskusikan/dibahas di/pas/besok/nanti/dulu/saat/waktu; nunggu/tunggu/menunggu/minta/butuh arahan/approval/acc/instruksi/keputusan/persetujuan/petunjuk/<colleague>/info/konfirmasi dari;
        nunggu/tunggu/menunggu/butuh/perlu arahan/approval/acc/instruksi/keputusan/persetujuan/petunjuk/<colleague>; up to <colleague>; ask <colleague>; tanya <colleague>; tanyain <colleague>; wait/waiting for <colleague>"""),
    ("ours", 3, "kok/kenapa ke/masuk/masuknya/dikirim/nyasar/larinya sini/kesini/ke/kita/sana; kok/kenapa tiket/tiketnya/kasusnya; ini/itu kan tiket/kasus/yang/tugas/customer; lah kok; angkat tangan; nyasar; salah grup/kamar/sambung/jurusan/orang/masuk/server; ke/di kita; tim/bagian/sistem/data/database/excel/arsip/server kita; sistem/database/excel/catatan/arsip kita"),
    ("ours", 3, "before/until/unless/when/should we/you/i/anyone/anybody reply/answer/respond/refund/send/close/write"),
    ("ours", 2, "ours"),
    ("ours", 0, "mistake/error/fault/one/number/address/shop/store is/was/are ours; number/shop/store of ours"),
    ("asks-us", 3, "one/some/any/both of you/us/guys; can/could/would/will one/some/any/both of you/us/guys"),
    ("me", 2, "i'm/am at the dentist/doctor/hospital/airport/station/bank/garage/school/office/gym/vet/clinic/dentist's/doctor's"),
    ("order", 3, "tolong/coba/mohon/minta diforward/diteruskan/dioper/dilempar/ditanyain/diinfoin ke"),
    ("order", 5, "<start> tell/give/send/offer her/him/them"),
    ("order", 3, "<start> bilang/kasih/suruh/tolak/refund/tolakin/diemin/jawab/cuekin aja; <start> kasih tahu/voucher/diskon aja; kasih voucher/diskon/bonus aja; biar diem/diam/tenang/senang"),
    ("order", 5, "just/then/again tell/give/send/offer/ask her/him/them"),
    ("order", 3, "tolong/coba/mohon/minta <di> ke tim/bagian/divisi/<colleague>"),
    ("order", 2, "cek/lihat/liat/jawab/bantu/bantuin/ambil/handle/pegang dong"),
    ("third", 4, "we/i told/gave/sent/offered/promised/explained/warned her/him/them"),
    ("asks-us", 6, "can/could/should/do/did/are/have we <asks>; does/did/is our policy/rule/rules/contract/warranty/sop/promo"),
    ("tell", 3, "yang shift/jaga/piket/dinas malam/pagi/siang/sore"),
    ("me", 5, "i'd wait/hold until/till/for/off; i would wait/hold until/till/for/off"),
    ("asks-us", 4, "is/was/are this/that/it even our/ours/us"),
    ("asks-us", 3, "bagaimana/apa jawab/jawabnya/jawabannya/ngajawabna/njawabe/jawabe/ngajawab"),
    ("ticket", 3, "do not/don't promise/tell/say/give/offer/mention anything/him/her/them/it"),
    ("ours", 3, "perlu/harus/mending/kayaknya/sebaiknya dieskalasi/dioper/dilempar/diteruskan"),
    ("order", 2, "<start> tanyain/bilangin/telponin/teleponin/tagihin/cariin/mintain/cekin/chatin/emailin; yang lebih/paling tahu/bisa/kenal/pengalaman/berpengalaman/jago"),
    ("asks-us", 3, "bagaimana carane/caranya/carana <asks>"),
    ("ours", 1, "teruskan/terusin/terusno/forward/teruskeun ke"),
    ("ours", -1, "kayaknya/mungkin ke; saya teruskan/terusin/forward ke; it's not for us"),
    ("ticket", 3, """internal <,>; internal note/info/only/saja/aja; catatan/info/note internal; for internal; between us; antara kita/kami; off the record; gabung/gabungkan/digabung/gabungin/merge/merged dengan/sama/ke/with/into tiket/yang/#/<number>/<n>/the/kemarin/number; gabung/gabungkan/digabung/gabungin/satukan/merge tiket/aja/this/it/these;
        duplicate/dupe/duplikat/dobel of/dengan/sama/nih/ini/lagi/tiket/kayaknya/sih; same as/with ticket/#/<number>/<n>/yesterday's; looks/seems like/to a/be duplicate/dupe/spam/scam/phishing/repeat;
        sama/mirip kayak/kaya/seperti/dengan kasus/kasusnya/kejadian/keluhan; mirip sama/dengan/kayak/kaya/ama; sama/mirip kayak/kaya yang/tiket; sama persis tiket/kasus/yang; kasus sama; kasusnya/kasus mirip/sama/beda/serupa/persis; kasus begini/beginian/gini/ginian/kayak/serupa/seperti/lama; soal beginian/ginian/gini/begini; yang beginian/ginian;
        tiket/case/kasus siapa; siapa punya; punya siapa; kok tidak/belum ada yang/<asks>/satupun/seorangpun; belum/tidak ada yang ambil/pegang/handle/jawab/ngambil/mau/ngejawab/nyaut/respon;
        hold/holding off; hold this/that/it; on hold; leave/park it/this/that alone/for/until/with/till/to; leave it; park this; don't/no-one/nobody reply/respond/answer/take/close/touch/send until/before/yet/till/anything;
        please don't reply/respond/answer/take/close/touch until/yet/before/him/her/off; do not reply/respond/answer/take/close/touch until/yet/before; please do not reply/respond/answer/take/close/touch until/yet/before; please hold off; tidak usah dijawab/jawab/ditanggapi/ditangani/diambil; cuekin; biarin/biarkan aja/dulu; didiamkan; jangan dibiarkan;
        jangan dijawab/ditangani/ditutup/diambil/dikirim/diproses/jawab/ambil/tutup dulu/sebelum/sampai/tanpa/ya/dlu/lagi; jangan ada yang; jangan sampai/sampe dobel/salah/telat/kelewat/lolos/double; jangan kelamaan/lama-lama"""),
    ("ticket", 2, """tolong/mohon/please/minta/bantu teruskan/terusin/diteruskan/forward/oper/dioper/alihkan/dialihkan/lempar/dilempar/eskalasi/dieskalasi; forward/redirect/reassign/transfer this/it to; don't reply/respond/answer/take/close/touch; jangan dijawab/jawab/ditangani/diambil; vip; sop; escalations; fyi; on call/duty/shift;
        sop; prosedurnya/aturannya bagaimana; policy for/on; spam; hoax; phishing; scam; scammer; spammer; spamming; bot nih/kayaknya; handover; hand over; follow-up; overdue; sla; backlog; antrian/antrean tiket;
        tiket/kasus ini sudah/belum/masih/kok/jangan/dari/tolong/biar/harus/perlu/sensitif/berat/urgent/sulit/susah/rumit/penting/ribet/aneh/lama/sama/mirip/milik/punya/kelewat/kelewatan/terlewat/nyangkut/numpuk/ngendap;
        ticket has/should/looks/again/still/needs; this ticket/case/one again/is/has/looks/seems/needs/should/was; that ticket/case/one again/looks/seems/needs/should/smells/could/must/might; this one's; sudah ditangani; handled by; sudah ada yang; sudah dijawab kan/belum/sama/<asks>"""),
    ("ticket", 1, "tiketnya; sama dengan tiket; piket; tiket/kasus/case/ticket ini/itu/yang; this ticket/case; tiket/ticket/case/kasus <number>/<n>; penipuan; penipu; nipu; fraud; ditangani; digabung; merge; gabung; approval; acc; blokir; kasusnya; kasus"),
    ("you", -3, "tiket/ticket anda/kakak/bapak/ibu; your ticket/case"),
    ("twice", 1, "duplicate; dupe; duplikat; dobel; double"),
    ("ask", -1, "jangan dijawab dulu/ya sms/email/wa/pesan/chat"),
    ("modal", -2, "number/numbers/code/codes is/are; this/the customer number/id/code"),
    ("ticket", 0, " nomor/kartu/akun ini/itu punya siapa; petugas/dokter/satpam piket"),
    ("ticket", -1, "this one's free/for/from/cheaper/better; this one is for/from/yours/free/cheaper/better/compatible"),
    # what only those at the desk see: its turns, its clocks, its pile of mails, its texts
    ("roster", 3, """yang/anak/tim/orang/tolong/buat/untuk/ke/dari shift/sif malam/pagi/siang/sore/depan/berikutnya/sebelumnya; jam/mau/waktunya/keburu pulang; saya/gw pulang/off/libur/cuti jam/dulu/besok/hari;
        masih training/magang/belajar/probation; anak/orang baru/magang; setelah/habis/sehabis/selesai/sebelum/sesudah rapat/meeting/briefing/shift/apel/standup/piket; sambil rapat/meeting; after/before/between the/my meeting/call/standup/shift; after/before my lunch/break"""),
    ("ticket", 3, """tinggal/siap/bisa/mending tutup/ditutup/close/diclose/closing aja/ya/kan/deh/<start>; tinggal tutup/ditutup/close; lewat/sudah/keburu/hampir/masuk <n> jam belum/lho/loh/nih/tidak/lewat/terlewat; keburu/takut/nanti lewat <n>/batas/tenggat/sla/deadline; breach; breached; lewat/melewati sla/deadline/tenggat/batas;
        <start> sama kayak/kaya/dengan/seperti/persis <number>; mirip <number>; gabung/gabungin/merge/digabung ke/sama/dengan/with/into <number>/<n>; antrian/antrean/list/daftar/meja/tumpukan saya/gw; my queue/pile/list/plate/backlog;
        yang <n>/kedua/ketiga/keempat/kelima/kesekian hari/minggu/bulan ini; the second/third/fourth/fifth/sixth/tenth/nth one/ticket/complaint today/this/already/about; sudah <n> kali/x minggu/hari/bulan ini; banyak keluhan/komplain/laporan/yang; keluhan/komplain/laporan masuk/terus/serupa/banyak/numpuk; masuk keluhan/komplain/laporan; another one today/again/like"""),
    ("tool", 3, """template/templatenya/templat/jawaban/jawabannya/balasan/balasannya/format/canned yang mana; pakai template/templatenya/canned yang/apa/mana; which template/canned/macro/snippet; jawaban/balasan otomatis/standar/baku buat/untuk; ada/sudah/punya sop; sopnya/sop apa/bagaimana/mana/ada; copy/copas/salin/tiru the/jawaban/jawabannya/balasan/dari"""),
    ("tool", 2, "staging; sentry; regression; stack trace; stacktrace; rollback; deploy; deployed; repro; jira; sprint; dev/devs lagi/are; cs kurir/vendor/bank; kabar dari vendor/bank/kurir/tim"),
    ("tool", 3, """draft/draf jawaban/jawabannya/balasan/balasannya/saya/dulu; draft/draf; draftnya; review/cek/baca/periksa jawaban/balasan/draft/draf saya/gw; jawaban/balasan saya/gw; sebelum saya/gw kirim; folder/drive bersama/shared; shared folder/drive"""),
    ("small", 3, "rapat/meeting jam/pukul/nanti/besok/pagi/siang/sore <n>/bahas; rapat/meeting bahas; bahas ini/itu"),
    ("hearsay", 2, "bilang; ngomong; katanya dia/orangnya; tim/orang/pihak/anak dev/it/gudang/sekolah/kampus/kurir/bank/vendor bilang/juga/kata/ngomong; ortunya/suaminya/istrinya/anaknya/kurirnya/sellernya/susternya/dokternya/dosennya yang/bilang/lagi/juga/marah"),
    ("third", 3, "his/her log/logs/account/ticket/payment/order/receipt/mail/email shows/says/is/was/has"),
    ("contact", 2, "sudah saya/gw/tak chat/tanya/tanyakan/tanyain; sudah saya/gw jawab"),
    ("guess", 0, "<n>/satu/dua/tiga/empat/lima/beberapa/berapa/setiap/sekali/berkali kali; pertama/kedua/ketiga kali; kali ini/lipat"),
    ("ticket", 0, "kamar/kelas/kursi/tiket/paket/ruang/lounge/jalur/member vip; folder/kotak/masuk/tab/di/bukan spam; spam folder"),
    ("ticket", 3, "pegang/handle <n> tiket/kasus/ticket/case; handling/have/got <n> tickets/cases"),
    ("judge", 0, "senang hati; hati kecil; sepenuh hati"),
    ("judge", 2, "curiga; dicurigai; mencurigakan; wartawan; pengacara; journalist; reporter; masuk media; bug kita/lama; error lama; salah kita/sistem-kita"),
    ("mine", 2, "<di> sama/oleh/dengan saya/gw; ya sama saya/gw; sama saya/gw aja/ya/dulu; saya/gw tahan/klaim dulu; pending/keep/skip/pegang dulu"),
    ("small", 3, "yuk; kuy; ngopi; semangat guys/colleagues/semua/semuanya; tukeran; tuker; barter; swap"),
    # the operator about himself
    ("me", 3, """out of office; covers/covering for me; saya/gw/i skip/pass/nyerah/angkat; skip saya/gw/dulu/ya/deh/me; i'll pass/skip; gw; bidangku; ranahku; urusanku; saya mundur/pamit/lepas/off; not/isn't my area/thing; off my plate; over my head; beyond me; above my; out of my depth;
        saya/gw/lagi/sedang/masih lagi/sedang/masih cuti/sakit/penuh/libur/sibuk/dinas/keluar/rapat/meeting/off/kelas/training/repot/hectic/overload; saya/gw cuti/sakit/penuh/libur/sibuk/off/rapat/meeting/repot; lagi/sedang/masih penuh/overload/hectic/banyak tiket/kerjaan/banget;
        i'm/am on/at/out/off/away/busy/swamped/full/sick/in leave/lunch/vacation/holiday/meeting/sick/today/training/until/till/this/next/with"""),
    ("me", 2, """saya/gw lagi/sedang/masih di/mau/otw/antri/jalan/keluar/perjalanan/macet/nunggu/makan; i wouldn't/can't; i've/i have seen/heard/met/dealt/never/tried/had; hung up; izin sakit/pulang/telat/terlambat/keluar/absen; jujur saya/gw; tidak/kurang/belum/tak tahu/yakin/mudeng/berani/sanggup/kuat/pede/menguasai/nguasain; tidak/kurang/belum pernah handle/nangani/tahu/ketemu/dengar/nemu; tidak tahu jawabannya/cara/harus/ini/soal;
        no idea/clue; not sure/certain; don't know/understand/get; dunno; beats me; can't/couldn't figure/tell/find/reach/make/locate/read/understand; never seen/handled/heard/done; first time i; makes no sense; i'd refund/say/let/give/close/ignore/rather/escalate/go/leave/tell/ask/wait; i would refund/say/let/give/close/ignore/rather/escalate/go/leave/tell/ask/wait;
        saya tidak/belum/kurang bisa/pernah/sanggup/sempat/sempet; bingung; puyeng; pusing; mumet; lieur; nyerah; males; malas; capek; cape; ampun; repot nih; saya/gw di rumah sakit; saya/gw di rumah/bandara/jalan/kereta/bengkel/dokter/kampus-lain; ribet nih; serem; ngeri; aneh nih"""),
    ("me", 1, "saya cek/lihat/baca di/riwayat/log/history/sistem; saya sih; kalau saya; menurutku; imo; imho; i guess; i suspect; i bet; i reckon; weird; odd; strange; aneh; curiga; mencurigakan; suspicious; fishy; sensitif; sensitive; tricky; careful; hati-hati; hati; waspada; awas; heads up; nb"),
    ("ours", 3, "punya/bagian/tugas/kerjaan/jatah/urusan/tiket/tiketnya/tanggungan <colleague>; kira/pikir/sangka ini/punya/sudah/tadi; kirain ini/punya/sudah/tadi/<colleague>; salah sambung; not for me; forward it/this/him/her to; pass/send it/this/him/her to/on/over; nothing we can; needs/need a senior/manager/supervisor/lawyer/developer; for the night/day/morning/evening; night/morning/day/evening shift/crew/team"),
    ("tell", 3, "yang kosong/senggang/longgar/sempat/mau/free/lagi tolong/bantu/kosong/jaga/piket/free/silakan/ambil"),
    ("tell", 2, """mah; tolong yang; jangan lupa cc/isi/catat/lapor/update/follow/tag/tandai; send anything; until i'm/i am/we/he/she; titip; nitip; gantiin; gantikan; backup; pada rebutan/ribut/diam/cuek; jangan pada; tolong yang kosong/senggang/bisa/sempat/lain/piket/jaga/shift/masuk/senior/malam/pagi/siang; anak magang/baru/shift/it/gudang/piket/lapangan/teknis; magang;
        lihat/cek/buka/baca log/logs/histori/history/riwayat/catatan/arsip/thread/chatnya/historinya/lognya/catatannya/notes/tiket; check/see/read/look the/my/our log/logs/history/notes/note/thread/archive/crm/ticket; see my note; the log/logs say/says/show/shows; di/pas/waktu/saat rapat/meeting; in/at the standup/meeting;
        putuskan; keputusan; disuruh; suruh; tolong/coba/minta dicek/dibantu/dilihat/ditelepon/dijawab/diterusin sama/juga/ya/dong/deh guys/colleagues/sama/bareng; guys mohon/tolong/ada/siapa/minta/bantu/please; ya colleagues; dong colleagues; tolong jangan pada"""),
    ("tool", 1, "template; templatenya; templat; histori; historinya; lognya; database; db; excel; spreadsheet; crm; dashboard; backend; panel; grup; group; grupnya; arsip; vendor; vendornya; password server/admin/root; sla; kpi; rekap; laporan harian; sheet; inbox"),
    ("tool", 2, "tidak punya/ada/dikasih akses; don't have access/permission/rights/the/a; no access; di sistem/database/excel/arsip tidak/kosong; tidak ada/ketemu/nemu/terdaftar/kedaftar/muncul data/datanya/di; tidak kedaftar/terdaftar; ada datanya di; template/templatenya jawaban/jawabannya/ada/mana/di/yang"),
    ("judge", 2, "yelled/shouted/screamed/swore/lied/yelling/shouting at/to me/us"),
    ("judge", 2, "masih aja; salah paham; orang iseng; iseng; bikin ribut/rusuh; bikin emosi/pusing/kesel/kesal; cari masalah/perkara/gara-gara; sengaja; nipu; pura-pura; ngibul; kebanyakan tiket; banyak tiket; the story; this name"),
    ("judge", 1, "ribet; kasian; kasihan; lucu; parah; pejabat; galak; rewel; cerewet; ngotot; ngeyel; drama; mess; rude; angry; furious; strange; odd; weird; nanya; nanyain; complaint; complaints; tumben; beneran; pasti; viral; basi; sopan; senior; junior; annoying; troll; bot; lawyer; sue; legal; bohong; lying; liar; lie; galau; emosi; ngamuk; berat; paling lama; aneh; takut; takut salah; gawat; bahaya; repot; tricky; nightmare; crazy; trouble; difficult; demanding"),
    # what somebody is about to do shall not be done
    ("stop", 2, """<start> tunggu/wait/stop/tahan/hold/setop <,>; <start> hold on/off/it/that/this; <start> tahan dulu/balasannya/jawabannya; <start> stop dulu;
        hold the/your/that/this answer/reply/mail/message/email; hold off on; tahan balasannya/jawabannya/dulu"""),
    # what customers are not told
    ("inside", 3, """harga modal/pokok/kulakan/beli kita/cuma/hanya/segini/sekian; harga modal/pokok; cost price; margin kita/kami/cuma/produk; our margin; password root/admin/server; root/admin/server password/passwordnya;
        passwordnya di/dalam brankas/laci; say/tell/put/explain/phrase it nicely/politely/gently/softly/kindly; the usual excuse/story/line; the boss/manager/director/owner wants/want/said/says/told/is; boss/bos wants/maunya/minta;
        the intern/trainee broke/did/sent/wrote/closed/deleted/changed/forgot; our/my/kita/kami fault; salah kita; our courier/warehouse/driver/staff lost/broke/messed/forgot/screwed; never left the/our warehouse;
        rekening penampungan/penampungannya yang/mana; don't go below/above/lower/over; jangan lebih/kurang dari itu/ini/<start>"""),
    ("stop", 0, "hold the line/button/key/power"),
    ("first", 3, "<start> kok/tumben; <start> emang/emangnya/memangnya"),
    ("first", 2, "<start> hadeh/hadeuh/haduh/hadueh/yaelah/alamak/amboi/busyet/gila/edan/gustialloh/jiah/wkwk/meh/oof/yikes/sigh/wah/waduh/aduh/hmm/hm/duh/lah/loh/lho/yah/ah/eh/anjir/buset/astaga/ampun/ugh/wow/geez/oh-no; <start> what a; <start> oh ini/itu/yang/dia; <start> it's him/her; <start> it's the/that same/guy/lady/man/woman/customer/one/old/usual/angry"),
    ("first", 1, "<start> ini/this/iki; <start> is/was this; <,> ini/iki"),
    ("contact", 1, """sudah ditelepon/saya/gw/tak telepon/kontak/hubungi/chat; sudah ditelepon; ditelepon; tidak diangkat/nyambung/dijawab/dibalas/aktif/direspon; no answer/reply/response; voicemail; reached/called/phoned/emailed/texted/rang; minta ditelepon/refund/ditelpon; mau komplain/ngadu/lapor;
        mau ngapain; maksudnya apa/ini; apa maksudnya; what he/she/they wants/want/means; tinggal nunggu; sudah bayar/transfer/lunas belum/apa/kan/<asks>; belum bayar"""),
    ("guess", 1, "kayaknya; kemungkinan besar; kali ya; kali; keliatannya; looks like/as; seems; smells; probably; perhaps; presumably; i'm guessing; kira2; feeling saya; feeling gw; ngga salah; tidak salah; kalau tidak salah"),
    ("particle", 1, "sih; deh; dong; aja; lho; loh; kok; kan; nih; wah; waduh; aduh; buset; anjir; ampun; wkwk; wkwkwk; hahaha; haha; euy; ugh; lol; geez; jeez; hmm; hm; gaes; woy; yah; lagi-lagi; melulu; mulu"),
    ("kami", -1, "we"),
    ("we", 1, "kita; us; yang lain/liyane/laen; others"),
    ("we", 2, "kalian; lo; you guys/all/two; y'all; you take/handle/grab/get/do/cover/answer the/next/other/rest/one/others/that; colleagues mohon/tolong/ada/siapa/ini/gimana/bagaimana/bantu/minta/please; senior; spv; supervisor; atasan; yang senior; someone else"),
    ("colleague", 2, "<colleague>; bapak/ibu/mas/mbak/kakak <colleague>; <colleague> yang/lagi/sudah/belum/aja/wants/said/says/has/had/handled/knows/usually/took/told/would/should/might; yang <colleague> pegang; sama/ke/by/to <colleague>"),
    ("colleague", 3, "silakan mas/mbak <colleague> yang/aja/dulu; silakan <colleague> yang/aja/dulu; silakan bapak/ibu/mas/mbak <colleague>; silakan <colleague>; silakan yang mau/bisa/ambil/kosong/lagi/berminat/senggang/lain/longgar; silakan siapa aja; yang mau ambil/handle silakan; biar <colleague>/mas/mbak yang/aja/dulu/<colleague>; biar <colleague>; i thought <colleague>; isn't <colleague>"),
    ("colleague", 0, "<colleague> dari/akan/from/will/from/bisa/ditemui/menunggu/sedang; sama-sama; ke <colleague> di/lantai/loket; hubungi <colleague>; hubungi mas/mbak/bapak/ibu <colleague>; saya <colleague>; with <colleague> from/in/at; dengan <colleague>"),
    # words to the customer
    ("you", -3, "you; your; yours; you're; you'll; you've; you'd; u; ur; yourself; anda; panjenengan; saudara; saudari; thank you for; thanks for; terima kasih sudah/telah/atas; mohon maaf; mohon ditunggu/menunggu/kesabarannya/sabar/bersabar/kesediaannya/dimaklumi; kami mohon; we apologize/apologise; we are/were/have/will/can/cannot/would; we're; we've; we'll; sorry for/about the/that/this/your; apologies for"),
    ("you", 0, "you can/could leave/assign/give/put/count; leave it/this to/with me; thank you; thank u; what do you think; if you; you know"),
    ("title", -2, "bapak; ibu; kakak; bunda; gan; sis; bund; dik; dek; adik; juragan; sir; madam; ma'am; agan; bosku; boskuh; kakaknya; nak; dear; mr; mrs; ms; <customer> <,>; bapak/ibu/mas/mbak/kakak <customer> <,>; mas <,>; mbak <,>"),
    ("title", -1, "bapak/ibu/mas/mbak/kakak <customer>"),
    ("title", 0, "sama bapak/ibu/kakak; kasus/tiket/keluhan/komplain/masalah bapak/ibu/kakak/mas/mbak <customer>; tiket/kasus/komplain <customer>; bapak/ibu dosen/rektor/kepala/direktur/manager; anaknya bapak/ibu; sama/dari/buat/punya bapak/ibu/kakak <customer>; of mr/mrs/ms; yang/kayak/kaya/kasusnya bapak/ibu/mas/mbak; ibu/bapak/mas/mbak/kakak itu"),
    ("kami", -2, "kami; our; dari kami; tim/pihak/bagian/petugas/teknisi/kantor kami"),
    ("go-on", -3, "silakan; expect; please note/find/try/send/check/see/let/call/use/contact/restart/bring/visit/fill/reply/confirm/provide/wait/make/keep/be/give/tell/choose/select/open/update/share/click/come"),
    ("ask", -2, "mohon kirim/kirimkan/dikirim/dicek/cek/isi/diisi/lampirkan/dilampirkan/info/infokan/diinfokan/konfirmasi/dicoba/coba/bawa/pastikan/hubungi/segera/foto/sebutkan/tunjukkan/lengkapi/dilengkapi/dibantu/baca/perhatikan/restart; boleh minta/kirim/tahu/dikirim/dibantu/difoto/info/sebutkan/difotokan; bisa kirim/kirimkan/dikirim/difoto/diinfo/disebutkan/minta; bisa dicek/dicoba; can i have/get your; could i have"),
    ("ask", 0, "dulu coba; coba saya/gw"),
    ("ask", -1, "mohon; tolong; please; coba; dicoba; pastikan; harap; maaf; sorry; apologies; halo; hai; hello; selamat; semoga; dicek; ditunggu; dibantu; bantu; try; make sure; ensure; jika; apabila; pun; hi; good morning/afternoon/evening; dear; salam; let me know; hope; feel free"),
    ("do", -1, "klik; tekan; pilih; ketik; buka; isi; kirim; kirimkan; masuk; login; logout; restart; matikan; nyalakan; hidupkan; hapus; unduh; download; install; instal; uninstall; pakai; gunakan; bawa; datang; ambil; tunggu; bayar; transfer; cabut; colok; reset; upgrade; update; scan; foto; fotokan; click; press; open; choose; select; use; bring; visit; install; enter; sign; go"),
    ("fact", -1, "<long-number>; rp; ribu; rupiah; juta; hari kerja; working days; business days; http; https; www; loket; lantai; jl; jalan; kode; sn; resi; password; gratis; biaya; diskon; tarif; harga; alamat; nomor resi; jam; pukul; tanggal; tgl; am; pm; room; wib; noon; midnight; tomorrow; besok; lusa; senin; selasa; rabu; kamis; jumat; sabtu; minggu; monday; tuesday; wednesday; thursday; friday; saturday; sunday; so i/we/that; off tomorrow"),
    ("fact", 0, "minggu/senin/selasa/rabu/kamis/jumat/sabtu lalu/kemarin; yang minggu/senin/selasa/rabu/kamis/jumat/sabtu lalu/kemarin; last monday/tuesday/wednesday/thursday/friday/saturday/sunday"),
    ("modal", -1, """bisa tidak <asks>; bisa/dapat/boleh/harus/wajib/perlu <di>; akan; wajib; maksimal; minimal; paling lambat/cepat/lama; tersedia; berlaku; syaratnya; asalkan; estimasi; per hari/bulan/minggu/orang; hanya; gratis; will be; must be; should be/arrive/work/go; takes; up to; at least; at the; on the; by email/phone/post; is on/in/at/open/closed/free/available/the/not/ready/back; are on/in/at/open/closed/free/available/back/working; does it; what does; when did/do/does/is/was; which; how many/much/long/often; is the; are the; was the; berapa; yang mana; kapan; seperti apa; sudah <di>; <di> dulu/di/lewat/melalui/dengan/oleh/ke/sendiri/besok/langsung/untuk/dari/pada"""),
    ("done", -1, "<start> belum/sudah/masih; masih gangguan/antre/diproses/antri/dalam/proses/error; saya sudah; sudah saya; sudah/berhasil/telah aktif/normal/masuk/sukses/berhasil/dikirim/dikembalikan/diproses/diaktifkan/diperbaiki/direset/diubah/diganti/dibatalkan/terkirim/cair/lunas/jadi/siap/bisa/kami/dibuka; has been; have been; is now; are now; fixed; works; working; refunded; shipped; activated; reactivated; unlocked"),
)  # fmt: skip
