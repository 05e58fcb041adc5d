"""Mails that want to pass for somebody else's change nothing; honest ones that look odd are not put away."""

import pytest

from tests.mail.judging import judged, sign, state_of
from tests.mail.oddities import oddities
from tests.mail.tricks import HARBOR, HONEST, RAY, WORDS, found, mail, tricks


@pytest.mark.parametrize("words", WORDS)
def test_the_same_words_from_a_sender_who_is_who_they_say_change_the_plan(words: str) -> None:
    for raw, world in (
        (mail(RAY, words, above=found(HONEST)), "pinned"),
        (sign(mail(RAY, words), HARBOR), "signed"),
        (mail(RAY, words), "local"),
    ):
        assert judged(raw, world, state_of()).changed


@pytest.mark.practice(116)
def test_no_trick_changes_the_plan_or_is_trusted() -> None:
    made = list(tricks())
    assert len(made) >= 200
    state = state_of()
    taken = [(one.name, one.world) for one in made if _is_taken(judged(one.raw, one.world, state))]
    assert taken == []


def _is_taken(found: object) -> bool:
    return bool(found.changed) or found.trust.verdict == "trusted"  # type: ignore[attr-defined]


def test_honest_odd_mails_are_not_put_away_and_are_trusted_where_they_are_proven() -> None:
    made = list(oddities())
    assert len(made) >= 200
    state = state_of()
    verdicts = {one.name: judged(one.raw, one.world, state).trust.verdict for one in made}
    assert [name for name, verdict in verdicts.items() if verdict == "forged"] == []
    assert [one.name for one in made if (verdicts[one.name] == "trusted") != one.proven] == []


def test_an_old_reply_sent_again_changes_nothing() -> None:
    raw = mail(RAY, WORDS[1], above=found(HONEST))
    first = judged(raw, "pinned", state_of())
    again = judged(raw, "pinned", first.outcome.state)
    assert first.changed
    assert not again.changed
    assert again.outcome.notices == ()
