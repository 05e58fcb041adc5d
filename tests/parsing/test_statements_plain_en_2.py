"""More plain English with the exact set of what each sentence changes: what hurried people write, and near misses."""

import pytest

from tests.parsing.statements_help import told

TOM = '{"name": "Tom Ashdown", "email": "t.ashdown@harborlinefoods.example"}'

SENTENCES: dict[tuple[str, str], set[str]] = {
    # Who has a line: behind a colon, with who has it no longer, by a pronoun; whoever only gets something has nothing.
    ("dana", "Contract: Tom Ashdown (t.ashdown@harborlinefoods.example) leads it, Ray becomes his backup."): {
        "M7 backup ray",
        f"M7 owner {TOM}",
    },
    ("dana", "Security questionnaire: Ray runs it, Jill becomes backup."): {"M3 backup jill", "M3 owner ray"},
    ("dana", "The pilot comes back up on May 8."): set(),
    ("dana", "Pilot: Jill backs Ray up now, not me."): {"M4 backup jill"},
    ("dana", "Business case: Jill has it from now on, not me."): {"M5 owner jill"},
    ("dana", "M4: Ray has it from now on, not me."): set(),
    ("dana", "Pilot: not Ray, not me."): {"M4 due null?"},
    ("dana", "Spoke to Jill. She has the business case from now on."): {"M5 owner jill"},
    ("dana", "Spoke to Jill. She has the business case on her desk."): set(),
    ("dana", "Spoke to Jill and Ray. She has the business case from now on."): {"M5 owner null?"},
    ("dana", "The business case will be with Marcus by Friday."): {"M5 due 2026-04-17?"},
    ("dana", "The business case will be with Jill from Monday."): {"M5 owner jill"},
    ("dana", "Not mine."): set(),
    # Rows in words, and rows that are told after another.
    ("dana", "Two and three are fine with us."): {"M2 confirmed true", "M3 confirmed true"},
    ("dana", "One or two are fine."): set(),
    ("dana", "Two and a half days are fine."): set(),
    ("dana", "Three and four people are fine for the room."): set(),
    ("dana", "3 is fine, 4 too."): {"M3 confirmed true", "M4 confirmed true"},
    ("dana", "We talked about the pilot for 3 hours, 4 too many."): set(),
    ("dana", "The site walk and the pilot: both keep their dates."): {"M2 confirmed true", "M4 confirmed true"},
    # What phones leave out.
    ("dana", "pilot done 👍 the contract can't be 29 may though"): {"M4 status done", "M7 due null?"},
    ("dana", "msa is parked, legal is swamped"): {"M6 status blocked"},
    ("dana", "sso is parked"): set(),
    ("dana", "pilot finsihed yesterday!!"): {"M4 status done"},
    ("dana", "pilot cant start until the scanners arrive"): {"M4 status blocked"},
    ("dana", "pilot wont be done by May 8"): {"M4 due null?"},
    ("dana", "The pilot needs til 5/12 tho"): {"M4 due 2026-05-12"},
    # A day takes the place of one that is refused, in the next sentence.
    ("dana", "The pilot not May 8. A week from Friday."): {"M4 due 2026-04-24"},
    ("dana", "8 May is out for the pilot, the dock moves floors that week. Make it 12 May."): {"M4 due 2026-05-12"},
    ("dana", "The contract is for the end of May, not April."): {"M7 due 2026-05-31"},
    ("dana", "You can expect the business case the day before the board meeting."): {"M5 due 2026-05-20"},
    ("dana", "I expect the business case on May 12."): {"M5 due 2026-05-12?"},
    ("dana", "The contract: ready the day before the board meeting."): {"M7 due 2026-05-20"},
    ("dana", "The pilot will be live on May 12."): {"M4 due 2026-05-12"},
    ("ray", "I will be live on air on May 12, so no pilot news."): set(),
    ("aisha", "The SOC 2 report leaves our office on April 16."): {"M3.1 due 2026-04-16"},
    ("aisha", "The SOC 2 report leaves our office on the 16th."): {"M3.1 due 2026-04-16"},
    ("aisha", "The SOC 2 report goes in the mail on Thursday."): {"M3.1 due 2026-04-16"},
    ("aisha", "The SOC 2 report comes to you a week on Thursday."): {"M3.1 due 2026-04-23"},
    ("dana", "From Thursday I'm in Reno until the 8th."): set(),
    ("dana", "I'd rather go through the MSA by phone, and from Thursday I'm in Reno until the 16th."): set(),
    # New lines, signatures, beginnings, the plan itself.
    ("dana", "Could we have a line in there for the tablet order? Mine, 24 April."): {
        'new milestone {"name": "Tablet order", "due": "2026-04-24", "owner": "dana"}'
    },
    ("dana", "Both signatures are on the contract as of this morning."): {"M7 status done"},
    ("dana", "The signatures are on my list."): set(),
    ("jill", "All three of us put our names under the contract yesterday."): {"M7 status done"},
    ("jill", "I put my name on the contract list."): set(),
    ("dana", "Jill began reading the MSA this morning."): {"M6 status in-progress"},
    ("dana", "Jill began to wonder about the MSA this morning."): set(),
    ("dana", "The terms were agreed in principle."): set(),
    ("dana", "Corporate has stopped all new supplier projects."): {"plan status on-hold?"},
    ("dana", "Please treat ours as paused."): {"plan status on-hold?"},
}


@pytest.mark.parametrize(("sender", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told(text, sender) == SENTENCES[sender, text]
