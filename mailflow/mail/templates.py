"""The desk's canned letters: found, reloaded after edits, and rendered in the wanted language or the next best.

The home's letters take precedence over the shipped ones. An edit takes effect at the next `reload_if_changed()`; a
broken edit keeps the last valid version of that letter, and is reported once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from mailflow.errors import CannotDo, Fault, GiveUp
from mailflow.mail.canned import Canned, Rendered, fault_of, read_canned
from mailflow.suggest import did_you_mean

_FILE = re.compile(r"([a-z0-9][a-z0-9-]*)\.([a-z]{2,3})\.(txt|html)")
_Key = tuple[str, str]  # name, language
_Stamp = tuple[tuple[int, int, int], ...]  # of each file of the letter: (mtime, size, inode)


class Templates:
    """All letters of one desk. Threads may render while another reloads: the tables are replaced, never changed."""

    def __init__(self, home_dir: Path, shipped_dir: Path, default_language: str) -> None:
        """`home_dir` and `shipped_dir`: a home, or the folder with the NAME.LANG.txt files itself."""
        self.default_language = default_language
        home, shipped = _letters_in(home_dir), _letters_in(shipped_dir)
        behind = _Folder(shipped, proven=True)  # proven by mailflow's own tests
        self._folders = (_Folder(home, behind), behind) if home != shipped else (_Folder(home),)
        self._choices: dict[tuple[str, str, str], tuple[Canned, ...]] = {}
        self._told: set[str] = set()
        self._pending: list[Fault] = []

    def load(self) -> list[Fault]:
        """Read every letter. Returns the faults; a faulty letter is left out (the shipped version is used instead)."""
        faults = [fault for folder in self._folders for fault in folder.refresh() or ()]
        self._choices, self._told = {}, set()
        return faults

    def reload_if_changed(self) -> list[Fault]:
        """Pick up edits. Returns faults not reported yet: of the edits, and of letters that failed while being
        rendered."""
        for folder in self._folders:
            faults = folder.refresh()
            if faults is not None:
                self._choices, self._told = {}, set()
                self._pending += faults
        return self.complaints()

    def complaints(self) -> list[Fault]:
        """Faults not reported yet, without looking for edits."""
        pending, self._pending = self._pending, []
        return pending

    def names(self) -> list[str]:
        """The name of every letter, without partials."""
        return sorted({c.name for f in self._folders for c in f.letters.values() if not c.partial})

    def languages(self, name: str) -> list[str]:
        return sorted({lang for f in self._folders for known, lang in f.letters if known == name})

    def get(self, name: str, language: str = "") -> Canned:
        """The letter in the wanted language or the next best. Raises CannotDo if there is no such letter."""
        choices = self._candidates(name, language)
        if not choices:
            near = did_you_mean(name, self.names(), quote="'")
            raise CannotDo(f"there is no letter {name!r}" + (f": {near}" if near else ""))
        return choices[0]

    def runbook(self, category: str, language: str) -> list[tuple[int, Canned]]:
        """The steps for tickets of this category, by their number."""
        letters = (self.get(name, language) for name in self.names())
        steps = ((one.runbook, one) for one in letters)
        found = [(step[1], one) for step, one in steps if step and step[0].casefold() == category.casefold()]
        return sorted(found, key=lambda pair: (pair[0], pair[1].name))

    def closings(self) -> list[Canned]:
        """Every closing text, in each language, the home's and the shipped ones. Of two alike only one."""
        found = [c for f in self._folders for c in f.letters.values() if c.closes]
        return list({(c.closes, c.words): c for c in found}.values())

    def render(self, name: str, language: str, context: Mapping[str, object]) -> Rendered:
        """The text of letter `name`. A version that fails with these facts is reported, and the next best one is used.
        Raises GiveUp if none can be rendered."""
        choices = self._candidates(name, language)
        for canned in choices:
            try:
                return canned.render({**context, "language": canned.language})[0]
            # anything a template can raise: the admin is told, the reader still gets a letter
            except Exception as error:
                self._complain(fault_of(canned, error))
        why = f"see the fault in {choices[0].place}" if choices else "there is no such file"
        raise GiveUp(f"letter {name!r} cannot be written: {why}")

    def prepare(self, names: Iterable[str]) -> None:
        """Compile these letters in the desk's language now, so that the first mail need not wait."""
        for name in names:
            for canned in self._candidates(name, self.default_language)[:1]:
                canned.prepare()

    def _complain(self, fault: Fault) -> None:
        if fault.place not in self._told:
            self._told.add(fault.place)
            self._pending.append(fault)

    def _candidates(self, name: str, language: str) -> tuple[Canned, ...]:
        """Best first: of the home's and then of the shipped letters the wanted language, the desk's; then any."""
        default = self.default_language  # may change while we run: rules.yaml is reloaded
        key = (name, language or default, default)
        if key not in self._choices:
            wanted = list(dict.fromkeys((language or default, default)))
            there = [folder.letters.get((name, one)) for folder in self._folders for one in wanted]
            others = [
                letter
                for folder in self._folders
                for (known, spoken), letter in sorted(folder.letters.items())
                if known == name and spoken not in wanted
            ]
            self._choices[key] = (*(one for one in there if one is not None), *others)
        return self._choices[key]


class _Folder:
    """The letters of one folder, each with the stamp of the files it was read from."""

    def __init__(self, path: Path, behind: _Folder | None = None, *, proven: bool = False) -> None:
        """`proven`: its letters are known to be valid. So is a letter that is identical to the one in `behind`, which
        is proven."""
        self.path = path
        self._behind = behind
        self._proven = proven
        self.letters: dict[_Key, Canned] = {}
        self._stamps: dict[_Key, _Stamp] = {}
        self._strays: frozenset[str] = frozenset()

    def refresh(self) -> list[Fault] | None:
        """Read new and changed letters, forget deleted ones; None if nothing has changed."""
        stamps, files, strays = self._scan()
        if stamps == self._stamps and strays == self._strays:
            return None
        faults: list[Fault] = []
        letters = {key: letter for key, letter in self.letters.items() if key in stamps}
        for key in sorted(stamps):
            if stamps[key] != self._stamps.get(key):
                text, html = files[key]
                proven = self._proven or self._is_copy(text, html)
                letter, found = read_canned(*key, text, html, self._place(text.name), proven=proven)
                faults += found
                if letter is not None:
                    letters[key] = letter
        sent_along = {file.name for letter in letters.values() for file in letter.attach}
        faults += [
            Fault(self._place(name), "is no letter's file name", "name it NAME.LANGUAGE.txt, like closed.id.txt")
            for name in sorted(strays - self._strays - sent_along)
        ]
        self.letters, self._stamps, self._strays = letters, stamps, strays
        return faults

    def _scan(self) -> tuple[dict[_Key, _Stamp], dict[_Key, tuple[Path, Path | None]], frozenset[str]]:
        """(stamps, files, names that are not letters). Editors' temporary files (hidden, `~`, .swp) are ignored."""
        found: dict[_Key, dict[str, Path]] = {}
        strays = set()
        for path in self.path.iterdir() if self.path.is_dir() else ():
            match = _FILE.fullmatch(path.name)
            if match is not None:
                found.setdefault((match.group(1), match.group(2)), {})[match.group(3)] = path
            elif path.suffix in (".txt", ".html") and not path.name.startswith((".", "#")):
                strays.add(path.name)
        strays |= {kinds["html"].name for kinds in found.values() if "txt" not in kinds}
        files = {key: (kinds["txt"], kinds.get("html")) for key, kinds in found.items() if "txt" in kinds}
        stamps = {key: tuple(_stamp(path) for path in pair if path is not None) for key, pair in files.items()}
        return stamps, files, frozenset(strays)

    def _is_copy(self, text: Path, html: Path | None) -> bool:
        """Whether the letter is what `mailflow init` put there: most are, and testing them takes half a second."""
        if self._behind is None:
            return False
        own = self._behind.path
        return _same(text, own / text.name) and _same(html or text.with_suffix(".html"), own / f"{text.stem}.html")

    def _place(self, file_name: str) -> str:
        last_two = self.path.parts[-2:]
        return "/".join(last_two if last_two == ("templates", "canned") else last_two[-1:]) + f"/{file_name}"


def _same(one: Path, other: Path) -> bool:
    """Both are missing, or contain the same bytes."""
    return _bytes(one) == _bytes(other)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:  # deleted since it was listed: the next scan sees that
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino


def _letters_in(path: Path) -> Path:
    """The folder meant by `path`: itself if it contains letters, else its templates/canned, which need not exist
    yet."""
    own = path.is_dir() and any(_FILE.fullmatch(file.name) for file in path.iterdir())
    # not Path.resolve, which raises RuntimeError for a link to itself before Python 3.13
    return Path(os.path.realpath(path if own else path / "templates" / "canned"))
