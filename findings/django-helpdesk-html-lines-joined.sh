#!/bin/sh
# django-helpdesk 2.6.1 with Django 5.2.8 (Python 3.11, 2026-11-29), a customer's mail that has only HTML.
# Guess: line breaks, paragraphs and cells of a table part words in the ticket's text as they do on the screen.
# Seen: tags are taken out and nothing is put in their place: the last word of a line grows together with the first of
# the next. A phone number followed by an amount becomes one number that nobody can take apart.
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

from django.core.management import call_command
from helpdesk.email import extract_email_metadata
from helpdesk.models import Queue

call_command("migrate", verbosity=0)
queue = Queue.objects.create(title="Desk", slug="desk", allow_email_submission=True, email_address="desk@desk.example")


def text_of(html: str) -> str:
    mail = ("From: ani@customer.example\nTo: desk@desk.example\nSubject: Pulsa\nMessage-ID: <1@customer.example>\n"
            f"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{html}\n")
    text = extract_email_metadata(message=mail, queue=queue, logger=logging.getLogger("try")).description
    print(repr(text))
    return text


assert text_of("Nomor tujuan: 0812-3456-7890<br>50.000 belum masuk") == "Nomor tujuan: 0812-3456-789050.000 belum masuk"
assert text_of("<table><tr><td>0812-3456-7890</td><td>50.000</td></tr></table>") == "0812-3456-789050.000"
assert text_of("<div>Halo</div><div>belum masuk</div>") == "Halobelum masuk"
PY
env/bin/python try.py 2>&1 | tail -5
