"""What the Web UI shows of a plan is what its timers are: by line, in the plan's own time."""

import datetime as dt

from milepost.demo.scene import scene_of
from plans.spoken import CADENCE, alarms
from plans.state import PlanState
from workflows.details import current_details

NOW = dt.datetime(2026, 1, 5, 10, 0, tzinfo=dt.UTC)


def test_every_timer_of_a_plan_stands_in_its_details() -> None:
    plan = scene_of(NOW.date()).plan
    found = alarms(PlanState(plan, NOW), NOW)
    assert CADENCE in found
    assert any(external.id in found for external in plan.externals)
    shown = current_details(PlanState(plan, NOW), found)
    assert [alarm.shown(plan.zone) for alarm in found.values() if alarm.shown(plan.zone) not in shown] == []


def test_a_timer_is_named_after_the_action_that_it_is_set_for() -> None:
    plan = scene_of(NOW.date()).plan
    pilot = plan.milestone("M4")
    assert pilot
    assert pilot.due
    first = min((action for action in pilot.actions if action.due), key=lambda action: action.due or NOW.date())
    assert first.due
    assert first.due < pilot.due - dt.timedelta(days=5)
    assert alarms(PlanState(plan, NOW), NOW)["M4"].name.startswith(f"{first.id} ")
