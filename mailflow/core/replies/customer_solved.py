"""What customers say when it is solved, in phrases that need nothing beside them: "it works now", "sudah beres".

A class of customer_words.py, in its notation.
"""

from __future__ import annotations

PHRASES = """
    tidak ada yang kurang; gak ada yang kurang; ga ada yang kurang; tak ada yang kurang; nothing missing;
    nothing is missing;
    havent had any problems since; havent had any issues since; no problems since; no issues since; no errors since;
    sinyalnya penuh; sinyal penuh; full signal; full bars; havent had a problem since; havent had an issue since;
    it was my typo; it was just a typo; it was a typo; it was my mistake; it was on my side; it was on my end;
    the mistake was mine; the error was mine; it was my own fault; false alarm; ada di folder spam; ada di spam;
    ternyata di spam; ternyata di folder spam; ternyata ada di spam; ternyata ada di folder spam; nemu;
    ketemu di spam; it was hiding in spam; taunya sukses; ternyata sukses; akhirnya sukses; sudah sukses; udah sukses;
    sukses masuk; sukses login; sukses terkirim; sukses terdaftar;
    pun saged; pun lebet; pun mlebet; pun normal; pun lancar; pun rampung; ini baru bisa; nah baru bisa;
    sekarang baru bisa; akhirnya baru bisa; sudah solve; udah solve; udh solve; sdh solve; dah solve; ke solve;
    tagihannya sudah benar; tagihannya sudah sesuai; tagihannya sudah tidak dobel; tagihan sudah benar;
    aktif; active; activated; berfungsi; stabil; stable; arrived; no problem anymore; no problem any more;
    no problem now; gak masalah lagi; ga masalah lagi; tidak masalah lagi; your solution worked;
    your fix worked; your advice worked; that was it; normal; nrml; lancar; lncar; aman; amaan; pulih;
    diperbaiki; membaik; dibetulkan; dibenerin; able to; was able to; able to log in; selesai; clear; beres;
    beress; bereslah; berez; slesai; rampung; tuntas; kelar; klar; klaar; teratasi; tertangani;
    terselesaikan; diatasi; berhasil; brhasil; solved; resolved; fixed; sorted; sorted out; sudah fix; works;
    work now; working now; working again; works again; its working; it is working; it works; is working;
    are working; it worked; that worked; worked; now working; workin; its workin; workin now; works now;
    works fine; works fine now; working fine; works well; works great; works perfectly; working perfectly;
    all clear; all good; all good now; all is good; good now; fine now; ok now; okay now; all set; all fine;
    all sorted; everything is fine; everything is fine now; everything works; everything is ok;
    everything is good; everything is working; thats better; problem solved; issue solved; issue resolved;
    issue fixed; problem fixed; problem resolved; case closed; that did it; that did the trick;
    did the trick; that fixed it; that solved it; it solved; its solved; that helped solve it; i can log in;
    i can login; can log in; can login; i can access; able to login; able to access; all working;
    all working now; all working again; is open again; is active again; is online again; is unlocked;
    alhamdulillah bisa; alhamdulillah masuk; alhamdulillah lancar; puji tuhan bisa; syukurlah bisa;
    akhirnya bisa; akhirnya masuk; akhirnya lancar; alhamdulillah aktif; no longer a problem;
    no longer an issue; not an issue anymore; not a problem anymore; opens now; loads now; opens again;
    loads again; prints again; prints now; charges again; starts now; starts again; connects now;
    everythings back to normal; everything is back to normal; alls back to normal; all back to normal;
    i received it; we received it; i have received it; ive received it; received it; i got it back;
    is in my account; are in my account; in my account now; it is in my account; is in my wallet;
    in my wallet now; everythings fine; everythings working; everythings ok; everythings good; alls well;
    all is well; all well now; it was in my spam folder; it was in my spam; it was in spam;
    it was in the spam folder; found it; i found it; figured it out; i figured it out; worked it out;
    i worked it out; sorted it out; sorted it myself; solved it myself; solved it; fixed it; fixed it myself;
    i solved it; i fixed it; managed to fix it; managed to log in; managed to do it; got it sorted;
    got it fixed; got it to work; bisa login sekarang; bisa login lagi; bisa masuk sekarang;
    bisa dibuka sekarang; bisa diakses sekarang; bisa akses sekarang; bisa buka sekarang; sekarang lancar;
    lancar lagi; normal lagi; nyala lagi; muncul lagi sinyalnya; i can open; i can use; i could log in;
    could log in; logged in; i am in; im in; got it working; it went through; went through; came through;
    it came through; it arrived; it has arrived; has arrived; have arrived; just arrived; its here;
    it is here; it came; back to normal; up and running; got it back; is fixed; is resolved; has been fixed;
    has been resolved; is connected; connected now; online again; it connects; now it works; up again;
    can use it; can use it now; can now; i can now; can again; am able to; boleh ditutup; bisa ditutup;
    silakan ditutup; silahkan ditutup; tutup saja; tutup aja; ditutup saja; ditutup aja; bisa di tutup;
    boleh di tutup; silakan tutup; silahkan tutup; boleh tutup; tolong ditutup; mohon ditutup;
    tolong tutup tiketnya; you can close this; you can close it; you can close the ticket;
    you may close this; you may close the ticket; you may close it; please close the ticket;
    please close this; please close this ticket; please close it; can be closed; kembali normal;
    normal kembali; lancar jaya; lancar kembali; aman terkendali; works like a charm; works like a charm now;
    runs fine now; sudah benar sekarang; nothing is wrong any more; nothing wrong any more;
    it doesnt freeze any more; tidak dobel lagi; sudah tidak dobel lagi; sudah tidak dobel; terpecahkan;
    dipecahkan; were good now; were all good; were all set; were fine now; were ok now"""
