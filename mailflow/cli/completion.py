"""`mailflow completion bash`, `zsh`, `fish`: the words of the command line, completed by the shell."""

from __future__ import annotations

import os
from pathlib import Path

import click

from mailflow.cli.common import command, put_json, say, tell

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_MAILFLOW_COMPLETE"  # what click looks at: the shell asks `mailflow` itself
_ZSHRC = "\n# completion of mailflow\nfpath=({folder} $fpath)\nautoload -Uz compinit && compinit\n"


@command(
    "completion",
    "mailflow completion bash --install",
    "mailflow completion zsh --install",
    "mailflow completion fish --install",
)
@click.argument("shell", metavar="SHELL", type=click.Choice(SHELLS))
@click.option("--install", is_flag=True, help="Put it where the shell looks: for all users as root, else for you.")
def completion(shell: str, install: bool, as_json: bool) -> None:
    """Print what makes bash, zsh or fish complete commands and options; with --install put it in its place."""
    text = script(shell)
    if not install:
        put_json({"shell": shell, "script": text}) if as_json else click.echo(text)
        return
    file = place(shell, Path.home(), root=os.geteuid() == 0)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    changed = [file]
    if shell == "zsh" and os.geteuid() != 0:
        changed += _on_fpath(file.parent)
    if as_json:
        put_json({"shell": shell, "files": [str(one) for one in changed]})
        return
    for one in changed:
        tell(f"{one}: written")
    say(f"it counts in the next {shell}")


def script(shell: str) -> str:
    """What the shell reads, as click writes it."""
    from click.shell_completion import get_completion_class

    from mailflow.cli import cli

    made = get_completion_class(shell)
    assert made is not None  # SHELLS are click's
    asking = made(cli, {}, "mailflow", _VARIABLE)
    return (asking.source_template % asking.source_vars()).strip() + "\n"


def place(shell: str, own: Path, *, root: bool) -> Path:
    """Where this shell looks by itself: for everybody, or below somebody's own folder (XDG)."""
    data = Path("/usr/local/share") if root else Path(os.environ.get("XDG_DATA_HOME") or own / ".local" / "share")
    match shell:
        case "bash":
            return data / "bash-completion" / "completions" / "mailflow"
        case "zsh":
            return data / "zsh" / "site-functions" / "_mailflow"
        case _:
            return (data / "fish" / "vendor_completions.d") / "mailflow.fish"


def _on_fpath(folder: Path) -> list[Path]:
    """zsh looks in no folder of a user's own unless .zshrc says so; returns what was changed."""
    zshrc = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    there = zshrc.read_text(encoding="utf-8", errors="surrogateescape") if zshrc.is_file() else ""
    if str(folder) in there:
        return []
    with zshrc.open("a", encoding="utf-8") as file:
        file.write(_ZSHRC.format(folder=folder))
    return [zshrc]
