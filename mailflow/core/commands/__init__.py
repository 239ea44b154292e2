"""Mail commands: a line of its own in a colleague's mail, such as `/selesai`. A command is one value; everything else
is derived from it.

    command.py       what a command is: its words, who may give it, its argument, what it does, what its author is told
    effects.py       what commands do that can be typed, too: one function for both ways
    table.py         every command, by its words

The commands, in the order of the list that people get; a new one is a function and its entry in one of these:

    ownership.py     /ambil, /lepas, /serahkan
    answers.py       /balas
    sending.py       /kirim
    escalating.py    /eskalasi
    records.py       /catatan, /kategori, /prioritas, /tunda, /alasan
    ending.py        /selesai, /tutup, /buka, /buang
    joining.py       /gabung, /pisah
    incident.py      /bukan-gangguan
    redact.py        /hapus-isi
    third_party.py   /tanya
    undo.py          /batal
    asking.py        what asks for a letter: /status, /daftar, /cari, /bantuan
    absence.py       /absen, /hadir; person_meant.py: who is meant

And what becomes of them:

    carry_out.py     the command lines of one mail, one after the other
    slashless.py     a command that was written without its slash: its author is asked
    results.py       the result of a line, in words
    receipt.py       all of them, as the letter back
    listed.py        the list of commands, as a letter and as docs/operators.md

mail/command_lines.py finds the lines. Commands without a ticket, in a reply to the digest, are in
flow/settle/digest_commands.py. Nothing in here knows mail formats, templates or the database.
"""
