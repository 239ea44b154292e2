"""Which colleague the words behind a command mean: a name of rules.yaml, its unmistakable beginning, or an address."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.rules import Person
from mailflow.lazy_dataclasses import dataclass
from mailflow.suggest import nearest

_BEFORE = frozenset(
    "ke kepada kpd kpda utk untuk to pak pk bu bk ibu bapak mas mbak kak mba bang kang teh sdr sdri saudara saudari "
    "bro sis rekan mr mrs ms".split()
)
_AROUND = " ,.:;@<>()\"'"
_NEARLY = 0.7  # share of a name's letters: "Sarri" is offered, never taken


@dataclass(frozen=True, slots=True)
class PersonMeant:
    """`person` is None when nobody, or not one alone, is meant; then `offered` names who might be."""

    person: Person | None = None
    rest: str = ""  # the words behind the name
    offered: str = ""


def person_meant(words: str, people: Sequence[Person]) -> PersonMeant:
    """The colleague named at the beginning of `words` ("Sari karena cuti", "ke Bu Sari")."""
    said = words.split()
    while len(said) > 1 and said[0].casefold().strip(_AROUND) in _BEFORE:
        said = said[1:]
    for count in range(len(said), 0, -1):
        found = _called(" ".join(said[:count]), people)
        if len(found) == 1:
            return PersonMeant(found[0], " ".join(said[count:]).strip(" ,:;-"))
        if found:
            return PersonMeant(offered=", ".join(person.name for person in found))
    names = [person.name for person in people]
    near = nearest(said[0].strip(_AROUND), names, _NEARLY) if said else ""
    return PersonMeant(offered=near or ", ".join(names))


def _called(words: str, people: Sequence[Person]) -> list[Person]:
    """Those with exactly this name or address; else those whose name begins with these words."""
    wanted = words.casefold().strip(_AROUND)
    exact = [one for one in people if wanted in (one.name.casefold(), *map(str.casefold, one.addresses))]
    begins = [one for one in people if one.name.casefold().startswith(f"{wanted} ")]
    return exact or (begins if wanted else [])
