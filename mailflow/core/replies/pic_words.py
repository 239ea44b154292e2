"""The words of PICs about closing, by class, Indonesian and English. Entries are parted by `;` or a line end; doubled
letters, case and apostrophes do not count (classes.key)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

AGREE, ASSENT, CLOSE, MAY, NO, NOT_NEEDED, FINE, DOUBT = "y", "Y", "c", "M", "n", "w", "g", "h"
TICKET, WAIT, IF, FILL, BUT, TROUBLE, OPEN = "x", "d", "i", "p", "b", "e", "o"
REMIND, RESULT, REFUSE, WORK, WHY = "W", "r", "R", "k", "q"  # WORK: what somebody still has to do
STILL, NEXT_TIME = "s", "N"  # what is left of it; a remark for the next ticket
BEFORE, AWAIT, BECAUSE = "B", "a", "v"  # something comes first, and only then the closing; waits for; gives a reason
THEN, GRANT = "t", "G"  # what stands before it is done first; agrees to what is named behind it

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        # first word only: "tutup ya"
        ASSENT: "enggeh; yoh; ya; iya; y; yoi; iyo; iyah; he eh; enggih; nggih; inggih; muhun; yoa",
        STILL: """
            masih; msh; masi; still; missing; outstanding; unresolved; unpaid; tersisa; sisanya""",
        BEFORE: """
            baru tutup; baru ditutup; baru di tutup; baru boleh ditutup; baru boleh tutup; baru bisa ditutup;
            baru bisa tutup; baru saya tutup; baru kita tutup; baru nanti ditutup; baru nanti tutup; baru close;
            baru di close; baru diclose; baru saya setujui; baru saya acc; baru disetujui; before closing;
            before we close; before you close; before i close; before it is closed; before this is closed;
            before closing it; before closing this; before it can be closed; sebelum ditutup; sebelum di tutup;
            sebelum tutup; sebelum menutup; sebelum saya tutup; sebelum kita tutup; sebelum close""",
        AWAIT: """
            tunggu; tungguin; nunggu; nungguin; wait; please wait; wait for; wait until; wait till; await;
            tunggu sampai; tunggu sampe;
            nunggu sampai; tunggu hingga; ngenteni; enteni; antosan""",
        BECAUSE: "daripada; ketimbang; karena; krn; karna; sebab; soalnya; sebabnya; because; since; mergo; mergi",
        THEN: """
            then; and then; lalu; kemudian; terus; trus; habis itu; abis itu; setelah itu; sesudah itu; after that;
            afterwards""",
        NEXT_TIME: """
            berikutnya; untuk berikutnya; untuk selanjutnya; tiket berikutnya; from now on; mulai sekarang; lainkali;
            lain kali; lain waktu; next time; ke depan; kedepannya; ke depannya; di kemudian hari; for the future;
            in the future; in future; selanjutnya""",
        GRANT: """
            stuju; izinkan; diizinkan; setuju; setujui; disetujui; acc; di acc; acc kan; approve; approved; agree;
            agreed; go ahead; silakan; silahkan; monggo; mangga; sok; sumangga; go for it; monggo mawon;
            silakan saja; silahkan saja; ya silakan; ya silahkan; gas""",
        AGREE: """
            pasti; signed off; yha; all good from my side; all good from me; all good here; stj; stju; persilakan;
            okay with closing; ok with closing; fine with closing; happy with closing; cocok; pas; fix; eksekusi;
            laksanakan; good to go; happy with that; happy with it; happy with the answer; happy; no concerns;
            no concern; no concerns from me; nothing further; no further comments; no further questions;
            mengizinkan; izin diberikan; dipersilakan; sah; sah kan; disahkan; direstui; restui; merestui;
            ketok palu; by all means; consider it approved; you have my ok; you have my approval;
            you have my blessing; you have my go ahead; nothing against it; nothing against that;
            have no objection; have no objections; no objection from me; no objections from me; thats fine;
            that is fine; thats ok; that is ok; thats okay; that is okay; thats alright; thats all right;
            fine with that; ok with that; okay with that; ok with me; okay with me; ok from me; oke dari saya;
            ok dari saya; 100% setuju; 100 persen setuju; setuju 100%; seratus persen setuju; green light;
            lampu hijau; thumbs up; cleared; please do; please do so; do so; do it; happy to; glad to; fine; yes;
            yep; yup; yeah; yea; ye; aye; ok; oke; okay; okey; okeh; okelah; okedeh; oks; k; menyetujui; sepakat;
            mufakat; wokeh; kabulkan; dikabulkan; mengabulkan; layak; sudah layak; yap; yups; he em; ho oh; hooh;
            hoo; heeh; approves; accept; accepted; sure; certainly; of course; definitely; absolutely; granted;
            confirmed; deal; fine by me; fine with me; looks good; looks good to me; lgtm; no objection;
            no objections; tidak keberatan; gak keberatan; ga keberatan; tidak ada keberatan; tak ada keberatan;
            tanpa keberatan; gak ada keberatan; ga ada keberatan; nggak ada keberatan; bukan keberatan; tentu;
            tentu saja; ok by me; okay by me; works for me; sounds good; sgtm; affirmative; alright; all right;
            boleh boleh; bolehlah; yes please""",
        CLOSE: """
            proses penutupannya; proses penutupan; proses tutup; proses closing; process the closing;
            dilanjutkan penutupannya; dilanjutkan penutupan; lanjutkan penutupannya; lanjutkan penutupan;
            process the closure; selesaikan tiketnya; selesaikan saja tiketnya; selesaikan tiket; catat di laporan;
            close it out; close out; close this out; mark it closed; mark as closed; mark it as closed; mark closed;
            good to close; harus ditutup; harus tutup; wajib tutup; wajib ditutup; sudah waktunya ditutup;
            waktunya ditutup; saatnya ditutup; sudah saatnya ditutup; no reason to keep it open;
            no reason to keep this open; see no reason to keep it open; no need to keep it open;
            no point in keeping it open; tidak ada alasan untuk tidak ditutup; tidak ada alasan tidak ditutup;
            tidak perlu dibiarkan terbuka; time to close; can be closed; it can be closed; may be closed;
            could be closed; should be closed; ready to be closed; ready to close; wrap it up; wrap this up;
            tutup buku; ya sudah tutup; ya udah tutup; yaudah tutup; yasudah tutup; yo wis tutup; yowis tutup;
            ya wis tutup; ya sudah, tutup; ya udah, tutup; yaudah, tutup; yo wis, tutup; ya sudah, ditutup;
            ya sudah, silakan ditutup; ya sudah silakan ditutup; ya udah, close; ya sudah, close; ya sudah ditutup;
            ya udah ditutup; ya sudah close; ya udah close; ditutupnya; nutupnya;
            closenya; lanjutkan penutupan; lanjut penutupan; proses penutupan; lanjutkan closing;
            proceed with closing; proceed to close; proceed with the closing; continue closing; lanjutkan close;
            lanjutkan tutup; tutup; tutupin; tutupkan; ditutup; di tutup; menutup; penutupan; penutupannya; tutuplah;
            close; closed; di close; diclose; closing; closing saja; selesaikan; diakhiri; akhiri; shut; tutup tiket;
            tutup saja; tutup aja; ditutup saja; ditutup aja; tutup mawon; tutup bae; tutup wae; tutup ae; tutup we;
            ditutup bae; ditutup wae; tutupen; lanjut tutup; lanjut ditutup; lanjut close; langsung tutup;
            langsung ditutup""",
        MAY: """
            blh; bs; sdh boleh; sdh bisa; udah boleh; udah bisa; boleh; bisa; dapat; can; may; could; should;
            sudah boleh; sudah bisa""",
        RESULT: """
            over; tepat; benar; selesai; beres; tuntas; kelar; ready; lengkap; memuaskan; solved; resolved; fixed;
            done; finished; cukup; jelas; enough; clear; complete""",
        REMIND: """
            jangan lupa; jgn lupa; jangan ragu; jgn ragu; jangan sungkan; dont forget to; do not forget to;
            dont hesitate to; do not hesitate to; jangan ragu ragu""",
        NO: """
            mana bisa; mana boleh; bagaimana bisa; gimana bisa; how can; not so fast;
            definitely not; absolutely not; certainly not; of course not; surely not; tentu tidak; tentu saja tidak;
            jelas tidak; jelas belum; pasti tidak; pasti belum; tentu belum; sama sekali tidak; sama sekali belum;
            bukan; disit; nein; please do not; please dont; belum saatnya; blm saatnya; belum waktunya; blm waktunya;
            not the time; aja ditutup; aja di tutup; ojo ditutup; nanti dulu; ntar dulu; entar dulu; mengko sik;
            mengko disik; tdak; tida; tidk; engak; ngg; ogah; entong; tong; moal; teu kenging; hold off; hold off on;
            not now; no go; no way; not at all; n; tidak; tdk; tak; gak; ga; gk; nggak; ngga; ngak; enggak; engga;
            ndak; nda; kagak; ora; mboten; teu; henteu; no; nope; nah; not; dont; do not; doesnt; cant; cannot; wont;
            isnt; havent; hasnt; never; belum; blm; belom; blom; blum; durung; dereng; teu acan; jangan; jgn; jgan;
            jangn; ojo; aja dulu; ampun; ulah; disagree; disapprove; batal; batalkan; dibatalkan; not yet; nay;
            negative; tahan; tahan dulu; hold; hold on; hold it; 👎; ❌; 🚫; ⛔; 🙅""",
        REFUSE: """
            lanjut ditangani; lanjut tangani; teruskan penanganan; teruskan penanganannya; rewrite; rewrite it;
            tulis ulang; jawab ulang;
            back to; dioper balik; oper balik; oper balik ke;
            too early; premature; too soon; terlalu cepat; kecepetan; terlalu dini; kepagian; disapproved;
            not approved;
            return to; return this to; return it to; hand it back; hand back; give it back; balik ke; balik lagi ke;
            dibalikin; perbaiki; diperbaiki; betulkan; dibetulkan; koreksi; dikoreksi; koreksi dulu; correct it;
            correct this; tindak lanjuti lagi; tindaklanjuti lagi; lanjutkan lagi; work on it again; try again;
            mundur dulu; cabut; dicabut; tarik lagi;
            buka; buka saja; buka aja; buka dulu; dibuka saja; finish it first; finish this first; finish first;
            fix it first; fix this first; terus kerjakan; keep working on it; keep working; keep at it;
            lanjut kerjakan; selesaikan dulu; beresin dulu; kelarin dulu; bereskan dulu; tuntaskan dulu;
            unacceptable; redo; redo it; redo this; kerjakan lagi; kerjakan ulang; dikerjakan lagi; dikerjakan ulang;
            ulangi; perbaiki dulu; perbaiki lagi; diperbaiki dulu; dibetulkan dulu; betulkan dulu; keberatan; object;
            i object; revisi; revisi dulu; revise; revise it; dibuka; reopen; reopen it; reopen this; buka lagi;
            buka kembali; dibuka lagi; dibuka kembali; wait with closing; hold the closing; tunda penutupan;
            tunda penutupannya; tunda tutup; postpone; postpone closing; tahan penutupan; tunda; tunda dulu; balikin;
            balikin dulu; balikkan; kembaliin; lempar balik; balikan ke; pulangkan; push back; bounce it back; tolak;
            ditolak; menolak; reject; rejected; refuse; refused; deny; denied; kembalikan; kembalikan dulu;
            dikembalikan; send back; send it back; return it; saya tolak; declined; decline; veto""",
        OPEN: """
            masih ada yang; not until; not before; keep open; keep it open; keep this open; leave it open;
            leave open; biarkan terbuka; tetap terbuka; tetap buka; keep the ticket open""",
        NOT_NEEDED: """
            tidak perlu; gak perlu; ga perlu; tdk perlu; nggak perlu; tidak usah; gak usah; ga usah; nggak usah;
            tak perlu; tak usah; no need to; no need; not necessary to; dont need to; do not need to; no need for;
            nothing to; nothing left to""",
        FINE: """
            tidak usah tunggu; gak usah tunggu; ga usah tunggu; nggak usah tunggu; tidak perlu tunggu; gak perlu tunggu;
            ga balas balas; gak balas balas; tidak balas balas; tidak balas lagi; gak balas lagi; ga balas lagi;
            tidak membalas lagi; tidak merespon lagi; tidak ada kabar lagi; never replies; never replies anyway;
            does not reply; doesnt reply; doesnt answer anyway; does not answer any more; doesnt answer any more;
            dont wait; do not wait; jangan ditunda; jangan ditunda tunda; tidak usah ditunda; tidak perlu ditunda;
            gak usah ditunda; tidak perlu menunggu; tidak usah menunggu; gak perlu nunggu; gak usah nunggu;
            no need to wait; sudah telepon; saya sudah telepon; sudah saya telepon; sudah ditelepon;
            sudah saya hubungi; saya sudah hubungi; sudah dihubungi; sudah saya tanyakan; saya sudah tanya;
            sudah konfirmasi; pelanggan sudah konfirmasi; sudah dikonfirmasi; sudah saya lihat; saya sudah lihat;
            sudah saya baca; saya sudah baca; sudah cek; i called; i have called; i have checked; ive checked;
            ive read it; i have read it; i asked; she confirmed; he confirmed; the customer confirmed;
            the customer has confirmed; customer confirmed; tidak apa apa; tdk apa apa; gak apa apa; ga apa apa;
            gapapa; gak papa; ga papa; gpp; nggak apa apa; tidak masalah; gak masalah; ga masalah; tdk masalah;
            tidak ada masalah; no problem; no problems; no worries; not a problem; dont worry; do not worry;
            never mind; why not?; why not; dont mind; i dont mind; do not mind; i do not mind; why wait; why wait?;
            ngapain nunggu; ngapain nunggu?; ngapain ditunggu; ngapain ditunggu?; buat apa nunggu; buat apa ditunggu;
            buat apa nunggu?; kenapa harus nunggu?; kenapa tidak?; kenapa tidak; kenapa enggak; kenapa enggak?;
            mengapa tidak; mengapa tidak?; nothing left to do; nothing to do; nothing more to do; tidak ada lagi;
            rapopo; ora popo; all good; tidak ragu; sudah beres; sudah selesai; udah beres; sudah puas; sudah aman;
            sudah cukup; sudah jelas; sudah sesuai; memang sudah selesai; semua beres; its done; it is done;
            all done; its solved; everything is fine; saya sudah cek; sudah saya cek; sudah dicek; i checked;
            checked""",
        TROUBLE: """
            apa apa; something happens; anything happens; anything comes up; something comes up; muncul lagi;
            comes back; comes up again; happens again; terjadi lagi; kambuh; masalah; kendala; keluhan; error; eror;
            gangguan; komplain; mengeluh; ngeluh; protes; complaint; complaints; problem; problems; issue; issues;
            errors; question; questions; pertanyaan; tanggapan; complain; complaining; trouble""",
        DOUBT: """
            ok noted; oke noted; okay noted; ok ok noted; ok, noted; oke, noted; okay, noted; cant decide;
            cannot decide;
            masih mikir; masih mikir mikir; sleep on it; let me sleep on it;
            what do you think; you tell me; as you like; as you wish; as you please; serah; suka suka; suka suka kamu;
            sesukamu; menurut kamu; menurutmu; menurut anda; menurut kalian; gimana menurutmu; bagaimana menurutmu;
            gimana menurut kamu; bagaimana menurut anda;
            putuskan; memutuskan; pikirkan; memikirkan; pertimbangkan; mempertimbangkan; pertimbangan; consider;
            considering; think about; think it over; rasanya; rasa rasanya; kira kira; agaknya; kayake; kadose;
            iya kali; ya kali; ya sih; iya sih; let me think; let me think about it; saya pikir dulu; pikir dulu;
            saya pikir pikir dulu; pikir pikir dulu; nanti saya putuskan; saya putuskan nanti; will decide later;
            decide later; i will decide later; not my decision; not my call; bukan keputusan saya;
            bukan wewenang saya; no opinion; i have no opinion; have no opinion; 50 50; separuh setuju;
            tidak punya pendapat; 🤷; 🤔; 50:50; fifty fifty; suppose so; i suppose; i suppose so; suppose; probably;
            presumably; most likely; ikut kamu; ikut anda; ikut kalian; ngikut kamu; kamu yang putuskan;
            kamu yang tentukan; anda yang putuskan; terserah mas; terserah anda; terserah kamu; you decide;
            your call; your decision; your choice; you choose; saya serahkan; diserahkan; serahkan; setengah setuju;
            half agree; if you think so; if you say so; if you like; if you want; kalau kamu mau; kalau mau;
            kalau menurutmu; kalau menurut kamu; kalau menurut anda; ask me again; apa nggak ya; apa enggak;
            apa nggak; apa gak; apa ga; apa tidak; apa belum; apa jangan; undecided; not convinced;
            belum bisa putuskan; belum bisa memutuskan; belum memutuskan; belum putuskan; bimbang; galau;
            gimana baiknya; bagaimana baiknya; gimana enaknya; enaknya gimana; manut; ngikut; ikut aja; ikut saja;
            lihat nanti; kita lihat nanti; nanti kita lihat; we will see; we shall see; could be; might be; can be;
            ya sudah; ya udah; yaudah; yasudah; ya sudahlah; hmm; hm; hmmm; hemm; mungkin; maybe; perhaps; bisa jadi;
            cant say; can not say; cannot say; hard to say; no comment; ehm; ehem; waduh; aduh; duh; wkwk; wkwkwk;
            terserah; entah; entahlah; bingung; ragu; ragu ragu; masih ragu; gimana ya; bagaimana ya; not sure;
            not sure yet; unsure; im not sure; not really sure; not really; not so sure; sarua wae; sami wae;
            sami mawon; podo wae; podho wae; sama saja; sama aja; either way; makes no difference; makes no odds;
            its all the same; bebas; i am not sure; dont know; i dont know; i do not know; dunno; no idea;
            tidak tahu; gak tahu; ga tahu; tdk tahu; nggak tahu; belum tahu; blm tahu; tidak tau; gak tau; ga tau;
            blm tau; belum tau; tidak yakin; gak yakin; belum yakin; kurang yakin; kurang tahu; kayaknya; sepertinya;
            i think; i guess; whatever; up to you; atau; or; antara; either; lanjut; lanjutkan; lanjut saja; proceed;
            continue; depends; tergantung; pikir pikir""",
        WAIT: """
            dulu; dl; dlu; sik; disik; dhisik; sek; riyin; waka; heula; rumiyin; first; nanti; ntar; entar; besok;
            lusa; later; tomorrow; ditunggu; waiting; sebentar; bentar; until; sampai; sampe; menunggu; senin;
            selasa; rabu; kamis; jumat; jum'at; sabtu;
            monday; tuesday; wednesday; thursday; friday; saturday; sunday; akhir bulan; akhir minggu; akhir pekan;
            bulan depan; tahun depan; end of the month; end of the week; next month; habis lebaran; hari minggu;
            minggu depan; next week; tonight; sore; malam; nanti sore; nanti malam; yet; early""",
        WORK: """
            tanya; tanyakan; ditanyakan; tanya lagi; hubungi; dihubungi; telepon; telpon; telp; pastikan; konfirmasi;
            konfirmasikan; konfirmasi lagi; follow up; difollow up; cek; cek lagi; dicek; dicek lagi; lihat; baca;
            coba; kirim; kirimkan; lengkapi; lampirkan; tambahkan; ganti; gantilah; ubah; send; add; attach; replace;
            change; give; ask; call; contact; make sure; check; check again; verify; confirm; i will; ill; let me;
            akan; mau;
            look at; pending; ditahan;
            perpanjang; perpanjangan; diperpanjang; tambah; tambahin; kasih; kasihkan; kasi; beri; berikan; mundurkan;
            mundurin; undur; undurkan; diundur; diundurkan; majukan; eskalasi; eskalasikan; dieskalasi; eskalasi ke;
            teruskan; terusin; alihkan; dialihkan; operkan; dioper; pindahkan; pindahin; limpahkan; gabungkan;
            gabungin; gabung; pisahkan; refundkan; refundin; refund him; refund her; refund them; refund it;
            please refund; refund saja; refund aja; proses; prosesin; diproses saja; diproses aja; diproses ya;
            diganti saja; diganti aja; diganti ya; dilanjutkan; dilanjutkan saja; prioritaskan; naikkan; naikin;
            turunkan; tandai; tandain; jadwalkan; jadwal ulang; reschedule; pantau; pantau terus; monitor; awasi;
            pertahankan; biarkan; tangguhkan; hapus; hapuskan; minta; mintakan; buatkan; bikinkan; extend; extend it;
            escalate; escalate it; hand it; hand this; hand over; hand him; assign; assign it; reassign; resend;
            cancel; cancel it; snooze; snooze it; handle it; handle this; take care of; sort it out; sort this out;
            fix it; fix this; finish it; finish this; kerjakan; urus; uruskan; bereskan; beresin; tuntaskan;
            jawab; jawab lagi; balas; balas lagi; ingatkan; remind; merge; merge it; split it; keep going; go on;
            keep an eye; keep an eye on; watch it; do the; postpone it; put it; put him; move it; transfer it;
            forward it; call him; call her; offer; tawarkan; tawarin; pulihkan; aktifkan; nonaktifkan; blokir; reset;
            restart; isi ulang; kirimin; jelaskan; jelasin; evaluasi; selidiki; investigate; look into; cari;
            carikan; siapkan; prepare; laporkan; report it; catat; bayar; bayarkan; transfer; transferkan; ajukan""",
        IF: """
            dengan catatan; dgn catatan; catatannya; dengan ketentuan; on condition; on the condition; subject to;
            habis;
            abis; sehabis; seusai; sepanjang; sejauh;
            nek; lek; yen; nak; lamun; upami; mun; ari; klau; klw; kalu; jikalau; jikalo; bilamana; manakala;
            sekiranya;
            andai; andaikan; misal; in case; assuming; assumed; only if; as far as; lest;
            kalau; kalo; klo; jika; bila; asal; asalkan; setelah; sesudah; begitu; sebelum; if; once; after; when;
            before; unless; provided; selama; as soon as; as long as; dengan syarat; syarat; syaratnya; misalnya;
            seandainya; apabila""",
        WHY: "kenapa; mengapa; napa; ngapa; why; how come",
        BUT: """
            tapi; tp; tetapi; namun; but; however; eh; cuma; hanya; kecuali; except; although; though; meski; walau;
            actually; wait no""",
        TICKET: """
            permohonan; permohonannya; usulan; usulannya; pengajuan; pengajuannya; permintaan; permintaannya;
            proposal; request; untuk; utk; buat; lha; really; now; sekarang; skrg; skr; skrng; skrang; saiki;
            ayeuna; skg; ke; kepada;
            back; tiket; tiketnya; ticket; tickets; one; ones; it; this; that; the; kasus; kasusnya; case; yang ini;
            ini; itu; nya; saja; aja; mawon; lah; deh; sekarang juga; right now; immediately; langsung; segera;
            already; wes; wis; wus; geus; sudah; udah; udh; dah; sdh; and; dan; so; jadi; maka; for; dengan;
            puas; satisfied; no feedback; tanpa tanggapan; is; be; di; with; offline""",
        FILL: """
            hari ini; today; pagi ini; siang ini; sore ini; malam ini; minggu ini; this week; id; would; sebaiknya;
            lebih baik; mendingan; seharusnya; mestinya; better; rather; i would say; please; pls; plz; kindly;
            mohon; tolong; harap; lets; saya; aku; kami; kita; i; we; you; u; me; us; kamu; anda; pak; bapak; bu;
            ibu; mas; mbak; mba; kak; bang; bung; bro; sis; kang; teh; dik; halo; hallo; hai; hi; hello; dear;
            selamat pagi; selamat siang; selamat sore; good morning; good afternoon; pagi; siang; salam;
            salam hangat; wassalam; hormat; regards; best regards; best; kind; kind regards; thanks; thank you;
            thank; thx; terima kasih; terimakasih; makasih; trims; tq; matur nuwun; nuhun; suwun; maaf; sorry; oh;
            ah; wah; sip; siap; baik; well; tim; team; semua; all; assalamualaikum; ww; wr wb; hehe; haha; hehehe;
            jos; joss; atuh; keren; top; kece; bgt; bingit;
            alhamdulillah; bismillah; hayuk; hayu; yuk; ayo; ayok; mari; sepantasnya; sewajarnya; selayaknya; kah;
            ya ya; sih; dong; kok; loh; lho; banget; sekali; very; much; just; memang; emang; juga;
            too; also; from my side; dari saya; menurut saya; good job; kerja bagus; mantap; good; great; bagus;
            nice; noted; great job; good work; thanks for letting me know; for letting me know; atas bantuannya;
            bantuannya; bantuan; atas; cheers""",
    }
)  # fmt: skip

REPORTS = frozenset("sudah udah udh dah sdh telah already is has was works".split())  # how it is, not what to do
