"""Makes mailflow/core/replies/learned/*.py from the judged tables: `python -m tests.core.judged.learn [operators …]`.

Logistic regression with several meanings (softmax), all points zero or above so that a feature only speaks *for*
something. Gradients of all rows at once, steps shrinking as AdaGrad does; no randomness: the same tables give the same
points. Takes a minute for all three.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailflow.core.replies import customer, pic
from mailflow.core.replies.cards import without_identity, without_signature
from mailflow.core.replies.classes import weighty
from mailflow.core.replies.leaning import features, shape
from mailflow.core.replies.levelled import Marked, levelled, of_tokens
from mailflow.core.replies.spoken import spoken
from mailflow.core.replies.tokens import MOST, Levelled, tokens

HERE = Path(__file__).parent
TARGET = HERE.parents[2] / "mailflow" / "core" / "replies" / "learned"
ROUNDS, STEP, SHRINK = 120, 0.5, 0.005
SLIGHT = 0.0005  # of how wrong a chance is: less teaches nothing more, and half the time goes there
OFTEN = 2  # tables: a word of one row alone may be mistyped
LEAST = 0.5  # points that are kept
Row = tuple[str, Marked, list[str]]


@dataclass(frozen=True)
class Lesson:
    """What is learned of one role's tables."""

    name: str
    meanings: tuple[str, ...]
    called: dict[str, str]  # as the tables call them
    read: Callable[[str], tuple[Marked, list[str]]]
    combined: Callable[[], list[Row]] | None = None

    @property
    def tables(self) -> list[Path]:
        return sorted(HERE.glob(f"{self.name}*.tsv"))


def rows(lesson: Lesson) -> list[Row]:
    found: dict[str, Row] = {}
    for table in lesson.tables:
        for line in table.read_text("utf-8").splitlines():
            judged, *_, reply = line.split("\t") if line and not line.startswith("#") else ("", "")
            meaning = lesson.called.get(judged, judged)
            if meaning in lesson.meanings:
                found.setdefault(reply, (meaning, *lesson.read(reply.replace("\\n", "\n"))))
    return [*found.values(), *(lesson.combined() if lesson.combined else ())]


def learned(lesson: Lesson) -> dict[tuple[str, int], list[str]]:
    """Features by (meaning, half points)."""
    known = rows(lesson)
    often = Counter(word for _, row, _ in known for word in set(row.words) if word[0] != "<")
    vocabulary = Levelled({word: word for word, count in sorted(often.items()) if count >= OFTEN})
    spelled = [
        (
            meaning,
            [word if word[0] == "<" else vocabulary.spelled(word) or word for word in row.words],
            shaped,
            row.signs,
        )
        for meaning, row, shaped in known
    ]
    found = [(meaning, [one for one, _, _ in features(*said)]) for meaning, *said in spelled]
    kept = {one: at for at, one in enumerate(sorted({one for _, said in found for one in said}))}
    weights = fitted([(lesson.meanings.index(m), [kept[one] for one in said if one in kept]) for m, said in found],
                     len(kept), len(lesson.meanings))  # fmt: skip
    points: dict[tuple[str, int], list[str]] = {}
    for at, meaning in enumerate(lesson.meanings):
        for one, place in kept.items():
            half = round(weights[at][place] * 2)
            if weights[at][place] >= LEAST and half:
                points.setdefault((meaning, half), []).append(one)
    return points


def fitted(known: Sequence[tuple[int, list[int]]], many: int, meanings: int) -> list[list[float]]:
    """Weights by meaning and feature."""
    weights = [[0.0] * many for _ in range(meanings)]
    squares = [[1e-8] * many for _ in range(meanings)]
    for _ in range(ROUNDS):
        slopes = [[SHRINK * weight for weight in row] for row in weights]
        for right, said in known:
            even = 1 / math.sqrt(max(len(said), 1))
            scores = [even * sum(map(row.__getitem__, said)) for row in weights]
            top = max(scores)
            powers = [math.exp(score - top) for score in scores]
            whole = sum(powers)
            for at, power in enumerate(powers):
                wrong = power / whole - (at == right)
                if abs(wrong) < SLIGHT:
                    continue
                wrong *= even
                slope = slopes[at]
                for one in said:
                    slope[one] += wrong
        for row, squared, slope in zip(weights, squares, slopes, strict=True):
            for at, more in enumerate(slope):
                squared[at] += more * more
                row[at] = max(0.0, row[at] - STEP / math.sqrt(squared[at]) * more)
    return weights


def written(lesson: Lesson, points: dict[tuple[str, int], list[str]]) -> str:
    lines = [
        "# ruff: noqa: E501 - a table of words",
        f'"""What words of {lesson.name} speak for, in half points; made by tests/core/judged/learn.py."""',
        "",
        "from __future__ import annotations",
        "",
        f'MADE_OF = "{digest(lesson)}"  # the judged tables, so that a test sees when they change',
        "",
        "TABLE: tuple[tuple[str, int, str], ...] = (",
    ]
    order = {meaning: at for at, meaning in enumerate(lesson.meanings)}
    for (meaning, half), said in sorted(points.items(), key=lambda one: (order[one[0][0]], -one[0][1])):
        joined = "|".join(said).replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'    ("{meaning}", {half}, "{joined}"),')
    return "\n".join([*lines, ")  # fmt: skip", ""])


def digest(lesson: Lesson) -> str:
    """Of the tables."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in lesson.tables)).hexdigest()[:16]


# -- how each role's words are read


NAMES = ("Budi Santoso", "Sari Dewanti", "Dewi Lestari", "Agus", "iDuHelp! Offline", "Ani", "Joko", "Rina")


def operator_row(reply: str) -> tuple[Marked, list[str]]:
    """As operator.read has them, by the people of the tables."""
    from mailflow.mail.quoting.text import new_words
    from tests.core.test_operator_words import people

    who = people(reply)
    said = without_signature(new_words(reply).text, who.author, who.desk)[:MOST]
    return levelled(list(spoken(tokens(said), who))), shape(said)


def operators_combined() -> list[Row]:
    """Answers and claims among courtesies, which are to decide nothing."""
    from tests.core.test_operator_words import AFTER, ANSWERS, BEFORE, CLAIMS, TO_CUSTOMER, combined

    wrapped = combined([*BEFORE, *TO_CUSTOMER], ANSWERS, AFTER, 500, seed=9)
    claims = combined(BEFORE, CLAIMS, AFTER, 250, seed=9)
    return [
        *(("content", *operator_row(reply)) for reply in wrapped),
        *(("claim", *operator_row(reply)) for reply in claims),
    ]


def customer_row(reply: str) -> tuple[Marked, list[str]]:
    said = without_identity(reply)
    return of_tokens(tokens(said), NAMES, weighty(customer.LEXICON.words(said, NAMES))), shape(said)


def pic_row(reply: str) -> tuple[Marked, list[str]]:
    return of_tokens(tokens(reply), NAMES, weighty(pic.first_words(reply, NAMES))), shape(reply)


LESSONS = (
    Lesson(
        "operators",
        ("content", "aside", "claim", "acknowledgement", "closing-word", "unclear"),
        {"colleague": "aside"},
        operator_row,
        operators_combined,
    ),
    Lesson("customers", ("content", "solved", "thanks", "acknowledgement"), {}, customer_row),
    Lesson("pics", ("content", "yes", "no", "unclear"), {"note": "content"}, pic_row),
)


def main(names: Sequence[str]) -> None:
    for lesson in LESSONS:
        if not names or lesson.name in names:
            (TARGET / f"{lesson.name}.py").write_text(written(lesson, learned(lesson)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
