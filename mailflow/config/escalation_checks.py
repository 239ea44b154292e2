"""How `second_tier:` depends on the rest of rules.yaml. Called by loader.py."""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.config.checks import addresses, blocks, desk_addresses, part, texts
from mailflow.config.tree import Block, Path_, RulesTree
from mailflow.errors import Fault
from mailflow.suggest import advice, choices, did_you_mean

_KEY = "second_tier"


def check_second_tier(tree: RulesTree) -> None:
    """Somebody outside to write to, about categories and data that exist."""
    tier = _block(tree)
    if tier is None:
        return
    written = tier.get("categories")
    categories = written if isinstance(written, dict) else {}
    for place, address in _addresses(tree, tier, categories):
        _outside(tree, place, address)
    if not tier.get("to") and not categories:
        tree.blame((_KEY,), "second_tier: there is no address to write to", "add `to: rooster@vendor.example`")
    known = _categories(tree)
    for name, one in categories.items():
        _category(tree, str(name), one if isinstance(one, dict) else {}, known, default=bool(tier.get("to")))


def _block(tree: RulesTree) -> Block | None:
    value = tree.data.get(_KEY)
    return {"to": value} if isinstance(value, str) else value if isinstance(value, dict) else None


def _addresses(tree: RulesTree, tier: Block, categories: Block) -> Iterator[tuple[Path_, str]]:
    yield from texts(tier.get("to"), (_KEY, "to") if isinstance(tree.data.get(_KEY), dict) else (_KEY,))
    for name, one in categories.items():
        yield from texts(one.get("to") if isinstance(one, dict) else None, (_KEY, "categories", name, "to"))


def _outside(tree: RulesTree, place: Path_, address: str) -> None:
    if address.casefold() in desk_addresses(tree):
        tree.blame(place, f"second_tier: {address} is the desk itself or its list", "name the team behind it")
    for role in ("operators", "pic"):
        for _, own, name in addresses(tree, role):
            if own == address.casefold():
                what = f"second_tier: {address} is the address of {name}, who would answer as a colleague"
                tree.blame(place, what, "name an address outside; a colleague gets tickets by /serahkan (/assign)")


def _categories(tree: RulesTree) -> list[str]:
    """Those that `rules:` name."""
    thens = (rule.get("then") for _, rule in blocks(tree, "rules"))
    named = [then["category"] for then in thens if isinstance(then, dict) and isinstance(then.get("category"), str)]
    return list(dict.fromkeys(named))


def _is_strange(name: str, known: list[str]) -> bool:
    return bool(known) and name.casefold() not in (other.casefold() for other in known)


def unused_categories(tree: RulesTree) -> list[Fault]:
    """Categories that only `/kategori` and `/eskalasi` give: perhaps meant, perhaps not."""
    tier = _block(tree)
    written = (tier or {}).get("categories")
    known = _categories(tree)
    names = [str(name) for name in written if _is_strange(str(name), known)] if isinstance(written, dict) else []
    return [
        Fault(
            tree.place((_KEY, "categories", name)),
            f"second_tier: no rule files anything under the category `{name}`, so only a colleague can",
            choices(known),
        )
        for name in names
    ]


def _category(tree: RulesTree, name: str, one: Block, known: list[str], *, default: bool) -> None:
    place: Path_ = (_KEY, "categories", name)
    meant = did_you_mean(name, known) if _is_strange(name, known) else ""
    if meant:
        tree.blame(place, f"second_tier: no rule files anything under the category `{name}`", meant)
    if not default and not one.get("to"):
        tree.blame(place, f"second_tier: the category {name} has no address", "add `to:` to it, or one for all")
    fields = list(part(tree, "data"))
    for where, wanted in texts(one.get("require"), (*place, "require")):
        if wanted not in fields:
            remedy = advice(wanted, fields) if fields else f"add it: data: {{{wanted}: {{find: phone}}}}"
            remedy = remedy or choices(fields)
            tree.blame(where, f"second_tier: `data:` has no field `{wanted}`", remedy)
