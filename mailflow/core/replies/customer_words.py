"""The words of customers by class, Indonesian and English, with the spellings of chats and the languages around.

Entries are parted by `;` or a line end. Doubled letters, case and apostrophes do not count (classes.key), nor do the
endings -nya, -ku, -lah. What is not here is a word a person must read: when in doubt leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.replies.classes import UNKNOWN
from mailflow.core.replies.customer_solved import PHRASES

THANKS, ACK, OKAY, SEEN, YES, FILL, LINK = "t", "a", "O", "A", "y", "p", "i"
COURTESY, PRAISE, SERVICE = "c", "g", "v"
DONE, WORKS, SOLVED, NOW, MOMENT = "d", "s", "S", "k", "M"
GOT, BACK, TRIED, WISH, BLESSING = "R", "K", "T", "w", "B"
APOLOGY, LATE, HELPED, MENDED = "f", "L", "C", "F"
THING, NOT, NOT_YET, EXISTS, TROUBLE, GONE, BUT, PAST = "x", "n", "N", "V", "e", "o", "b", "h"
SURVEY, FILLED = "z", "q"
LIMITS, COULD_NOT = "X", "D"  # not all is well, or he wants more; what was not, once

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        # known words that together press, or tell
        UNKNOWN: """
            yeah right; yeah sure; oh sure; oh great; oh really; kesabaran saya; kesabaran aku; kesabaran kami;
            sabar saya; my patience; no thanks to you; no thanks to; big thanks for nothing; thanks for nothing;
            makasih loh; makasih lho; hebat sekali; bukan; cepat dong; cepet dong; cepat ya; cepet ya; cepat cepat;
            lebih cepat; lebih cepet; bagus dong; yang bagus; yang bener; yang benar; sudah bayar; sudah lunas saya;
            saya lunas""",
        LIMITS: """
            masalah baru; kendala baru; new problem; new issue; another problem; another issue; masalah lain;
            kendala lain; ketemu masalah; ketemu kendala; different problem; different error; sebagian; sebagiannya;
            sebagean; separuh; separo; setengah; setengahnya; kurang; krg; half; partly; partially; silakan;
            silahkan; tolong; tlg; mohon; minta; please; pls; tanya; nanya; question about; need; satu lagi;
            one more; another; lainnya; sekalian tanya""",
        THANKS: """
            trm ksh; trm kasih; trim kasih; tr kasih; trma kasih; terima ksh; tima kasih; trimksh; trmksih;
            sorry for the noise; sorry for the fuss; sorry for the false alarm; sorry for the confusion;
            maaf sudah bikin repot; maaf bikin repot; been a great help; been a big help; been very helpful;
            been so helpful; been really helpful; youve been great; you have been great; youve been wonderful;
            such a help; big help; great help; a great help; tengs; teng kyu; no words; you didnt have to;
            you did not have to; mtr nwn; mtr nuwun; mtrnwn; maturnwn; mksi; makasii; terima kasih kembali;
            makasih kembali; noted with thanks; received with thanks; thanks in advance; thank you in advance;
            terima kasih sebelumnya; makasih sebelumnya; terimakasih sebelumnya; terimakasih kembali; terima kasih;
            trima kasih; trm kasih; trimakasih; terimakasih; terimakasi; trimakasi; terima kasi; makasih; makasi;
            maksih; maksi; mkasih; mksh; mksih; mks; mkch; maacih; macih; acih; trims; trim; trmksh; trmkasih; trimz;
            tengkyu; tenkyu; tengkiu; thank you; thank u; thankyou; thanku; thanks; thank; thanx; thanxs; thx; thks;
            thnks; thnx; tks; tqs; tq; tqvm; tyvm; tysm; ty; much appreciated; greatly appreciated; appreciated;
            appreciate it; appreciate that; i appreciate; we appreciate; i really appreciate; we really appreciate;
            appreciate; cheers; many thanks; with thanks; grateful; thankful; hatur nuhun; nuhun; matur nuwun;
            matur suwun; matur sembah nuwun; maturnuwun; maturnuhun; nuwun; suwun; matur suksma; suksma; mauliate;
            syukron; jazakallah; jazakallahu; jazakumullah; jazakumullahu; jazakillah; berterima kasih;
            sekali lagi terima kasih; kamsia; arigato; sakalangkong; tarimo kasih; tarimokasih;
            thank you for not giving up on me; thanks for not giving up on me; cant thank you enough;
            can not thank you enough; cannot thank you enough; can never thank you enough;
            what would i do without you?; what would i do without you; what would we do without you?;
            how can i thank you?; tidak tahu harus bilang apa selain terima kasih; tidak tahu harus berkata apa;
            ga tau mau bilang apa lagi; gak tau harus bilang apa; tidak tahu harus bilang apa lagi; i owe you one;
            dont know how to thank you; do not know how to thank you; dont know what to say; sorry for the trouble;
            sorry for the inconvenience; sorry to bother you; sorry to bother; sorry for bothering;
            sorry for bothering you; sorry to trouble you; sorry for all the trouble; sorry for the bother;
            haturnuhun; makaci; makacih; mamaci; terima kasih sebesar besarnya; tarimo kasih uda;
            thanks ever so much; thank you ever so much; very kind of you; how kind of you; very kind; terimo kasih;
            bujur; arigatou; gracias; merci; xie xie; thank you kindly; no words just thank you; sama sama;
            sami sami; kembali kasih; you are welcome; youre welcome; welcome; my pleasure; you too; same to you;
            have a nice day; have a good day; have a great day; have a nice weekend; have a good weekend;
            have a great weekend; have a good one; have a nice one; have a lovely day; have a nice evening;
            take care; all the best; stay safe; stay healthy; keep it up; keep up the good work; merry christmas;
            happy new year; happy holidays; selamat bekerja; selamat bertugas; selamat beraktivitas;
            selamat beristirahat; selamat tahun baru; selamat natal; selamat hari raya; selamat idul fitri;
            selamat lebaran; minal aidin wal faizin; minal aidin""",
        OKAY: "ok; okay; oke; okeh; okey; okei; okie; oki; oks; okelah; okedeh; oklah; oqe; fine",
        ACK: """
            that explains it; that explains a lot; that clears it up; that clears things up; explains a lot;
            well received; okie dokie; okidoki; k; kk; baik; baiklah; bae; siap; siyap; siaap; siapp; syiap; sip;
            sipp; siplah; sipdeh; noted; got it; gotcha; alright; all right; alrighty; roger; roger that; copy;
            copy that; copied; sure; sure thing; cool; very well; sounds good; sound good; will do; good to know;
            duly noted; well noted; dicatat; saya catat; sudah saya catat; kami catat; nggih; inggih; enggih; injih;
            muhun; sumuhun; mangga; monggo; rapopo; ora popo; teu nanaon; tidak apa apa; tidak apa; ga apa apa;
            gak apa apa; gapapa; gak papa; ga papa; gpp; nggak apa apa; enggak apa apa; ndak apa apa; tdk apa apa;
            tidak papa; santai; santai saja; santai aja; no problem; no prob; no problems at all; no worries;
            no worry; not a problem; not to worry; tidak masalah; gak masalah; ga masalah; nggak masalah;
            gada masalah; all right then; ya sudah; ya udah; yaudah; yasudah; ya sudahlah; ok ya;
            understood and noted; okesip; okesiap; oksip; right understood; right; okidoke; rightio; oh jadi begitu;
            jadi begitu; oh jadi gitu; jadi gitu""",
        SEEN: """
            cukup jelas; sudah cukup jelas; sudah cukup; cukup paham; paham; faham; mengerti; ngerti; dimengerti;
            dipahami; understood; i understand; we understand; i see; oh i see; jelas; makes sense; that makes sense;
            oh begitu; oh gitu; oh gt; begitu; gitu; begitu ya; oic; i get it; clear to me; sudah paham;
            sudah mengerti; udah paham; udah ngerti; sdh paham; sdh mengerti; sudah jelas; udah jelas; sdh jelas;
            sudah ngerti; maklum; saya maklum; got your email; got your message; got your mail; received your email;
            received your reply; received your message; received your mail; received your answer;
            i received your email; sudah saya baca; sudah saya terima emailnya; sudah terima emailnya; sudah baca;
            emailnya sudah saya terima; email sudah saya terima; pesannya sudah saya terima;
            email anda sudah saya terima; email anda sudah kami terima; email anda telah saya terima;
            email anda telah kami terima; pesan anda sudah saya terima; pesan anda sudah kami terima;
            pesan anda telah saya terima; pesan anda telah kami terima; email sudah kami terima;
            emailnya sudah kami terima; email telah kami terima; pesan sudah kami terima; pesan sudah saya terima;
            balasan anda sudah saya terima; jawaban anda sudah saya terima; your email has been received;
            your message has been received; your mail has been received; your reply has been received;
            we received your email; we have received your email; we received your message;
            we have received your message; i have received your email; i have received your message""",
        YES: "ya; iya; yes; yep; yup; yeah; y; iyah; iyo; yoi; yess; ye; yoa; he eh; enya",
        FILL: """
            on my side; on my end; on our side; on our end; from my side; dari sisi saya; di sisi saya;
            di pihak saya; in full; in one piece; cant believe it was that simple; cant believe it was that easy;
            cant believe how easy it was; cant believe how simple it was; cant believe it; why didnt i think of that;
            should have thought of that; i should have thought of that; that was quick; that was fast; that was easy;
            so simple; that simple; that easy; wow that was quick; easier than i thought; took forever;
            it took forever; took a while; took ages; it took a while; took some time; belum sempat bilang makasih;
            belum sempat bilang terima kasih; belum sempat balas; belum sempat ngabarin; lupa ngabarin; lupa kabarin;
            lupa ngasih kabar; lupa balas; lupa bilang; forgot to reply; forgot to tell you; forgot to mention;
            meant to reply; meant to write; kemarin cuti; kemarin libur; habis cuti; i was away; was away;
            was on leave; i was on leave; i was travelling; was travelling; taunya; tau taunya; tahunya;
            tidak ada lagi; gak ada lagi; ga ada lagi; nggak ada lagi; enggak ada lagi; tdk ada lagi; ndak ada lagi;
            nothing else; nothing more; gampang ternyata; ternyata gampang; ternyata mudah; ternyata cuma itu;
            simpel ternyata; ternyata simpel; sesimpel itu; segampang itu; semudah itu; sama teknisinya;
            sama teknisi; oleh teknisi; oleh teknisinya; dibantu teknisi; dibantu teknisinya; by the technician;
            by your technician; teknisinya tadi; bye; bye bye; dadah; yo; indeed; both; new; lur; dulur; sedulur;
            rek; cuk; ka; kk ku; kkak; cuy; gaes; that was; mohon maaf lahir batin; man; ustadz; ustad; cantik;
            ganteng; gans; ya allah; oalah; owalah; walah; oh ya; yah; kak; kakak; kaka; min; mimin; admin;
            admin nya; mas; mbak; mba; mb; pak; bapak; bp; bpk; bu; ibu; bang; abang; gan; agan; sis; bro; bos; boss;
            om; tante; lae; ito; kang; teh; teteh; akang; dek; dik; cak; ning; bli; mbok; ses; kakanda; tim; team;
            cs; customer service; helpdesk; help desk; semua; semuanya; sekalian; sekalian semua; kalian; sanget;
            banget; bgt; bngt; pisan; sekali; sekali lagi; lagi lagi; banyak; bnyk; byk; very; much; so much;
            so very much; a lot; alot; lots; a bunch; a million; a ton; so; really; truly; all; sir; madam; mam;
            maam; mate; guys; folks; everyone; everybody; dear; halo; hallo; hai; hi; hello; hey; hei; selamat pagi;
            selamat siang; selamat sore; selamat malam; pagi; siang; sore; malam; met pagi; good day; good morning;
            good afternoon; good evening; selamat; mlm; good night; assalamualaikum; asalamualaikum;
            assalamu alaikum; wr wb; wr; wb; wassalam; wassalamualaikum; waalaikumsalam; waalaikumussalam; salam;
            salam sejahtera; salam hormat; salam hangat; hormat saya; hormat kami; hormat; yth; yang terhormat;
            regards; best; best regards; kind regards; warm regards; rgds; sincerely; yours; yours truly; dong; deh;
            dech; nih; nich; sih; lho; loh; lah; hehe; hehehe; hehehehe; haha; hahaha; hihi; wkwk; wkwkwk; wkwkwkwk;
            xixi; oh; ooh; o; ah; ahh; eh; wah; wow; ta; yay; hore; nah; asyik; asik; hooray; hurray; finally;
            akhirnya; akhirnya ya; alhamdulillah; alhamdulilah; alhamdullillah; alhamdulilahirabbilalamin;
            puji tuhan; puji syukur; syukurlah; syukur; syukur alhamdulillah; thank god; thank goodness; praise god;
            praise the lord; god bless; god bless you; bless you; bless; gbu; jbu; tyb; amin; aamiin; amiin; khair;
            khoir; khairan; khoiron; katsiro; katsiran; khairan katsiran; alaikum; barakallah; barakallahu; fiikum;
            fik; insya allah; masya allah; sehat selalu; sehat sehat; sehat; sukses; sukses selalu; sukses terus;
            euy; lur; dab; dok; dokter; teknisi; suster; ustadz; bunda; bun; tuhan berkati; tuhan memberkati;
            god bless;
            silly me; kapan kapan mampir; mampir ya; sukses ya; jaya selalu; jaya; selalu; lancar selalu;
            lancar rezekinya; lancar usahanya; semoga sukses; sukses dan sehat selalu; ternyata; turns out;
            turned out; itu saja; itu aja; thats all; that is all; thats it; never mind; nevermind; nvm; gak jadi;
            ga jadi; tidak jadi; gajadi; gak jadi komplain; ga jadi komplain; tidak jadi komplain; tidak jadi lapor;
            gak jadi tanya; abaikan saja; ignore my last mail; forget it; and; dan; serta; also; juga; sama; as well;
            then; well; just; dulu; malahan; my mistake; my bad; my fault; salah saya; saya yang salah;
            saya salah lihat; saya salah baca; malam malam; pagi pagi; siang siang; and also; memang; emang; yang;
            yg; lord; tuhan; allah""",
        LINK: """
            saya; aku; sy; gw; gue; gua; kami; kita; saiya; kulo; kula; abdi; anda; kamu; kau; nya; ini; itu; i; im;
            ive; we; weve; you; youre; youve; theyve; hes; shes; u; it; its; this; that; thats; is; are; has; have;
            been; be; to; the; a; an; my; our; me; us; on; in; of; for me; by; di; ke; dari; pada; oleh; bagi; sini;
            di sini; disini; now that; with it; he; she; they; id; ill; am; was able; able; could; do; does; did; as;
            if so; up; from; there; here; at; rasa""",
        COURTESY: """
            kerja samanya; sabar; kesediaan; kesediaannya; time and effort; atas; untuk; utk; utuk; buat; tuk; for;
            your; kpd; kepada; ats; dengan; dgn; with; help; helping; assistance; support; reply; replying; response;
            responding; respond; answer; answers; answering; explanation; explaining; information; info; informasi;
            informasinya; penjelasan; pencerahan; pencerahannya; masukan; masukannya; arahan; arahannya; bimbingan;
            edukasinya; ilmunya; penjelasannya; jawaban; jwbn; respon; respons; responnya; response nya; responsenya;
            balasan; bantuan; bantuanya; bantuannya; bntuan; kerjasama; kerja sama; kerjasamanya; perhatian;
            perhatiannya; waktu; waktunya; kesabaran; kesabarannya; patience; time; effort; efforts; kebaikan;
            kindness; attention; cooperation; understanding; pengertian; pengertiannya; solusi; solution; saran;
            sarannya; advice; update; updatenya; follow up; tindak lanjut; tindak lanjutnya; konfirmasi;
            konfirmasinya; confirmation; all of you; mau; bersedia; kabarnya; urusan; hal; ucapkan; ucapan;
            mengucapkan; haturkan; sampaikan; ngucapin; from all of us; sekeluarga; keluarga; everything;
            kemarin kemarin; dari kemarin; selama ini; sejak kemarin; dari tadi pagi; the whole team; the team;
            the link; the info; the information; the update; the explanation; the answer; sending; looking into;
            taking care of; checking; bersusah payah; cape cape; capek capek; sudi; berkenan; adanya; sangat; amat;
            walau hari libur; walaupun hari libur; meski hari libur; di hari libur; hari libur; hari minggu;
            malam malam begini; even on a sunday; even on sunday; on a sunday; on sunday; on a weekend; at this hour;
            kana; bantosanana; bantosan; bantosanipun; bantosane; pitulungan; pitulungane; pitulunganipun; bantuane;
            infone; informasine; kawigatosan; kawigatosanipun; the quick fix; quick fix; the fix; the swift fix;
            the quick solution; quick solution; quick action; quick turnaround; the help; getting back;
            getting back to me; letting me know; the heads up; clearing that up; clearing it up; clearing this up;
            clarifying; clarifying that; the clarification; clarification; klarifikasinya; klarifikasi""",
        HELPED: """
            diingatkan; diingetin; mengingatkan; ngingetin; diberitahu; diberi tahu; memberitahu; memberi tahu;
            dikasih tau; dikasih tahu; ngasih tau; diinfokan; menginfokan; diarahkan; mengarahkan; didampingi;
            dijelasin; jelasin; nerangin; diterangkan; menjawab pertanyaan; jawab pertanyaan;
            menjawab pertanyaan saya; jawab pertanyaan saya; jawab pertanyaannya; menjawab pertanyaannya; dibantu;
            membantu saya; dibantuin; bantu; bantuin; merespon; direspon; ditanggapi; menanggapi; menjawab; jawab;
            dijawab; membalas; balas; bales; dibalas; dibales; menjelaskan; dijelaskan; melayani; dilayani; layani;
            merepotkan; ngerepotin; repot; repotin; direpotkan; mengganggu; ganggu; menyusahkan; dikabari; mengabari;
            menyempatkan; meluangkan; diproses; memproses; ditangani; menangani; diurus; mengurus; ditindaklanjuti;
            menindaklanjuti; dicekkan; mengecek; dibantu bantu; menghadapi; membimbing; dibimbing; mendengarkan;
            menolong; ditolong; nolong; nolongin; membereskan; disabarin; ngurus""",
        MENDED: """
            fixing; solving; resolving; menyelesaikan; mengatasi; memperbaiki; membereskan masalah; mengurus masalah;
            solve; to solve; sorting out; sorting; handling; menangani masalah; membetulkan""",
        APOLOGY: """
            nuwun sewu; maaf; mohon maaf; maaf ya; maafkan; mohon maaf sebelumnya; maaf sebelumnya; sorry; sori;
            my apologies; apologies; pardon; punten; ngapunten; nyuwun sewu; excuse me; permisi; im sorry;
            i am sorry""",
        LATE: """
            lama; baru; telat; late; delay; delayed; terlambat; slow reply; baru sempat; banyak tanya; banyak nanya;
            tanya terus; nanya terus; cerewet; bawel; rewel; lama tidak; the delay; the late""",
        PRAISE: """
            tidak sia sia langganan; gak sia sia langganan; ga sia sia langganan; tidak salah langganan;
            panjang lebar; sejelas jelasnya; jelas banget; jelas sekali; sangat jelas; tidak sia sia; gak sia sia;
            ga sia sia; nggak sia sia; tidak pernah marah; gak pernah marah; detailed; kind; thorough; responsibe;
            caring; helpfull; superfast; kilat; very clear; clear explanation; baik hati; quickly; swiftly; promptly;
            kindly; cepat; cepet; cpt; cepatnya; cepetnya; secepat ini; gercep; satset; sat set; ramah; bagus;
            mantap; mantab; mantul; mantep; mntap; mantaf; jos; joss; josss; keren; top; topp; markotop; hebat;
            sigap; tanggap; responsif; responsive; lengkap; detail; detil; memuaskan; puas; senang; seneng; happy;
            glad; pleased; membantu; ngebantu; terbantu; sangat terbantu; helpful; helped; it helped; that helped;
            great; awesome; excellent; perfect; amazing; wonderful; fantastic; good; nice; quick; fast; friendly;
            brilliant; outstanding; superb; lovely; you guys rock; you all rock; you guys are awesome; star; legend;
            lifesaver; life saver; hero; angel; you rock; you are the best; youre the best; recommended; terbaik;
            the best; super; luar biasa; istimewa; oke punya; profesional; professional; polite; sopan; fast respon;
            fast response; fast respond; quick response; quick reply; quick support; prompt; speedy; efficient;
            solutif; informatif; jempol; good job; great job; nice job; well done; great work; good work;
            great service; good service; great support; best service; love it; kamu hebat; kalian hebat; patient;
            terharu; salut; respect; kece; cakep; belum pernah dilayani sebaik ini;
            belum pernah dilayani secepat ini; belum pernah seramah ini; never had such; never had such a;
            never seen such; never experienced such; such; such a; how; gak nyangka; ga nyangka; nggak nyangka;
            tidak menyangka; tak disangka; tidak disangka; gak sangka; enggak nyangka; didnt expect; did not expect;
            sebaik ini; seramah ini; such fast; such quick; sungguh""",
        SERVICE: """
            pelayanan; pelayanannya; layanan; layanannya; service; servicenya; operator; operatornya; staf; staff;
            petugas; petugasnya; cs nya; csnya; customer care; desk; customer support; tanggapan; tanggapannya;
            penanganan; penanganannya; kinerja; orangnya; kerjanya; the service; the support; the staff""",
        DONE: """
            sudah; udah; sdh; udh; dah; dh; sdah; suda; uda; ud; udahh; sudh; telah; tlh; wes; wis; wus; geus; atos;
            tos; parantos; ampun; sampun; alr; already; ude; udeh; udeeh; sudahlah; usah; mpun; pun sampun;
            sampun pun""",
        WORKS: """
            mengalir; mendarat; ke refund; kerefund; ke transfer; ketransfer; ke isi; ke kirim; ke cancel;
            bisa diisi; done; teraktivasi; diaktifkan; teraktifkan; diselesaikan; kepasang; terinstal; terinstall;
            bisa; bs; bsa; bisaa; isa; iso; saged; tiasa; masuk; msk; mlebet; mlebu; masok; asup; lebet; jalan; jln;
            berjalan; mlaku; nyala; menyala; hidup; idup; terkirim; kekirim; sampai; sampe; nyampe; nyampai; tiba;
            datang; dateng; teko; terima; saya terima; diterima; ketrima; keterima; terkonfirmasi; kembali; balik;
            ketemu; ditemukan; kelihatan; keliatan; terlihat; terbuka; kebuka; terbaca; kebaca; terisi; keisi; cair;
            dicairkan; dikembalikan; direfund; refunded; nyambung; terhubung; tersambung; konek; connect; connected;
            konek lagi; online; terpasang; terdaftar; terverifikasi; verified; bener; fix; pass; ready; sembuh;
            waras; kencang; kenceng; sesuai; cocok; pas; terbit; lolos; approved; delivered; credited; restored;
            hilang masalahnya; showing up; tercetak; terunduh; terdownload; kepake; dipake; terpakai; dipakai;
            digunakan; diakses; dibuka; fungsi; melebu; mlampah; apik; sae; bertambah; nambah; running;
            working like a charm; saged malih; hidup kembali; menyala lagi""",
        SOLVED: PHRASES,
        GOT: """
            received; sudah received; received the; received my; i received the; i received my; i have received the;
            i have received my; ive received the; ive received my; i got the; i got my; got the; got my; ive got the;
            ive got my; got back my; just received the""",
        BACK: """
            is back; are back; its back; it is back; back on; back up; back online; is back up; is back on;
            is back online; running again""",
        TRIED: """
            done that; done it; did it; did that; i did; i did that; dicoba; saya coba; coba; mencoba; nyoba; cobain;
            tried; trying; restart; direstart; reset; direset; reboot; direboot; diulang; ulang; dicabut; cabut;
            dicek; dicek lagi; saya cek; cek; cek lagi; restarting; restarted; rebooting; refresh; direfresh;
            login ulang; login lagi; followed your steps; followed the steps; ikuti; mengikuti; diikuti; saya ikuti;
            langkahnya; langkah langkahnya; langkah; caranya; cara; steps; the steps; following your steps; petunjuk;
            petunjuknya""",
        WISH: """
            semoga; smoga; moga; moga moga; semoga saja; mudah mudahan; may; hope; hoping; hopefully; wish; wishing;
            i hope""",
        BLESSING: """
            harinya; menyenangkan; berkah; barokah; maju; rezeki; rejeki; rezekinya; rejekinya; dimudahkan;
            dilancarkan; kebaikannya; panjang; umur; bahagia; usaha; usahanya; makin; semakin; tambah; ramai; rame;
            laris; bosan; bosen; lelah; capek; jera; kapok; amal; ibadah; pahala; diberkati; memberkati; diberi;
            diberikan; melimpah; lindungan; dilindungi; dibalaskan; segera; lekas; bisnisnya; bisnis; tokonya;
            karirnya; karier; urusannya; kesehatan; keberkahan; day; week; weekend; blessed; success; successful;
            health; healthy; prosper; prosperous; company; lebih; barokallah""",
        NOW: """
            since the update; since the restart; since the reset; since the fix; since the change; since your change;
            since your reply; sejak diupdate; sejak direset; sejak diperbaiki; sejak diganti; ever since then;
            as it should; as it should be; the way it should; as expected; like before; as before; like it used to;
            langsung; immediately; now; sekarang; skrg; skrng; skr; skrang; saiki; ayeuna; again; lagi; lg; kini;
            anymore; any more; any longer; fully; completely; total; terus; detik ini; at last; as of now; perfectly;
            nicely; since this morning; since yesterday; since then; since last night; sejak tadi pagi;
            sejak tadi siang; sejak semalam; sejak kemarin sore; seperti semula; seperti sedia kala; seperti biasa;
            seperti biasanya; kaya semula; ever since""",
        MOMENT: """
            tadi; td; tadi pagi; tadi siang; tadi sore; tadi malam; barusan; baru saja; baru aja; brusan; dari tadi;
            sejak tadi; this morning; this afternoon; this evening; today; hari ini; pagi ini; siang ini; sore ini;
            malam ini; just now; last night; semalam; a moment ago; a minute ago; minutes ago; a few minutes ago;
            setelah; sesudah; habis; abis; after; after that; after i; after a; after the; beberapa saat; on its own;
            by itself; sendiri; dengan sendirinya; tiba tiba""",
        THING: """
            line; phone line; tablet; charger; dashboard; receipt; struk; kuitansi; nota; tautan; undangan;
            invitation; kelas; class; course; ujian; exam; tugas; assignment; schedule; kunci; key; pintu; door;
            lift; kipas; proyektor; projector; mic; speaker; kamera; camera; drive; folder; screen; gaji; slip gaji;
            salary; transcript; transkrip; registrasi; pendaftaran; registration; channel; siaran; mobile banking;
            m banking; mbanking; atm; e wallet; ewallet; antrian; antrean; reservasi; sign in; air; pdam; rekening;
            ribu; rb; juta; gb; norek; transaksinya; kabel; cable; colokan; baterai; battery; login page;
            halaman login; pulsa; kuota; kouta; paket; paketan; data; paket data; token; listrik; internet; inet;
            wifi; wi fi; jaringan; sinyal; koneksi; akun; akunya; email; e mail; surel; login; log in; masuk ke akun;
            password; sandi; kata sandi; pin; otp; kode; saldo; uang; duit; dana; refund; refundnya; transaksi;
            transfer; transferan; transferannya; pembayaran; pembayarannya; bayar; tiket; pesanan; order; orderan;
            barang; paketnya; kiriman; kartu; kartu perdana; sim; simcard; nomor; nomer; nomernya; hp; hape;
            handphone; ponsel; laptop; komputer; pc; aplikasi; app; apps; aplikasinya; sistem; siakad; portal;
            elearning; e learning; web; website; situs; halaman; file; berkas; dokumen; nilai; krs; khs; jadwal;
            formulir; printer; modem; router; server; vpn; sms; wa; whatsapp; telepon; telpon; suara; gambar; video;
            foto; layar; tv; lampu; listriknya; mesin; ac; voucher; vocer; poin; cashback; credit; top up; topup;
            account; payment; money; balance; package; parcel; item; items; card; number; phone; mobile; device;
            computer; browser; site; page; system; connection; network; signal; link; code; message; messages;
            emails; mail; booking; ticket; tickets; certificate; sertifikat; ijazah; surat; kartu mahasiswa; ktm;
            nim; beasiswa; ukt; spp; wallet; dompet; subscription; langganan; keyboard; mouse; monitor; scan; pakai;
            pake; use; open; akses; access; print; ngeprint; upload; unduh; call; calls; nelpon; kirim pesan;
            browsing; streaming; video call; meeting; zoom; kuliah; absen; isi ulang; game""",
        NOT: """
            tidak; tdk; tak; gak; ga; gk; ngga; nggak; enggak; engga; gag; kagak; ora; mboten; teu; henteu; ndak;
            ngak; g; not; no; no more; dont; doesnt; isnt; arent; hasnt; havent; cant; cannot; wont; without any;
            tanpa; never; nothing; no further; not any; none; nda; tra; ndk; tiada""",
        NOT_YET: """
            belum; blm; blom; belom; blum; blon; belun; durung; dereng; teu acan; not yet; masih; msh; still; masi;
            tetap; tetep""",
        COULD_NOT: "can; didnt; did not; wasnt; was not; couldnt; could not; wouldnt; werent",
        EXISTS: """
            had any; have had any; had any more; have any more; seen; ada; muncul; terjadi; keluar; tampil; terulang;
            berulang; appear; appears; appearing; happen; happens; happening; showing; show; shows; occur; occurs;
            occurring; punya; mengalami; ngalamin; merasakan; see; seeing; have any; having; having any; get;
            getting; getting any; any; there are; there is; theres; menemukan; dapat""",
        TROUBLE: """
            error; eror; errors; masalah; mslh; problem; problems; issue; issues; kendala; kendalanya; keluhan;
            gangguan; ganguan; gagal; failed; failing; fails; fail; failure; trouble; bug; bugs; crash; crashes;
            crashing; crashed; rusak; broken; macet; lemot; lelet; lambat; slow; putus; mati; hang; nge hang;
            ngehang; nyangkut; tertunda; pending; down; terkendala; bermasalah; complaint; complaints; komplain;
            pertanyaan; question; questions; error message; error messages; pesan error; hambatan; ngelag; lag;
            buffering; disconnect; dead; dobel; ganda; doubled; terblokir; diblokir; blocked; locked""",
        GONE: """
            hilang; ilang; gone; gone away; went away; disappeared; vanished; lenyap; ngilang; kosong; over;
            cleared""",
        BUT: """
            tapi; tp; tpi; tetapi; ttpi; namun; but; yet; however; hanya; cuma; cm; cuman; hanya saja; only; except;
            although; though; meski; meskipun; walau; walaupun; sayang; sayangnya; unfortunately; until; and now;
            dan sekarang; cuman sekarang; nah sekarang""",
        PAST: """
            awalnya; semula; mulanya; copot; terlepas; longgar; loose; unplugged; kecabut; tercabut; salah ketik;
            salah password; salah pin; salah nomor; salah pencet; salah klik; salah masuk; salah input; tadinya;
            sebelumnya; dulunya; dulu sempat; sempat; smpat; sempet; kirain; kira; saya kira; aku kira; kukira;
            dikira; saya pikir; dipikir; kupikir; kemarin; kmrn; kemaren; at first; first; initially; earlier;
            before; previously; was; were; used to; i thought; thought; yesterday; pertama; pertamanya; pertama tama;
            had; awal""",
        SURVEY: "survey; survei; survay; kuesioner; kuisioner; angket; questionnaire; feedback form",
        FILLED: """
            diisi; isi; mengisi; ngisi; isikan; filled; filled in; filled out; fill; completed; submitted; took;
            saya isi""",
    }
)  # fmt: skip
