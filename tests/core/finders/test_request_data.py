"""The data of a request: the newest word counts, and is shown as people write it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.request_data import NewWords, Value, as_json, data_of, missing, value_words
from mailflow.core.rules import DataField

JAKARTA = ZoneInfo("Asia/Jakarta")
FIRST = datetime(2026, 11, 25, 10, 0, tzinfo=JAKARTA)
TARGET = DataField("tujuan", {"id": "nomor tujuan", "en": "number"}, "phone")
AMOUNT = DataField("nominal", {"id": "nominal", "en": "amount"}, "amount")
WHEN = DataField("waktu", {"id": "waktu", "en": "time"}, "moment")


def words(*texts: str, by_customer: bool = True, files: tuple[str, ...] = ()) -> list[NewWords]:
    return [
        NewWords(f"mail {n}", WrittenAt(FIRST + timedelta(hours=n), JAKARTA), text, files, by_customer)
        for n, text in enumerate(texts, 1)
    ]


def test_the_newest_mail_that_says_something_decides() -> None:
    """A later mail without a number leaves the earlier one's."""
    found = data_of(words("ke 0812-3456-7890", "maaf, 0857-1234-5678", "terima kasih"), [TARGET])
    assert as_json(found) == {"tujuan": {"value": "+6285712345678", "found": "mail 2"}}


def test_only_a_named_line_counts_from_an_operator() -> None:
    """And a named line without a value counts for nobody."""
    assert data_of(words("hubungi 0812-3456-7890", by_customer=False), [TARGET]) == {}
    assert data_of(words("tujuan: belum tahu", by_customer=False), [TARGET]) == {}
    assert (
        data_of(words("Nomor Tujuan: 0812-3456-7890", by_customer=False), [TARGET])["tujuan"].value == "+6281234567890"
    )


def test_names_of_files_count_when_the_words_say_nothing() -> None:
    """A screenshot is named after what it shows."""
    found = data_of(words("lihat lampiran", files=("struk_50rb.jpg",)), [AMOUNT, TARGET])
    assert found["nominal"].value == 50_000
    assert [field.name for field in missing([AMOUNT, TARGET], found)] == ["tujuan"]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (TARGET, "+6281234567890", "0812-3456-7890 (Telkomsel)"),
        (TARGET, "+622157901234", "02157901234"),
        (TARGET, "+6591234567", "+6591234567"),
        (AMOUNT, 1_250_000, "Rp 1.250.000"),
        (WHEN, "2026-11-24T14:05:00+07:00", "Selasa, 24 November 2026 pukul 14.05 WIB"),
    ],
)
def test_values_are_shown_as_people_write_them(field: DataField, value: Value, shown: str) -> None:
    """In the operator's letters."""
    assert value_words(value, field, "Asia/Jakarta", "id") == shown
