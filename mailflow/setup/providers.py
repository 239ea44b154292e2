"""Providers many people have: where their servers are and what to do when they say no. A table."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """`imap` and `smtp` without the user: "imaps://imap.gmail.com"."""

    name: str
    domains: tuple[str, ...]  # of addresses
    exchangers: tuple[str, ...]  # ends of the names of its mail exchangers (MX), for domains of customers
    imap: str
    smtp: str
    refused: tuple[str, str]  # what to do about a refused login, in Indonesian and English
    oauth: str = ""  # provider of OAuth 2, as rules.yaml names it
    passwords: bool = True  # it takes passwords at all
    authserv: str = ""  # how it calls itself in Authentication-Results, as far as that is fixed


def _app_password(where: str) -> tuple[str, str]:
    return (
        f"sandi akun biasa tidak diterima: buat sandi aplikasi ({where}) dan ketik di sini",
        f"the account's own password is not taken: make an app password ({where}) and type it here",
    )


KNOWN = (
    KnownProvider(
        "Gmail", ("gmail.com", "googlemail.com"), (".google.com", ".googlemail.com"),
        "imaps://imap.gmail.com", "smtp://smtp.gmail.com:587",
        (
            "sandi akun biasa tidak diterima: nyalakan verifikasi dua langkah, buat sandi aplikasi (Akun Google, "
            "Keamanan, Sandi aplikasi), atau pilih OAuth (docs/providers.md)",
            "the account's own password is not taken: switch on two-step verification and make an app password (Google "
            "account, Security, App passwords), or choose OAuth (docs/providers.md)",
        ),
        "google", authserv="mx.google.com",
    ),
    KnownProvider(
        "Microsoft 365", ("outlook.com", "hotmail.com", "live.com", "msn.com"), (".mail.protection.outlook.com",),
        "imaps://outlook.office365.com", "smtp://smtp.office365.com:587",
        (
            "Microsoft sudah mematikan login dengan sandi: daftarkan aplikasi di Entra dan masuk dengan OAuth "
            "(docs/providers.md); IMAP dan Authenticated SMTP harus dinyalakan untuk kotak surat ini",
            "Microsoft has switched basic authentication off: register an application in Entra and log in by OAuth "
            "(docs/providers.md); IMAP and Authenticated SMTP must be on for this mailbox",
        ),
        "microsoft", passwords=False,
    ),
    KnownProvider(
        "Yahoo", ("yahoo.com", "yahoo.co.id", "ymail.com", "rocketmail.com"), (".yahoodns.net",),
        "imaps://imap.mail.yahoo.com", "smtps://smtp.mail.yahoo.com", _app_password("Account Security, App password"),
    ),
    KnownProvider(
        "iCloud", ("icloud.com", "me.com", "mac.com"), (".mail.icloud.com",),
        "imaps://imap.mail.me.com", "smtp://smtp.mail.me.com:587", _app_password("account.apple.com, App-Specific"),
    ),
    KnownProvider(
        "Zoho", ("zoho.com", "zohomail.com"), (".zoho.com",),
        "imaps://imap.zoho.com", "smtps://smtp.zoho.com",
        _app_password("accounts.zoho.com, Security; IMAP Access on in Zoho Mail's settings"),
    ),
    KnownProvider(
        "Fastmail", ("fastmail.com",), (".messagingengine.com",),
        "imaps://imap.fastmail.com", "smtps://smtp.fastmail.com", _app_password("Settings, Privacy & Security"),
    ),
)  # fmt: skip
OTHER = KnownProvider(
    "", (), (), "", "",
    (
        "nama pengguna biasanya alamat lengkap (cPanel: Email Accounts), kadang hanya bagian sebelum @ (Dovecot); "
        "sandinya sandi kotak surat itu, bukan sandi cPanel",
        "the user is mostly the whole address (cPanel: Email Accounts), sometimes the part before @ (Dovecot); the "
        "password is that mailbox's, not cPanel's own",
    ),
)  # fmt: skip


def of_domain(domain: str) -> KnownProvider | None:
    return next((one for one in KNOWN if domain.lower() in one.domains), None)


def of_exchangers(names: list[str]) -> KnownProvider | None:
    """By the MX records of a customer's domain."""
    lower = [name.lower().rstrip(".") for name in names]
    return next((one for one in KNOWN if any(name.endswith(one.exchangers) for name in lower)), None)


def of_server(host: str) -> KnownProvider:
    """By a server somebody has typed; OTHER for one of his own."""
    return next((one for one in KNOWN if host and host.lower() in (_host(one.imap), _host(one.smtp))), OTHER)


def _host(url: str) -> str:
    return url.partition("://")[2].partition(":")[0]
