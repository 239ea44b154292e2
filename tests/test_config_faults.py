"""What is wrong in rules.yaml is told: all at once, each with its line and the nearest valid word; never a secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailflow.config import load
from mailflow.errors import ConfigError
from tests.config_homes import faults, home, loaded

OAUTH = 'mailboxes: [{{imap: "imaps://desk@mail.example/INBOX", oauth: {{{}}}}}]'
LIST = "desk: {address: desk@desk.example, list: all@desk.example}"


def person(rest: str) -> str:
    return f"operators: [{{name: Budi, address: budi@desk.example}}, {{{rest}}}]"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        # keys
        ("aknowledge: true", "unknown key `aknowledge` (did you mean `acknowledge`?)"),
        ("desk: {address: desk@desk.example, lst: x@y.example}", "unknown key `desk.lst` (did you mean `list`?)"),
        (person("name: X, adress: x@desk.example"), "did you mean `address`?"),
        (person("name: X, adress: x@desk.example"), "`address` is missing in operators[2]"),
        (
            person("name: Sari, address: sari@desk.example, deputy: Budy"),
            "no colleague has this name (did you mean `Budi`?",
        ),
        (person("name: Sari, address: sari@desk.example, deputy: sari"), "nobody stands in for himself"),
        (
            "operators: [{name: Budi, address: b@desk.example, deputy: Sari}, {name: Sari, address: s@desk.example, "
            "deputy: Tono}, {name: Tono, address: t@desk.example, deputy: budi}]",
            "deputies in a ring: Budi → Sari → Tono → Budi",
        ),
        ("incidents: {customers: 1}", "incidents.customers"),
        # logins
        (OAUTH.format("provider: gogle, client_id: x"), "did you mean `google`?"),
        (OAUTH.format("provider: google, client_id: x"), "client_secret is missing"),
        (
            OAUTH.format("provider: google, client_id: x, client_secret: s, grant: device_code"),
            "Google lets nobody read",
        ),
        (OAUTH.format("provider: microsoft"), "`client_id` is missing"),
        (OAUTH.format("provider: microsoft, client_id: x, grant: client_credentials"), "client_secret is missing"),
        (OAUTH.format("provider: microsoft, client_id: x, grant: client_credentials, client_secret: s"), "one tenant"),
        (
            OAUTH.format("provider: other, client_id: x, scope: mail, token_url: https://x/y"),
            "authorize_url is missing",
        ),
        (OAUTH.format("provider: other, client_id: x, token_url: http://x.example/y"), "is not encrypted"),
        (
            'mailboxes: [{imap: "imaps://d@mail.example", password: x, oauth: {provider: microsoft, client_id: x}}]',
            "oauth: and a password (leave one of them out)",
        ),
        ('outgoing: {smtp: "smtp://mail.example", oauth: {provider: microsoft, client_id: x}}', "oauth: needs a user"),
        ('outgoing: {smtp: "smtp://mail.example", keyfile: desk.key}', "a key without its certificate"),
        ("incidents: {customers: 5, within: 0s}", "incidents.within"),
        ("incidents: {customer: 5}", "did you mean `customers`?"),
        ("away: [{name: Budy, from: 2026-12-21}]", "away: no colleague is called Budy (did you mean `Budi`?"),
        ("away: [{name: Budi, from: tomorrow}]", "'tomorrow' is no day (write it as 2026-12-24"),
        ("away: [{name: Budi, from: 2026-12-21, until: 2026-12-20}]", "it ends (2026-12-20) before it begins"),
        ("shifts: [{name: pagi, hours: '08:00-14:00', operators: Sary}]", "shifts: no operator is called Sary"),
        ("shifts: [{name: pagi, hours: '8 to 2', operators: Budi}]", "'8 to 2' is not a span of time"),
        ("shifts: [{name: pagi, hours: {senin: '08:00-14:00'}, operators: Budi}]", "did you mean `mon`?"),
        ("shifts: [{name: pagi, operators: Budi}]", "`hours` is missing in shifts[1]"),
        ("morning_list: early", "'early' is not a time of day"),
        (
            'mailboxes: [{imap: "imaps://d@mail.example/INBOX", password: x, after: "move:Done", mirror: true}]',
            "`mirror:` shows tickets on mails that `after: move:Done` takes away",
        ),
        (
            'mailboxes: [{imap: "imaps://d@mail.example/INBOX", password: x, after: delete, mirror: {keywords: true}}]',
            "takes away",
        ),
        (
            'mailboxes: [{imap: "imaps://d@mail.example/INBOX", password: x, mirror: {folders: "Tiket/{ownr}"}}]',
            "did you mean `owner`?",
        ),
        (
            'mailboxes: [{imap: "imaps://d@mail.example/INBOX", password: x, mirror: {folders: "{owner}"}}]',
            "must begin with a folder of its own",
        ),
        (
            'mailboxes: [{imap: "imaps://d@mail.example/Tiket/in", password: x, mirror: {folders: "Tiket/{owner}"}}]',
            "would be read as mail",
        ),
        ("mailboxes: [{maildir: var/in, mirror: true}]", "unknown key `mailboxes[1].mirror`"),
        ("claim_expires: soon", "claim_expires"),
        ("claim_expires: 0h", "'0h' would end at once (write a length such as 8wh, or never)"),
        ("away: [{name: Budi, until: 2026-12-20}]", "`from` is missing in away[1]"),
        (
            person("name: Sari, address: sari@desk.example, deputy: Budi")
            + "\naway: [{name: Budi, from: 2026-12-21, deputy: Sari}, {name: Sari, from: 2026-12-22}]",
            "deputies in a ring: Budi → Sari → Budi",
        ),
        ("second_tier: {name: Rooster}", "there is no address to write to (add `to: rooster@vendor.example`"),
        ("second_tier: {to: desk@desk.example}", "desk@desk.example is the desk itself or its list"),
        ("second_tier: desk@desk.example", "desk@desk.example is the desk itself or its list"),
        ("second_tier: {to: Budi@desk.example}", "is the address of Budi, who would answer as a colleague"),
        ("second_tier: {to: rooster}", "rooster"),
        ("second_tier: {categories: {pulsa: {require: nominal}}}", "the category pulsa has no address"),
        (
            "second_tier: {to: r@vendor.example, categories: {pulsa: {require: [nominl]}}}\n"
            "data: {nominal: {find: amount}}",
            "`data:` has no field `nominl` (did you mean `nominal`?",
        ),
        (
            "second_tier: {to: r@vendor.example, categories: {pulsa: {require: nominal}}}",
            "`data:` has no field `nominal` (add it: data: {nominal: {find: phone}}",
        ),
        (
            "second_tier: {to: r@vendor.example, categories: {pulsaa: {}}}\n"
            "rules: [{when: {subject: x}, then: {category: pulsa}}]",
            "no rule files anything under the category `pulsaa` (did you mean `pulsa`?",
        ),
        (
            "second_tier: {to: r@vendor.example, reassignments: few}",
            "'few' is no number of times (write one, such as 2, or none",
        ),
        ("second_tier: {to: r@vendor.example, reassignments: -1}", "-1 is no number of times"),
        ("second_tier: {to: r@vendor.example, category: x}", "did you mean `categories`?"),
        ("data: {tujuan: {find: phones}}", "there is no finder 'phones' (did you mean `phone`?"),
        ("data: {tujuan: {find: '/(a/'}}", "data.tujuan.find"),
        ("data: {tujuan: {label: nomor}}", "`find` is missing in data.tujuan"),
        ("reminders: {answr: []}", "unknown key `reminders.answr` (did you mean `answer`?)"),
        ("working_hours: {mon-fry: '08:00-17:00'}", "`mon-fry` is neither a day"),
        *(
            (f"working_hours: {{{written}: '08:00-17:00'}}", f"did you mean `{meant}`?")
            for written, meant in (
                ("mon-fry", "mon-fri"),
                ("sen-jum", "mon-fri"),
                ("Senin-Jumat", "mon-fri"),
                ("sabtu", "sat"),
                ("senin s/d jum'at", "mon-fri"),
                ("Senin sampai Sabtu", "mon-sat"),
                ("sel–kam", "tue-thu"),
                ("senin dan rabu", "mon,wed"),
                ("'sen,rab,jum'", "mon,wed,fri"),
                ("min", "sun"),
                ("ahad", "sun"),
                ("mon to fri", "mon-fri"),
                ("Tues-Thurs", "tue-thu"),
                ("hari kerja", "mon-fri"),
                ("weekend", "sat-sun"),
                ("setiap hari", "mon-sun"),
                ("libur", "holidays"),
                ("holiday", "holidays"),
                ("rebo", "wed"),
            )
        ),
        ("working_hours: {besok: '08:00-17:00'}", "days are mon, tue, wed, thu, fri, sat, sun"),
        *(
            (f"working_hours: {{mon: '08:00-17:00', holidays: {written}}}", f"did you mean `{meant}`?")
            for written, meant in (
                ("Indonesia", "ID"),
                ("indonesia", "ID"),
                ("Indonsia", "ID"),
                ("RI", "ID"),
                ("cuti bersama", "ID"),
                ("nasional", "ID"),
                ("Singapura", "SG"),
                ("Malaysia", "MY"),
                ("Jepang", "JP"),
                ("United States", "US"),
                ("Amerika Serikat", "US"),
                ("Timor Leste", "TL"),
            )
        ),
        ("working_hours: {mon: '08:00-17:00', holidays: Wakanda}", "write a country such as ID"),
        ("web: 0.0.0.0:8099", "open to other machines"),
        ("web: {listen: '192.0.2.1:80'}", "open to other machines"),
        ("web: {listen: 8099}", "is not host:port"),
        ("web: {url: desk.example}", "begin with https://"),
        ("web: {url: 'https://desk.example/mailflow'}", "has more than a host"),
        ("web: {users: {dewi: rahasia}}", "is a plain word, not the hash"),
        ("web: {header: X-Remote-User}", "is believed from anybody"),
        ("web: {from: 127.0.0.1}", "nothing is believed from it"),
        ("web: {header: X-User, from: 127.0.0.1, users: {dewi: $argon2id$x}}", "are two ways to log in"),
        ("survey: {low: 5}", "less than or equal to 4"),
        ("survey: {until: soon}", "soon"),
        ("probe: 10s", "no sensible pause"),
        ("probe: 2wd", "counts working time"),
        ("probe: {to: nobody}", "is not a mail address"),
        ("alarm_after: 0m", "without pause"),
        ("alarm: {}", "`smtp` is missing in alarm"),
        ("alarm: {smtp: 'smtp://desk@relay.example'}", "alarm: `password` is missing"),
        (
            "outgoing: {smtp: 'smtp://relay.example'}\nalarm: {smtp: 'smtp://relay.example'}",
            "the server of `outgoing:`",
        ),
        ("outgoing: {maildir: var/out, cafile: x}", "unknown key `outgoing.cafile`"),
        # types
        ('desk: {address: desk@desk.example, name: "a\\nb"}', "must be one line"),
        ("desk: desk@desk.example", "desk must be a block of `key: value` lines"),
        (person("name: No, address: no@desk.example"), 'YAML takes No for true or false (put it in quotes: "No")'),
        (person("name: 7, address: bond@desk.example"), 'YAML takes 7 for a number (put it in quotes: "7")'),
        ("claim_words: [ok, on]", 'YAML takes on for true or false (put it in quotes: "on")'),
        ("acknowledge: maybe", "acknowledge must be true or false"),
        ("acknowledgements_per_day: many", "must be a whole number"),
        ("claim: empty", "`empty` is not possible (did you mean `empty-only`?)"),
        ("desk: {address: desk@desk.example, language: fr}", "possible are id, en"),
        ("operators: []", "at least one operator"),
        ("operators: Budi", "operators must be a block"),
        # durations
        ("reopen_within: two days", "'two days' is not a duration"),
        ("reopen_within: 14", "its unit is missing"),
        ("digest: yes", "True is not a time of day"),
        ('digest: "25:00"', "'25:00' is not a time of day"),
        ("digest: half past seven", "is not a time of day"),
        ("retention: {raw: 3 months}", "'3 months' is no time to keep something"),
        ("retention: {raw: 0d}", "'0d' is no time to keep something"),
        ("retention: {journal: 2y}", "the journal proves everything else"),
        ("retention: {mails: 2y}", "unknown key `retention.mails`"),
        ("reminders: {breach_after: 1w}", "'1w' is not a duration (did you mean `7d`?)"),
        ("reopen_within: 14 hari", "'14 hari' is not a duration (did you mean `14d`?)"),
        ("reminders: {breach_after: 24 jam}", "is not a duration (did you mean `24h`?)"),
        ("reminders: {breach_after: 2 hari kerja}", "is not a duration (did you mean `2wd`?)"),
        ("reminders: {breach_after: 16 working hours}", "is not a duration (did you mean `16wh`?)"),
        ("mailboxes: {maildir: x, poll: 2wd}", "here only elapsed time is possible"),
        # addresses and people
        ("admin: admin", "'admin' is not a mail address (write name@domain)"),
        ("admin: Admin <admin@desk.example>", "leave out the name"),
        ("admin: admin@desk", "'desk' is no domain"),
        ("admin: a b@desk.example", "is not a mail address"),
        ("admin: desk@desk.example", "admin: desk@desk.example is the desk's own address"),
        (person("name: X, address: DESK@desk.example"), "the desk's own address"),
        (person("name: budi, address: x@desk.example"), "the name budi is already that of operators[1], line 7"),
        (person("name: X, address: x@desk.example, also: Budi@desk.example"), "is already that of operators[1]"),
        ("pic: {name: Dewi, address: Budi@desk.example}", "budi@desk.example is also that of operator Budi"),
        # the desk
        ("desk: {address: desk@desk.example, timezone: Asia/Jakata}", "did you mean `Asia/Jakarta`?"),
        (
            "desk: {address: desk@desk.example, timezone: WIB}",
            "'WIB' is not a time zone (did you mean `Asia/Jakarta`?)",
        ),
        (
            "desk: {address: desk@desk.example, timezone: GMT+7}",
            "'GMT+7' is not a time zone (did you mean `Asia/Jakarta`?)",
        ),
        ("desk: {address: desk@desk.example, timezone: 'UTC+08:00'}", "(did you mean `Asia/Makassar`?)"),
        ("claim_words: a\0b", ": not YAML: unacceptable character #x0000"),
        ("claim_words: “ambil”", "has curly quotation marks (write straight ones"),
        (
            "trust: {authserv: 'https://mx.desk.example/'}",
            "no name a server calls itself (did you mean `mx.desk.example`?)",
        ),
        ("trust: {authserv: 'mx.desk.example; dmarc=pass'}", "(did you mean `mx.desk.example`?)"),
        ("desk: {address: desk@desk.example, number: '{m}'}", "{m} means nothing in a number"),
        ("desk: {address: desk@desk.example, number: 'T'}", "must contain {n} once"),
        ("desk: {address: desk@desk.example, number: '{n:x}'}", "{n:x} is not a format"),
        ("desk: {address: desk@desk.example, number: '{n!r}'}", "is not a format"),
        ("desk: {address: desk@desk.example, number: '{n'}", "is not a number format"),
        ("desk: {address: desk@desk.example, number: 'No {n}'}", "must not contain spaces"),
        ("desk: {address: desk@desk.example, regulations: our rules}", "'our rules' is no address of a page"),
        ("attachments: {copy_up_to: 2}", "'2' is not a size"),
        ("attachments: {copy_up_to: lots}", "such as 500kB or 2MB"),
        ("sent_folder: Sent", "there is no imap mailbox whose folder it could be (write {maildir: var/sent}"),
        ("sent_folder: {maildir: a, folder: b}", "sent_folder: is one folder"),
        ("sent_folder: {maildir: var/in}\nmailboxes: {maildir: var/in}", "var/in is used for mail already"),
        (
            "sent_folder: inbox\nmailboxes: {imap: 'imaps://u@mail.example', password: x}",
            "inbox is the folder that is read (name another, such as Sent)",
        ),
        ("reminders: {bundle: 0}", "0 is no number from 1 on"),
        ("reminders: {bundle: many}", "'many' is no number from 1 on"),
        ("attachments: {copy_to: 2MB}", "did you mean `copy_up_to`?"),
        ("announce_taken: maybe", "announce_taken must be true or false"),
        # reminders
        ("reminders: {claim: {after: 1h, letter: reminder-clam, to: pic}}", "there is no letter `reminder-clam`"),
        ("reminders: {claim: {after: 1h, letter: reminder-clam, to: pic}}", "did you mean `reminder-claim`?"),
        ("reminders: {claim: {after: 1h, letter: closed, to: operator}}", "did you mean `operators`?"),
        ("reminders: {claim: {after: 1h, letter: closed, to: [pic, Sary]}}", "did you mean `Sari`?"),
        ("reminders: {claim: {after: 1h, letter: closed, to: x@y}}", "'x@y' is not a mail address"),
        ("reminders: {claim: {after: 1h, letter: closed, to: desk@desk.example}}", "is the desk itself"),
        ("admin:\nreminders: {claim: {after: 1h, letter: closed, to: admin}}", "needs the admin's address"),
        ("reminders: {claim: {after: 1h, to: pic}}", "`letter` is missing in reminders.claim"),
        (
            "reminders: {claim: [{after: 1h, letter: closed, to: pic}, {after: 1h, letter: closed, to: owner}]}",
            "a second step after 1h",
        ),
        # announce and trust
        ("desk: {address: desk@desk.example, list: DESK@desk.example}", "a list has an address of its own"),
        ("announce: list", "announce: list needs the list's address (add `list:` under `desk:`)"),
        ("announce: {to: lists}", "did you mean `list`?"),
        ("trust: {operators: token}", "token stands behind a plus sign in the desk's address, which desk.plus allows"),
        ("trust: {operators: [aligned, token]}", "write plus: true under desk:"),
        (
            f"desk: {{address: {'d' * 40}@desk.example, plus: true}}\ntrust: {{operators: token}}",
            "an address of at most 28 characters before the @",
        ),
        ("trust: {operators: []}", "trust.operators"),
        ("trust: {operators: [dkim, tokens]}", "did you mean `token`?"),
        ("spam: {headers: 'X Spam'}", "is no name of a header field"),
        ("spam: {filter: 'clamav://127.0.0.1'}", "is no filter (write rspamd://127.0.0.1:11333"),
        ("trust: {forwarders: lists.desk.example}", "trust.forwarders counts only where signatures are checked"),
        ("trust: {operators: dkim, resolver: dns.example}", "is not host:port"),
        ("trust: {operators: dkim, resolver: 'dns.example:53'}", "is no DNS server's address"),
        (f"{LIST}\ntrust: {{operators: token}}", "cannot go with announce: list"),
        (
            "announce: {reply_to: everyone}\ntrust: {operators: token}",
            "cannot go with announce: list or reply_to: everyone",
        ),
        ("trust: {operators: alligned}", "did you mean `aligned`?"),
        # working hours
        ("working_hours: {mon: '8-17'}", "'8-17' is not a span of time"),
        ("working_hours: {mon: 08:00}", "'08:00' is not a span of time"),
        ("working_hours: {mon: '22:00-06:00'}", "ends before it begins"),
        ("working_hours: {mon: '08:00-25:00'}", "no clock shows"),
        ("working_hours: {mon: ['08:00-12:00', '11:00-13:00']}", "overlap"),
        ("working_hours: {mon-fri: '08:00-17:00', fri: '08:00-11:00'}", "fri is given twice"),
        ("working_hours: {mon: closed}", "no working time in the whole week"),
        ("working_hours: {mon: '08:00-17:00', holidays: IX}", "neither a country, a date nor an .ics file"),
        ("working_hours: {mon: '08:00-17:00', holidays: 2026-02-30}", "'2026-02-30' is not a date"),
        ("working_hours: {mon: '08:00-17:00', holidays: NO}", 'put it in quotes: "NO"'),
        ("working_hours: {mon: '08:00-17:00', holidays: [ID, none.ics]}", "none.ics cannot be read"),
        # servers
        ("mailboxes: [{maildir: var/in}, {maildir: var/in/}]", "var/in/ is already mailboxes[1]"),
        ("outgoing: {maildir: var/in}", "letters written into var/in would be read as mail"),
        ("mailboxes: {maildir: x, poll: 0s}", "would look without pause"),
        ("mailboxes: {imap: 'imaps://u@mail.example', password: ''}", "mailboxes.password: is empty"),
        ("mailboxes: {imp: imaps://u@x}", "a mailbox is one of"),
        ("mailboxes: {imap: 'imaps://u@x', maildir: y, password: p}", "a mailbox is one of"),
        ("mailboxes: {imap: 'imap+insecure://u@mail.example', password: p}", "only for this very machine"),
        ("mailboxes: {imap: 'pop3://u@mail.example', password: p}", "not a server's address"),
        ("mailboxes: {imap: 'imaps://mail.example', password: p}", "the user is missing"),
        ("mailboxes: {imap: 'imaps://u@mail.example:imap', password: p}", "not a server's address"),
        ("mailboxes: {imap: 'imaps://u@mail.example'}", "`password` is missing"),
        ("mailboxes: {maildir: x, after: mov:Y}", "possible are keep, seen, delete, move:FOLDER"),
        ("mailboxes: {maildir: x, after: 'move:'}", "is nothing one can do"),
        ("mailboxes: {maildir: x, since: yesterday}", "neither init, all nor a date"),
        ("mailboxes: {lmtp: 8024}", "is not host:port"),
        ("mailboxes: {lmtp: '0.0.0.0:8024'}", "takes mail from every machine that can reach it"),
        ("mailboxes: {smtp: '[::]:8025'}", "allow: [10.1.0.0/16]"),
        ("mailboxes: {smtp: 'mx.desk.example:25'}", "takes mail from every machine"),
        ("mailboxes: {lmtp: '0.0.0.0:8024', allow: [10.1.0.0/33]}", "is not a network"),
        ("mailboxes: {lmtp: '0.0.0.0:8024', allow: 0.0.0.0/0}", "is everybody (name the networks that are meant"),
        ("mailboxes: {lmtp: '0.0.0.0:8024', allow: [10.1.0.0/16, '::/0']}", "is everybody"),
        ("mailboxes: {lmtp: '0.0.0.0:8024', allow: [0.0.0.0/1, 128.0.0.0/1]}", "is everybody"),
        ("web: {listen: '127.0.0.1:8099', url: https://desk.example, header: X-User, from: 0.0.0.0/0}", "is everybody"),
        ("mailboxes: []", "no mailbox"),
        (f"acknowledgements_per_day: {'9' * 5_000}", "acknowledgements_per_day"),
        (f"limits: {{mails: {{sender: {{hour: {'9' * 30}}}}}}}", "limits.mails.sender.hour input should be less than"),
        ("outgoing:", "no outgoing server"),
        ("outgoing: {smtp: 'smtp+insecure://mail.example'}", "only for this very machine"),
        ("outgoing: {smtp: 'smtp://u@mail.example'}", "`password` is missing"),
        ("outgoing: {smtp: 'smtp://mail.example', password: p}", "a password but no user"),
        ("database: mysql://x", "write sqlite:///mailflow.db"),
        ("survey: {link: 'https://x.example/?t={numer}'}", "did you mean `number`?"),
        ("survey: {link: 'survey.example'}", "begin with https://"),
        # forms and rules
        ("forms: [{from: x@y.example}]", "`customer` is missing in forms[1]"),
        ("forms: [{from: x@y.example, customer: {reply_to: false}}]", "does not say where the customer's address"),
        ("forms: [{from: x@y.example, customer: {body: 'Email: (.*)'}}]", "(?P<address>…)"),
        ("forms: [{from: x@y.example, customer: {body: '('}}]", "not a regular expression"),
        (
            "forms: [{from: x@y.example, customer: {body: '(?P<address>x)(?P=address)'}}]",
            "write out what may stand there",
        ),
        ("rules: [{when: {subject: '/a(?=b)/'}, then: {category: y}}]", "match what stands beside it"),
        (
            "rules: [{when: {subjet: x}, then: {category: y}}]",
            "`subjet` is no word of `when:` (did you mean `subject`?)",
        ),
        ("rules: [{when: {subject: x}, then: {assign: Sary}}]", "no operator has this name (did you mean `Sari`?)"),
        ("rules: [{when: {subject: x}, then: {assign: Dewi}}]", "no operator has this name"),
        (
            "rules: [{when: {subject: x}, then: {group: pulsa}}]",
            "no operator is in this group (`groups:` of operators gives none)",
        ),
        ("rules: [{when: {subject: x}, then: {ladder: gawat}}]", "there is no such entry (`ladders:` gives none)"),
        ("rules: [{when: {data: -tujuan}, then: {category: y}}]", "there is no such entry (`data:` gives none)"),
        ("rules: [{when: {hour: pagi}, then: {category: y}}]", "is no hour of the day: write"),
        ("rules: [{when: {weekday: no}, then: {category: y}}]", "`weekday` must be text: YAML takes no for"),
        ("rules: [{when: {weekday: kmis}, then: {category: y}}]", "is no day: write mon"),
        ("rules: [{when: {subject: x}, then: {kind: keluhan}}]", "is no kind of mail: write"),
        ("rules: [{when: {subject: x}, then: {ask: tujuan}}]", "there is no such entry (`data:` gives none)"),
        ("rules: [{when: {subject: x}, then: {reply: answer-pulsa-dat}}]", "there is no such answer (did you mean"),
        ("rules: [{when: {subject: x}, then: {self_help: [a, b, c, d]}}]", "`self_help` takes at most 3 values"),
        ("rules: [{when: {subject: x}, then: {priority: urgent}}]", "is no priority: write high, normal or low"),
        (
            "ladders: {gawat: {claim: [{after: 1h, letter: remindr-claim, to: pic}]}}",
            "there is no letter `remindr-claim`",
        ),
        ("ladders: {gawat: {klaim: []}}", "klaim"),
        ("rules: [{when: {subject: x}, then: {category: [y, z]}}]", "`category` takes one value"),
        ("rules: [{when: {subject: 404}, then: {category: y}}]", 'put it in quotes: "404"'),
        ("rules: [{when: {subject: /(/}, then: {category: y}}]", "not a regular expression"),
        ("rules: [{when: {subject: x}, then: {language: francais}}]", "no code of a language"),
        ("rules: [{when: {has_attachment: some}, then: {category: y}}]", "true or false"),
        ("rules: [{when: {subject: x}}]", "has no `then:`"),
        ("rules: [{wen: {subject: x}, then: {category: y}}]", "did you mean `when`?"),
        # YAML
        ("admin: a@b.example\nadmin: c@d.example", "`admin` stands twice in this block, first on line"),
        ("reminders: {claim: [], claim: []}", "`claim` stands twice"),
        ("admin: !mail x", "means nothing here"),
        ("desk: {<<: {a: b}, address: desk@desk.example}", "merge keys"),
        ("[a]: b", "a key must be one word"),
        ("x: &a [*a]", "an alias (*name) inside the block it stands for"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, line: str, says: str) -> None:
    """Each wrong line is named, with what is wrong and what would be right."""
    said = faults(tmp_path, line)
    assert [fault for fault in said if says in fault], said
    assert all(re.match(r"\d+: ", fault) for fault in said)


def test_all_faults_at_once_by_line(tmp_path: Path) -> None:
    """Shape, format and dependencies between parts: one run tells everything, in the order of the file."""
    said = faults(
        tmp_path,
        """
        desk:
          address: desk@desk.example
          lst: x
        operators:
          - name: Budi
            address: budi
          - {name: Budi, address: sari@desk.example}
        announce: list
        reminders:
          claim:
            - after: 24
              letter: reminder-clam
              to: operator
        rules:
          - when: {subjet: pulsa}
            then: {assign: Bdi}
        """,
    )
    lines = [int(fault.partition(":")[0]) for fault in said]
    assert lines == sorted(lines)
    first = min(lines) - 3  # the line of `desk:`
    assert [line - first for line in lines] == [3, 6, 7, 8, 11, 12, 13, 15, 16]


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        (b"desk: [a", "rules.yaml:2", "not YAML"),
        (b"desk:\n\tname: x", "rules.yaml:2", "indent with spaces, not tabs"),
        (b"desk:\n  name: a: b", "rules.yaml:2", "needs quotes"),
        (b"- x", "rules.yaml:1", "must consist of"),
        (b"", "rules.yaml:1", "is empty"),
        (b"# only words\n", "rules.yaml:1", "is empty"),
        (b"desk:\n  name: caf\xe9\n", "rules.yaml:2", "is not UTF-8"),
        (b"desk: *b", "rules.yaml:1", "undefined alias"),
        (b"a: 1\n---\nb: 1", "rules.yaml:2", "not YAML"),
        (b"desk: a\0b", "rules.yaml:1", "not YAML"),
    ],
)
def test_a_file_that_is_no_yaml(tmp_path: Path, content: bytes, place: str, says: str) -> None:
    """Told with its place and in one line, by `load` as by a quick look."""
    (tmp_path / "rules.yaml").write_bytes(content)
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, {})
    (fault,) = raised.value.faults
    assert (fault.place, says in str(fault), "\n" in str(fault)) == (place, True, False)


def test_no_home_and_no_rules(tmp_path: Path) -> None:
    """Whoever stands in the wrong folder is told what to do."""
    for folder, says in ((tmp_path / "nowhere", "no such folder"), (tmp_path, "no such file")):
        with pytest.raises(ConfigError, match=rf"{says} \(run `mailflow init DIR`"):
            load(folder, {})


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Windows editors put one in front."""
    file = home(tmp_path) / "rules.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert load(tmp_path, {}).rules.desk.address == "desk@desk.example"


# ---- the environment


def test_names_come_from_the_environment_then_from_the_env_file(tmp_path: Path) -> None:
    """The environment goes first; .env knows comments, export and quotes."""
    (tmp_path / ".env").write_text("# secrets\nexport A='one' # first\nB=two words # second\nC=\"#3\"\n\nA2=x#y\n")
    link = "survey: {link: 'https://${A}.${A2}/${B}${C}'}"
    assert loaded(tmp_path, link).rules.survey_link == "https://one.x#y/two words#3"
    assert loaded(tmp_path, link, environ={"A": "other"}).rules.survey_link == "https://other.x#y/two words#3"


def test_a_name_that_is_not_set(tmp_path: Path) -> None:
    """An error for run and check, not for list and report, whose database is then all that must be known."""
    lines = "secret: ${S}\nmailboxes: {imap: '${URL}', password: '${P}'}\noutgoing: {smtp: '${OUT}'}\nadmin: ${ADMIN}"
    said = faults(tmp_path, lines)
    for name in ("S", "URL", "P", "OUT", "ADMIN"):
        assert [
            fault for fault in said if f"${{{name}}} is not set (set {name} in the environment or in .env)" in fault
        ]
    settings = loaded(tmp_path, lines, need_secrets=False)
    assert settings.secret is None
    assert "${DB} is not set" in faults(tmp_path, "database: ${DB}", need_secrets=False)[0]


def test_without_secrets_no_mailbox_is_needed(tmp_path: Path) -> None:
    """`report` on a copy of the database has no servers."""
    settings = loaded(tmp_path, "mailboxes:\noutgoing:", need_secrets=False)
    assert (settings.mailboxes, settings.outgoing) == ((), None)


@pytest.mark.parametrize("bad", ["${}", "${A-B}", "${A"])
def test_what_is_no_name(tmp_path: Path, bad: str) -> None:
    """A slip in ${…} is told, not passed on as a password."""
    assert any("is not a name of the environment" in fault for fault in faults(tmp_path, f"secret: '{bad}'"))


def test_an_env_line_that_is_none(tmp_path: Path) -> None:
    """Its place is told, its text is not: it may be half a password."""
    (tmp_path / ".env").write_text("A=1\ngeheim words\n")
    said = faults(tmp_path)
    assert said == [".env:2: is not a line NAME=value (comments start with #)"]


@pytest.mark.parametrize(
    "line",
    [
        "database: ${X}",
        "admin: ${X}",
        "mailboxes: {imap: '${X}', password: p}",
        "mailboxes: {imap: 'imaps://u:${X}@', password: p}",
        "mailboxes: {maildir: x, after: '${X}'}",
        "mailboxes: {maildir: x, since: '${X}', poll: '${X}'}",
        "outgoing: {smtp: 'smtp://u:${X}@mail.example:x'}",
        "desk: {address: desk@desk.example, timezone: '${X}', number: '${X}', language: '${X}'}",
        "survey: {link: '{${X}}'}",
        "reopen_within: ${X}",
        "working_hours: {mon: '${X}', holidays: ['${X}', '${X}.ics']}",
        "reminders: {claim: {after: 1h, letter: '${X}', to: '${X}'}}",
        "rules: [{when: {subject: '/(${X}/'}, then: {assign: '${X}', language: '${X}'}}]",
        "forms: [{from: '${X}', customer: {body: '(${X}'}}]",
        "operators: [{name: '${X}', address: a@b.example}, {name: '${X}', address: a@b.example}]",
        "trust: {operators: '${X}'}",
        "plus: ${X}",
    ],
)
@pytest.mark.parametrize("secret", ["GeHeim-1234", 'it\'s "qu\\oted" GeHeim', "{GeHeim}", "x@GeHeim"])
def test_no_fault_shows_a_secret(tmp_path: Path, line: str, secret: str) -> None:
    """Whatever the environment puts in the wrong place, neither it nor a piece of it is shown."""
    said = faults(tmp_path, line, environ={"X": secret})
    assert said
    assert not [fault for fault in said if "geheim" in fault.lower()], said


# ---- warnings


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("trust: {operators: aligned}", "no operator will be believed"),
        ("trust:", "no operator will be believed"),
        ("pic:", "there is no PIC"),
        ("reminders: {claim: [{after: 1h, letter: closed, to: [pic, owner]}]}", "`to: owner` reaches nobody"),
        ("reminders: {feedback: {after: 1h, letter: reminder-answer, to: customer}}", "is a letter for colleagues"),
        ("reminders: {feedback: [{after: 1h, letter: ask-feedback, to: [customer, owner]}]}", "speaks to the customer"),
        ("admin:", "there is no admin"),
        (
            "second_tier: {to: r@vendor.example, categories: {jaringan: {}}}\n"
            "rules: [{when: {subject: x}, then: {category: pulsa}}]",
            "no rule files anything under the category `jaringan`, so only a colleague can",
        ),
        ("secret: short", "can be guessed"),
        ("mailboxes: {imap: 'imaps://u@mail.example', password: geheim}", "a password stands in rules.yaml itself"),
        ("mailboxes: {imap: 'imaps://u:geheim@mail.example'}", "a password stands in rules.yaml itself"),
        ("database: postgresql://u:geheim@host/name", "a password stands in rules.yaml itself"),
        (LIST, "only if the desk's mailbox itself receives the list's mail"),
        (
            "mailboxes: [{imap: 'imaps://u@mail.example', password: geheim, cafile: no/ca.pem}]",
            "mailboxes[1].cafile: there is no file ",
        ),
        ("outgoing: {smtp: 'smtp://u@mail.example', password: geheim, cafile: /no/ca.pem}", "outgoing.cafile: there"),
        ("alarm: {smtp: 'smtp://u@mail.example', password: geheim, cafile: /no/ca.pem}", "alarm.cafile: there is no"),
    ],
)
def test_a_warning_is_given(tmp_path: Path, line: str, says: str) -> None:
    """Odd, but no reason not to start; without showing the password."""
    warnings = [str(fault) for fault in loaded(tmp_path, line).warnings]
    assert [warning for warning in warnings if says in warning], warnings
    assert "geheim" not in "".join(warnings)
