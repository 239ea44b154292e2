"""Archives of other mail programs and desks, read for `mailflow import`.

    found.py     files and folders → the archives in them, and what is none
    mbox.py      the mails of an mbox file, whichever of its dialects it is in
    place.py     where a mail lies, and its bytes
    heads.py     what joins an old mail to others: ids, number, moment
    readable.py  addresses that a public archive has hidden from robots
    other_desk.py  another desk's tickets → an mbox
    desk_entry.py  a message of such a ticket → a mail
    json_files.py  the objects in JSON files
    rt.py, zammad.py  what their REST APIs give

Not here: what the mails mean (understand.py), the tickets made of them (mailflow/flow/admin/importing.py).
"""
