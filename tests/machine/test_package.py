"""What is built from this checkout, and what a Python says that cannot run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.desk import ROOT


def built(folder: Path, kind: str, source: Path = ROOT) -> Path:
    """The wheel or sdist made of `source` in `folder`, by the build backend itself: no network."""
    environ = {**os.environ, "SOURCE_DATE_EPOCH": "1764460800"}
    argv = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(folder)]
    done = subprocess.run(argv, cwd=source, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [made] = folder.glob("mailflow-*")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("wheel"), "wheel")


def test_the_wheel_has_what_a_desk_begins_with(wheel: Path) -> None:
    """Rules, letters, the unit file, the licence; no tests, no notes of ours."""
    names = set(zipfile.ZipFile(wheel).namelist())
    letters = {f"mailflow/shipped/templates/canned/{file.name}" for file in (ROOT / "templates/canned").glob("*.txt")}
    assert letters | {"mailflow/shipped/rules.yaml", "mailflow/machine/mailflow.service"} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "bench/", "docs/")) for name in names)


def test_two_builds_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """From another copy of the files, with other times and another umask: who doubts a wheel can make it again."""
    copy = tmp_path / "copy"
    wanted = ("mailflow", "templates", "docs")
    for name in wanted:
        shutil.copytree(ROOT / name, copy / name, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("*.pyc"))
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".gitignore":
            shutil.copyfile(file, copy / file.name)
    assert built(tmp_path / "again", "wheel", copy).read_bytes() == wheel.read_bytes()


def test_the_sdist_has_no_tests_and_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """A thousand test files are of no use to who installs; the rest is all that a wheel needs."""
    sdist = built(tmp_path / "sdist", "sdist")
    subprocess.run(["tar", "-xf", str(sdist), "-C", str(tmp_path)], check=True)
    source = tmp_path / sdist.name.removesuffix(".tar.gz")
    there = {file.name for file in source.iterdir()}
    assert not there & {"tests", "bench", "fuzz", "findings", ".ci"}
    assert there >= {"LICENSE", "README.md", "CHANGELOG.md", "docs", "rules.yaml"}
    assert built(tmp_path / "again", "wheel", source).read_bytes() == wheel.read_bytes()


def test_what_the_dockerfile_copies_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Each file it names is let through by .dockerignore, and none that the build asks for is left out."""
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    source = tmp_path / "src"
    for line in (ROOT / "Dockerfile").read_text().splitlines():
        if not line.startswith("COPY ") or "--from" in line:
            continue
        *names, into = line.split()[1:]
        assert let_through >= set(names)
        for name in names:
            target = tmp_path / into.strip("/") / (name if into.endswith("/") else "")
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("*.pyc", "__pycache__"))
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, target)
    assert built(tmp_path / "made", "wheel", source).read_bytes() == wheel.read_bytes()


def test_a_python_without_the_libraries_says_what_to_do() -> None:
    """`python cli.py` in a fresh checkout: no traceback, but the lines to type."""
    argv = [sys.executable, "-I", "-S", str(ROOT / "cli.py"), "list"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "click" in done.stderr
    assert ".venv/bin" in done.stderr


def test_an_old_python_could_read_the_front_door() -> None:
    """It says that it is too old, which it cannot if the file is no Python to it."""
    text = (ROOT / "cli.py").read_text(encoding="ascii")
    compile(text, "cli.py", "exec")
    assert 'f"' not in text
    assert "->" not in text
