#!/bin/sh
# django-helpdesk 2.6.1 with Django 5.2.8 (Python 3.11, 2026-11-29): a mail opens a ticket, an agent answers it on the web.
# Guess: the answer replies to the customer's mail: In-Reply-To or References name its Message-ID, as the receipt's does.
# Seen: the receipt has In-Reply-To, the answer has neither, and its subject ends in "(Updated)". A program that follows
# threads alone takes every answer for a new conversation; only "[desk-1]" in the subject tells what it belongs to.
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
    ALLOWED_HOSTS=["*"], DEFAULT_FROM_EMAIL="desk@desk.example",
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
from helpdesk.models import Queue, Ticket
from helpdesk.update_ticket import update_ticket

call_command("migrate", verbosity=0)
queue = Queue.objects.create(title="Desk", slug="desk", allow_email_submission=True, email_address="desk@desk.example")
agent = get_user_model().objects.create_user("budi", "budi@desk.example", "x", is_staff=True)
mail.outbox = []
asked = ("From: ani@customer.example\nTo: desk@desk.example\nSubject: Pulsa\nMessage-ID: <1@customer.example>\n\n"
         "Belum masuk.\n")
extract_email_metadata(message=asked, queue=queue, logger=logging.getLogger("try"))
update_ticket(agent, Ticket.objects.get(), comment="Sudah kami kirim ulang.", public=True, files=[])
receipt, answer = (one.message() for one in mail.outbox)
for letter in (receipt, answer):
    print(*(f"{name}: {letter[name]}" for name in ("Subject", "In-Reply-To", "References")), sep="\n")
assert receipt["In-Reply-To"] == "<1@customer.example>"
assert answer["In-Reply-To"] is None and answer["References"] is None
assert answer["Subject"] == "[desk-1] Pulsa (Updated)"
PY
env/bin/python try.py 2>&1 | tail -8
