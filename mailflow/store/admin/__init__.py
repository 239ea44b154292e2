"""What commands need that the daemon does not.

    doctor.py     what must never be found
    backup.py     a copy while others write
    erase.py      a customer taken out of the tables
    retention.py  which bytes are old enough to go
    space.py      the disk they leave behind, given back
    journal.py    occasions in the order they happened, for rebuild
    dry_run.py    everything happens, and then nothing has happened

Not here: which command calls it when (flow/admin/).
"""
