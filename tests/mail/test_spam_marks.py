"""What spam filters write into a header, as they really write it; and what is no spam."""

from __future__ import annotations

import pytest

from mailflow.core.message import OurAddresses
from mailflow.mail.understand import understand

OURS = OurAddresses(desk=("iduhelp@desk.example",))
SPAM = [
    "X-Spam-Flag: YES",
    "X-Spam-Status: Yes, score=15.2 required=5.0 tests=BAYES_99 autolearn=no",
    "X-Spam: Yes",
    "X-Rspamd-Action: add header",
    "X-Rspamd-Action: reject",
    "X-Rspamd-Action: rewrite subject",
    "X-Spamd-Result: default: True [15.20 / 15.00]; BAYES_SPAM(5.10)[100.00%]",
    "X-MS-Exchange-Organization-SCL: 5",
    "X-MS-Exchange-Organization-SCL: 9",
    "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:US;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:x;",
    "X-Barracuda-Spam-Status: Yes, SCORE=4.50",
    "X-DSPAM-Result: Spam",
    "X-Bogosity: Spam, tests=bogofilter, spamicity=0.99",
    "X-SpamExperts-Class: spam",
    "X-Proofpoint-Spam-Details: rule=outbound_spam policy=default score=100",
    "x-spam-flag:yes",
]
HAM = [
    "X-Spam-Flag: NO",
    "X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00",
    "X-Spam-Score: 15.2",
    "X-Spam-Level: *****",
    "X-Rspamd-Action: no action",
    "X-Rspamd-Action: greylist",
    "X-Rspamd-Action: soft reject",
    "X-Spamd-Result: default: False [-1.20 / 15.00]",
    "X-MS-Exchange-Organization-SCL: -1",
    "X-MS-Exchange-Organization-SCL: 1",
    "X-Forefront-Antispam-Report: CIP:255.255.255.255;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:x;",
    "X-DSPAM-Result: Innocent",
    "X-Bogosity: Ham, tests=bogofilter",
    "X-SpamExperts-Class: unsure",
    "X-Proofpoint-Spam-Details: rule=notspam policy=default score=0",
    "Subject: X-Spam-Flag: YES",
]


def marked(line: str, ours: OurAddresses = OURS) -> bool:
    return understand(f"From: ani@mail.example\r\n{line}\r\n\r\nPulsa.\r\n".encode(), ours).spam


@pytest.mark.parametrize("line", SPAM)
def test_a_yes_of_a_known_filter(line: str) -> None:
    """In the words each of them uses."""
    assert marked(line)


@pytest.mark.parametrize("line", HAM)
def test_anything_else_is_none(line: str) -> None:
    """A no, a score without a limit, a word that only looks like one."""
    assert not marked(line)


def test_names_of_rules_yaml_replace_the_known_ones() -> None:
    """`spam.headers`: a name nobody knows says yes by yes, true, spam or 1; known ones not named do not count."""
    ours = OurAddresses(desk=(), spam_headers=("x-kantor-filter", "x-rspamd-action"))
    assert [marked(f"X-Kantor-Filter: {said}", ours) for said in ("yes", "SPAM (9)", "1", "true", "no", "0", "")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip
    assert marked("X-Rspamd-Action: reject", ours)
    assert not marked("X-Spam-Flag: YES", ours)
