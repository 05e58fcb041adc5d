"""Commands on running plans: start, list, show, log and nudge."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings
    from plans.plan import Plan
    from plans.state import PlanState

Result = TypeVar("Result")


def start(path: Path, data: Path | None) -> int:
    """Start a plan's workflow; a plan with faults, or one that runs already, is said and not started."""
    from milepost.commands.plan_file import check
    from milepost.settings import settings_for
    from storage.planfile import load

    loaded = load(path)
    if loaded.plan is None or loaded.errors:
        return check(path, as_json=False)
    plan = loaded.plan

    async def begin(client: "Client", settings: "Settings") -> int:
        from milepost.running_plans import start_plan

        if kept := await _only_kept(client, settings, plan.slug):
            print(kept, file=sys.stderr)
            return 1
        started = await start_plan(client, settings, plan)
        if not started:
            print(
                f"{plan.slug} runs already: `milepost show {plan.slug}` shows it. Nothing was changed.", file=sys.stderr
            )
            return 1
        print(f"{plan.slug} has started, version {plan.version}. `milepost agenda {path}` shows its first mails.")
        return 0

    return connected(settings_for(data), begin)


async def _only_kept(client: "Client", settings: "Settings", slug: str) -> str:
    """Return what is to be done about a plan that is kept and does not run, '' for any other: begun anew from its file
    it would fall behind its own record."""
    from milepost.running_plans import state_of
    from milepost.wiring import store_of

    with store_of(settings) as store:
        plan = await asyncio.to_thread(store.plan, slug)
    if plan is None or await state_of(client, slug) is not None:
        return ""
    return (
        f"{slug} is kept at version {plan.version} and does not run: `milepost start --kept {slug}` takes it up from "
        "there. Nothing was changed."
    )


def start_kept(slug: str, data: Path | None) -> int:
    """Take a plan up again from its record, where its workflow is gone."""
    from milepost.settings import settings_for
    from milepost.wiring import store_of

    async def begin(client: "Client", settings: "Settings") -> int:
        from milepost.running_plans import state_of, take_up_plan

        with store_of(settings) as store:
            if await asyncio.to_thread(store.plan, slug) is None:
                print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
                return 1
            running = await state_of(client, slug) is not None
            taken = None if running else await take_up_plan(client, settings, store, slug)
        if taken is None:
            print(f"{slug} runs: `milepost show {slug}` shows it. Nothing was changed.", file=sys.stderr)
            return 1
        print(f"{slug} goes on from version {taken.state.plan.version}, as its record has it ({taken.entry.detail}).")
        return 0

    return connected(settings_for(data), begin)


def list_plans(as_json: bool, data: Path | None) -> int:
    """List the plans in the database; plain columns, since there may be ten thousand of them."""
    from milepost.views import columns
    from milepost.wiring import now, store_in
    from workflows.held_up import stuck_plans

    with store_in(data) as store:
        summaries = store.plans()
        held_up = {one.plan: one.words for one in stuck_plans(store, now())}
    if as_json:
        dumped = [
            {
                **summary.__dict__,
                "updated_at": summary.updated_at.isoformat(),
                "next_due": str(summary.next_due or ""),
                "held_up": held_up.get(summary.slug, ""),
            }
            for summary in summaries
        ]
        print(json.dumps(dumped, ensure_ascii=False))
        return 0
    rows = [(one.slug, one.title, str(one.version), one.status, str(one.next_due or "")) for one in summaries]
    for line in columns(("plan", "title", "version", "status", "next date"), rows) if rows else ():
        print(line)
    for plan, words in held_up.items():
        print(f"{plan} is held up: {words}")
    if not rows:
        print("No plan yet: `milepost start PLAN.yaml` starts one.")
    return 0


def show(slug: str, as_json: bool, data: Path | None) -> int:
    """Show a plan: from its workflow where it runs, else as it was kept last."""
    from milepost.settings import settings_for

    async def look(client: "Client", _: "Settings") -> int:
        from milepost.running_plans import state_of

        state = await state_of(client, slug)
        if state is None:
            return _show_kept(slug, as_json, data)
        _print_state(state, as_json)
        return 0

    return connected(settings_for(data), look)


def kept_plan(slug: str, version: int | None, data: Path | None) -> "Plan | None":
    """Return a version of a plan as it was kept, the last one where none is named; None where there is none."""
    from milepost.wiring import store_in

    with store_in(data) as store:
        return store.plan(slug, version)


def _show_kept(slug: str, as_json: bool, data: Path | None) -> int:
    from milepost.wiring import store_in
    from plans.state import PlanState

    with store_in(data) as store:
        plan = store.plan(slug)
        summary = store.summary(slug)
    if plan is None or summary is None:
        print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
        return 1
    _print_state(PlanState(plan, summary.updated_at), as_json)
    print("It does not run now; this is the last version that was kept.", file=sys.stderr)
    return 0


def _print_state(state: "PlanState", as_json: bool) -> None:
    from milepost.views import plan_table, waiting_lines

    if as_json:
        from storage.forms import plan_as_json

        pending = [
            {"by": p.by, "to": list(p.to), "target": p.change.target, "field": p.change.field, "reason": p.reason}
            for p in state.pending
        ]
        print(json.dumps({"plan": json.loads(plan_as_json(state.plan)), "waiting": pending}, ensure_ascii=False))
        return
    from rich.console import Console

    console = Console()
    console.print(plan_table(state.plan))
    for line in waiting_lines(state):
        console.print(line)


def log(slug: str, verify: bool, why: str, as_json: bool, data: Path | None) -> int:
    """Print or verify a plan's audit log, or tell where one value is from."""
    from milepost.commands.log import log as run
    from milepost.commands.why import why as tell
    from milepost.wiring import store_in

    with store_in(data) as store:
        return tell(store, slug, why, as_json) if why else run(store, slug, verify, as_json)


def nudge(slug: str, data: Path | None) -> int:
    """Send what is due now."""
    from milepost.settings import settings_for

    async def send(client: "Client", _: "Settings") -> int:
        from milepost.running_plans import nudge_plan

        nudging = await nudge_plan(client, slug)
        if nudging is None:
            print(f"There is no running plan {slug}: `milepost list` lists the plans.", file=sys.stderr)
            return 1
        if nudging.to or not nudging.late:
            print(f"Mailed: {', '.join(nudging.to)}." if nudging.to else "Nothing is due today.")
        if nudging.late:
            print(f"Still on its way to {', '.join(nudging.late)}: `milepost doctor` tells what holds it up.")
        return 0

    return connected(settings_for(data), send)


def connected(settings: "Settings", run: "Callable[[Client, Settings], Awaitable[int]]") -> int:
    """Connect to Temporal and run; a server that is down is said in a sentence."""
    from milepost.wiring import TemporalDownError, here, temporal_client

    located = here(settings)

    async def connect_and_run() -> int:
        from temporalio.service import RPCError

        client = await temporal_client(located)
        try:
            return await run(client, located)
        except RPCError as error:
            raise TemporalDownError(
                f"Temporal could not do it ({error.message}). What it has is kept; `milepost doctor` tells what is "
                "wrong, then run this again."
            ) from error

    return asyncio.run(connect_and_run())
