"""What `mailflow init` says while it asks, in Indonesian and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "begin": (
            "Beberapa pertanyaan; Enter menerima yang di dalam kurung. Setiap jawaban langsung dicoba; baru di akhir "
            "ada yang ditulis. Ctrl+C: berhenti, tidak ada yang berubah.",
            "A few questions; Enter takes what stands in brackets. Each answer is tried at once; nothing is written "
            "before the end. Ctrl+C: stop, nothing has changed.",
        ),
        "address": (
            "Alamat email layanan, yang ditulisi pelanggan",
            "The desk's mail address, which customers write to",
        ),
        "name": ("Nama layanan, seperti terlihat di email", "The desk's name, as it is seen in mails"),
        "looking": ("mencari server untuk {address} …", "looking for the servers of {address} …"),
        "found": ("ditemukan ({by}):", "found ({by}):"),
        "not-found": (
            "Servernya tidak ditemukan (atau sedang tanpa internet). Penyedia email Anda tahu namanya.",
            "The servers were not found (or there is no internet now). Your mail provider knows their names.",
        ),
        "imap": ("Server email masuk (IMAP)", "Server for incoming mail (IMAP)"),
        "smtp": ("Server email keluar (SMTP)", "Server for outgoing mail (SMTP)"),
        "one-of": ("jawab dengan salah satu dari: {options}", "answer with one of: {options}"),
        "way": ("Masuk dengan sandi atau OAuth", "Log in by password or OAuth"),
        "only-oauth": ("{provider}: {hint}", "{provider}: {hint}"),
        "password": ("Sandi kotak surat itu (tidak terlihat saat diketik)", "Password of that mailbox (not shown)"),
        "cafile": (
            "Sertifikatnya ditandatangani otoritas sendiri? Berkas sertifikat otoritas itu (kosong: tidak ada)",
            "Has an authority of your own signed it? The file of that authority's certificate (empty: none)",
        ),
        "no-file": ("tidak ada berkas {place}", "there is no file {place}"),
        "client-id": (
            "client_id aplikasi Anda (docs/providers.md)",
            "client_id of your application (docs/providers.md)",
        ),
        "client-secret": ("client_secret aplikasi itu", "client_secret of that application"),
        "tenant": ("Tenant: domain atau id-nya", "Tenant: its domain or id"),
        "trying": ("mencoba {what} …", "trying {what} …"),
        "refused": ("gagal: {words}", "failed: {words}"),
        "hint": ("yang bisa dilakukan: {hint}", "what to do: {hint}"),
        "again": (
            "ulang = login lagi, server = ubah alamat server, lanjut = tulis saja tanpa dicoba",
            "again = log in again, server = change the servers, skip = write it untried",
        ),
        "operator": (
            "Nama dan alamat petugas, mis. Budi budi@kampus.ac.id (kosong: selesai)",
            "Name and address of an operator, e.g. Budi budi@campus.example (empty: no more)",
        ),
        "pic": (
            "Nama dan alamat PIC, yang menutup tiket (kosong: selesai)",
            "Name and address of a PIC, who closes tickets (empty: no more)",
        ),
        "one-needed": ("Setidaknya satu diperlukan.", "At least one is needed."),
        "not-person": (
            "Itu bukan nama dan alamat: tulis misalnya Budi budi@kampus.ac.id",
            "That is no name and address: write for instance Budi budi@campus.example",
        ),
        "admin": ("Siapa yang diberi tahu kalau ada yang rusak (alamat)", "Who hears when something breaks (address)"),
        "hours": ("Jam kerja", "Working hours"),
        "not-hours": (
            "Tulis misalnya mon-fri 08:00-16:00",
            "Write for instance mon-fri 08:00-16:00",
        ),
        "timezone": ("Zona waktu", "Time zone"),
        "sending": (
            "mengirim email pertama ke {address} dan menunggunya kembali (paling lama semenit) …",
            "sending a first mail to {address} and waiting for it to come back (a minute at most) …",
        ),
        "came": ("email pertama kembali", "the first mail came back"),
        "lost": (
            "email pertama belum kembali setelah semenit: lihat di kotak surat itu, juga di folder spam",
            "the first mail has not come back within a minute: look into that mailbox, and its spam folder",
        ),
        "authserv": (
            "server email itu menyebut dirinya {name} di Authentication-Results",
            "that mail server calls itself {name} in Authentication-Results",
        ),
        "no-authserv": (
            "tidak ada email dengan Authentication-Results: petugas belum bisa dipercaya. Kirim satu email dari luar, "
            "lalu `mailflow check`; atau `operators: dkim` di rules.yaml (docs/admin.md, Whom to believe)",
            "no mail has Authentication-Results: operators cannot be believed yet. Send a mail from outside, then "
            "`mailflow check`; or `operators: dkim` in rules.yaml (docs/admin.md, Whom to believe)",
        ),
        "done": (
            "{folder} siap: rules.yaml (dengan penjelasan), surat-surat di templates/canned{secrets}",
            "{folder} is ready: rules.yaml (commented), the letters in templates/canned{secrets}",
        ),
        "next": (
            "Berikutnya:\n\n    {check} --connect\n        periksa semuanya\n    {run}\n        jalankan; kirim "
            "email ke {address} dan lihat jawabannya\n",
            "Next:\n\n    {check} --connect\n        check everything\n    {run}\n        run it; write to "
            "{address} and see what comes back\n",
        ),
    }
)


def say_in(language: str, key: str, **facts: str) -> str:
    """The words of a key; English for any language but Indonesian."""
    return WORDS[key][0 if language == "id" else 1].format(**facts)
