"""What all tables have in common."""

from __future__ import annotations

import re

from peewee import Model


def _sql_name(model: type[Model]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__.removesuffix("Table")).lower()


class Table(Model):
    """The SQL name is the class name in snake case without `Table`: `InboxRawTable` is inbox_raw."""

    class Meta:
        table_function = _sql_name
