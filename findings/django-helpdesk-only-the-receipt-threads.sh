#!/bin/sh
# django-helpdesk 2.6.1 with Django 5.2.8 (Python 3.11, 2026-11-29), which letters to the author refer to his mail.
# Guess: the answer of the staff refers to the mail that it answers (In-Reply-To), as the receipt does.
# Seen: the other way round. The robot's receipts (for a new ticket and again for every further mail) have In-Reply-To; what a
# person answers has neither that nor References, and has the form and subject of a receipt: "… (Updated)", the first one's
# subject, never that of the mail answered. A desk that passes questions on and waits for what refers to its own mail hears only
# the robot; "[queue-number]" in the subject is the one thing that joins the answer.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install django-helpdesk==2.6.1 Django==5.2.8
cd "$folder"
cat >urls.py <<'PY'
from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
PY
cat >try.py <<'PY'
import logging

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="example", USE_TZ=True, SITE_ID=1, ROOT_URLCONF="urls", MEDIA_ROOT="media", STATIC_URL="/static/",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                    "django.contrib.sites", "django.contrib.admin", "django.contrib.messages",
                    "django.contrib.humanize", "rest_framework", "helpdesk"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[], HELPDESK_KANBAN_ENABLED=False,
)
django.setup()

from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from helpdesk.email import extract_email_metadata
from helpdesk.models import Queue
from helpdesk.update_ticket import update_ticket

call_command("migrate", verbosity=0)
call_command("loaddata", "emailtemplate.json", verbosity=0)
queue = Queue.objects.create(title="Second", slug="second", allow_email_submission=True, email_address="second@tier.example")
mail.outbox = []


def sent(what: str) -> tuple[str, str | None, str | None]:
    """Subject, In-Reply-To and Auto-Submitted of the newest letter, the only one."""
    letter = mail.outbox.pop().message()
    assert not mail.outbox and letter["References"] is None and letter["To"] == "desk@desk.example"
    found = letter["Subject"], letter["In-Reply-To"], letter["Auto-Submitted"]
    print(f"{what:8}", *found)
    return found


def receive(subject: str, key: str):
    raw = (f"From: desk@desk.example\nTo: second@tier.example\nSubject: {subject}\nMessage-ID: <{key}@desk.example>\n"
           "Content-Type: text/plain; charset=utf-8\n\nNomor tujuan: 0812-3456-7890\n")
    return extract_email_metadata(message=raw, queue=queue, logger=logging.getLogger("try"))


ticket = receive("[#4] Pulsa", "1")
assert sent("receipt") == ("[second-1] [#4] Pulsa (Opened)", "<1@desk.example>", "auto-replied")
receive("[second-1] Tambahan", "2")
assert sent("receipt") == ("[second-1] [#4] Pulsa (Updated)", "<2@desk.example>", "auto-replied")
person = get_user_model().objects.create_user("sari", email="sari@tier.example", is_staff=True)
update_ticket(person, ticket, comment="Sudah kami kirim ulang.", files=[], public=True, new_status=ticket.status)
assert sent("answer") == ("[second-1] [#4] Pulsa (Updated)", None, None)
PY
env/bin/python try.py 2>&1 | tail -5
