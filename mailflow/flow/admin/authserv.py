"""Whether `trust.authserv` is the name our mail server really uses: the newest mails show it."""

from __future__ import annotations

from collections import Counter

from mailflow.errors import Fault
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.authserv_names import of_the_house, with_name
from mailflow.mail.understand import understand
from mailflow.store.mail import inbox

NEWEST = 50  # mails that are looked at: each is read whole


@dataclass(frozen=True, slots=True)
class Wrong:
    """No mail has results of the server that rules.yaml names, or colleagues' have those of another of its house."""

    fault: Fault
    certain: bool  # another name was found, or a colleague was refused for it: nobody can claim


def compare(parts: Parts) -> Wrong | None:
    """None when the newest mails have results of that server, when there are no mails yet, or when rules.yaml believes
    colleagues without proof. Reads only."""
    trust = parts.rules.trust
    if not trust.needs_results:
        return None
    looked, refused, names, heard, others = 0, 0, Counter[str](), False, Counter[str]()
    for raw in inbox.newest(parts.db, NEWEST):
        message = understand(raw, parts.policy.ours)
        judged, sender = message.authentication, message.sender
        looked += 1
        if not judged.silent:
            heard = True
            continue
        names.update([judged.found] if judged.found else [])
        ours = sender is not None and parts.rules.is_colleagues(sender.email)
        refused += ours
        others.update([judged.found] if ours and of_the_house(trust.authserv, judged.found) else [])
    if not looked or (heard and not others):
        return None
    place, said = parts.policy.settings.authserv_at, ", ".join(trust.authserv) or "none"
    if heard:
        name, count = others.most_common(1)[0]
        what = (
            f"{count} of the newest {looked} mails, of colleagues, were judged by {name}, {place} says {said}"
            if count > 1
            else f"{count} of the newest {looked} mails, of a colleague, was judged by {name}, {place} says {said}"
        )
        write = with_name(trust.authserv, name)
        remedy = f"if it is yours as well, write authserv: {write}; until then it proves nobody"
        return Wrong(Fault(place, what, remedy), True)
    best = names.most_common(1)
    if best:
        name, count = best[0]
        what = (
            f"found {name} in Authentication-Results of {count} of the newest {looked} mails, {place} says {said}"
            if looked > 1
            else f"found {name} in Authentication-Results of the only mail, {place} says {said}"
        )
        write = with_name(trust.authserv, name)
        remedy = f"if {name} is your own mail server, write authserv: {write}; until then nobody can claim or answer"
        return Wrong(Fault(place, what, remedy), True)
    what = (
        f"none of the newest {looked} mails has usable Authentication-Results, {place} says {said}"
        if looked > 1
        else f"the only mail has no usable Authentication-Results, {place} says {said}"
    )
    remedy = "have your mail server write them (OpenDMARC, rspamd …); without, nobody can claim or answer by mail"
    return Wrong(Fault(place, what, remedy), bool(refused))
