"""The script by which a seller brings a plan for the first time: short, with names, in seven languages."""

from dataclasses import replace

import pytest

from plans.words import LANGUAGES
from templates.notice.opening import opening
from tests.documents.making import example


@pytest.mark.practice(72, 68)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_names_people_goal_and_lines_and_has_no_gap(language: str) -> None:
    plan = example("us-saas")
    text = opening(plan, language=language)
    assert plan.champion is not None
    assert plan.reporter is not None
    for words in (plan.champion.name, plan.buyer.name, plan.goals[0].text, plan.reporter.name):
        assert words in text
    assert "{" not in text
    assert len(text.split()) <= 180


@pytest.mark.practice(72)
def test_without_a_goal_none_is_promised() -> None:
    plan = replace(example("us-saas"), goals=())
    assert "“”" not in opening(plan)


@pytest.mark.practice(68)
def test_it_gives_no_orders() -> None:
    text = opening(example("us-saas")).casefold()
    assert not {"must", "need to", "our process"} & {
        word for word in ("must", "need to", "our process") if word in text
    }
