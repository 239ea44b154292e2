"""A django-helpdesk 2.6.1 in one process, run by the Python of its own environment (test_ticket_systems.py) with a
folder as argument; reads one line of JSON for each step, and writes one back.

    {"mail": path}                  a mail arrives; the letters it causes
    {"answer": n, "text": words}    an agent answers ticket n on the web; the letters it causes
"""
# ruff: noqa: E402 - a script of another environment

import json
import logging
import sys
from pathlib import Path

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="example", USE_TZ=True, SITE_ID=1, ROOT_URLCONF="urls", MEDIA_ROOT="media", STATIC_URL="/static/",
    ALLOWED_HOSTS=["*"], DEFAULT_FROM_EMAIL="rooster@vendor.example",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                    "django.contrib.sites", "django.contrib.admin", "django.contrib.messages",
                    "django.contrib.humanize", "rest_framework", "helpdesk"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[], HELPDESK_KANBAN_ENABLED=False,
)  # fmt: skip
(Path(sys.argv[1]) / "urls.py").write_text(
    "from django.urls import include, path\n\n"
    'urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]\n'
)
sys.path.insert(0, sys.argv[1])
logging.disable(logging.CRITICAL)
django.setup()

from django.contrib.auth import get_user_model
from django.core import mail
from django.core.management import call_command
from helpdesk.email import extract_email_metadata
from helpdesk.models import Queue, Ticket
from helpdesk.update_ticket import update_ticket

call_command("migrate", verbosity=0)
QUEUE = Queue.objects.create(
    title="Rooster", slug="rooster", allow_email_submission=True, email_address="rooster@vendor.example",
    new_ticket_cc="", enable_notifications_on_email_events=True,
)  # fmt: skip
AGENT = get_user_model().objects.create_user("tono", "tono@vendor.example", "x", is_staff=True)


def letters() -> list[str]:
    found = [one.message().as_bytes().decode("utf-8", "surrogateescape") for one in mail.outbox]
    mail.outbox.clear()
    return found


mail.outbox = []
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    step = json.loads(line)
    if "mail" in step:
        text = Path(step["mail"]).read_bytes().decode("utf-8", "surrogateescape")
        extract_email_metadata(message=text, queue=QUEUE, logger=logging.getLogger("helpdesk"))
    else:
        ticket = Ticket.objects.get(id=step["answer"])
        update_ticket(AGENT, ticket, comment=step["text"], public=True, files=[])
    print(json.dumps({"letters": letters(), "tickets": Ticket.objects.count()}), flush=True)
