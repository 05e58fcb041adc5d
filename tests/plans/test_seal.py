"""A seal: reply addresses and stamps that nobody else can make, by keys that can be changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.seal import MAC_LENGTH, Addressee, read_token, reference, reference_in, seal, stamp, token

KEY, OLD, OTHER = b"k" * 32, b"o" * 32, b"x" * 32
PEOPLE = [("harbor", "dana"), ("harbor", "ray"), ("acme", "dana")]
DANA = Addressee("harbor", "dana")


def test_a_token_says_whom_it_was_made_for() -> None:
    assert read_token([KEY], token(KEY, DANA), PEOPLE) == DANA
    coded = Addressee("harbor", "ray", "abcd2345")
    assert read_token([KEY], token(KEY, coded), PEOPLE) == coded


@pytest.mark.practice(116)
@given(st.data())
@settings(deadline=None)
def test_a_token_that_was_changed_anywhere_is_nobodys(data: st.DataObject) -> None:
    text = token(KEY, Addressee("harbor", "dana", "abcd2345"))
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567-"))
    changed = text[:place] + sign + text[place + 1 :]
    assert changed == text or read_token([KEY], changed, PEOPLE) is None


@pytest.mark.practice(116)
def test_a_token_of_one_person_or_plan_is_not_anothers() -> None:
    parts = {name: token(KEY, Addressee(*name)).split("-") for name in PEOPLE}
    mine = parts["harbor", "dana"]
    forged = "-".join([*parts["harbor", "ray"][:2], mine[-1]])
    assert read_token([KEY], forged, PEOPLE) is None
    assert read_token([KEY], "-".join([parts["acme", "dana"][0], *mine[1:]]), PEOPLE) is None
    with_code = "-".join([*mine[:2], "abcd2345", mine[2]])
    assert read_token([KEY], with_code, PEOPLE) is None


@pytest.mark.practice(116)
def test_a_reply_address_is_no_return_address_and_the_other_way_round() -> None:
    replied, returned = DANA, Addressee("harbor", "dana", purpose="return")
    assert token(KEY, replied) != token(KEY, returned)
    assert read_token([KEY], token(KEY, replied), PEOPLE) == replied
    assert read_token([KEY], token(KEY, returned), PEOPLE) == returned
    assert read_token([KEY, OLD], token(OLD, returned).upper(), PEOPLE) == returned


def test_older_keys_of_the_ring_still_verify_and_foreign_ones_do_not() -> None:
    old = token(OLD, DANA)
    assert read_token([KEY, OLD], old, PEOPLE) == DANA
    assert read_token([KEY], old, PEOPLE) is None
    assert read_token(iter([KEY, OTHER]), token(OTHER, DANA), iter(PEOPLE)) == DANA


def test_a_person_who_has_left_has_no_address() -> None:
    assert read_token([KEY], token(KEY, DANA), PEOPLE[1:]) is None


@pytest.mark.parametrize("text", ["", "-", "a-b", "a-b-c-d-e", "💥-💥-💥", "a" * 5000])
def test_what_is_no_token_is_nobodys(text: str) -> None:
    assert read_token([KEY], text, PEOPLE) is None


def test_mail_servers_that_change_the_case_do_no_harm() -> None:
    assert read_token([KEY], token(KEY, DANA).upper(), PEOPLE) == DANA


def test_the_plan_of_a_token_is_known_before_anything_is_verified() -> None:
    assert reference_in(token(KEY, DANA)) == reference("harbor")
    assert reference_in(token(OTHER, DANA).upper()) == reference("harbor")
    assert reference_in(token(KEY, DANA)) != reference("acme")


def test_a_token_fits_into_an_address_and_tells_nothing() -> None:
    text = token(KEY, Addressee("harbor", "dana", "abcd2345"))
    assert len(text) <= 64 - len("plan+")
    assert "dana" not in text
    assert "harbor" not in text


@given(st.lists(st.text(max_size=8), min_size=1, max_size=4), st.lists(st.text(max_size=8), min_size=1, max_size=4))
@settings(deadline=None)
def test_different_parts_never_share_a_seal_wherever_they_are_cut(one: list[str], other: list[str]) -> None:
    assert (seal(KEY, *one) == seal(KEY, *other)) == (one == other)
    assert len(seal(KEY, *one)) == MAC_LENGTH


@pytest.mark.practice(90)
def test_a_stamp_is_short_readable_and_of_one_document_in_one_version() -> None:
    made = stamp(KEY, "harbor", 3, "doc1")
    assert made.startswith("MP-")
    assert [len(part) for part in made.split("-")] == [2, 4, 4, 4]
    others = {stamp(KEY, "harbor", 4, "doc1"), stamp(KEY, "harbor", 3, "doc2"), stamp(OTHER, "harbor", 3, "doc1")}
    assert made not in others
    assert len(others) == 3
