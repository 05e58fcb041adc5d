"""`make bench-kill`: worker, Temporal and database are killed in turn at random moments while letters come in.

python -m benchmarks.kill [--minutes 10] [--rate 3] [--plans 30] [--file] [--seed N]

Afterwards every letter has to be handled once, every plan equal to its log, and no notice out twice, save in the
window that docs/scale.md documents: between the mail server's yes and our record of it. Those are counted and printed.
`--file` keeps everything in an SQLite file, which has no process of its own to kill.
"""

import argparse
import asyncio
import os
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.fleet import Fleet, Mailed, Writers, fleet, plans
from milepost.ending import leave
from milepost.registering import register_attributes
from milepost.running_plans import start_plan, state_of
from milepost.wiring import temporal_client
from plans.plan import Plan
from storage.rebuild import rebuild
from storage.store import Store

QUEUES = ("plans,reading", "mail,word")
PAUSES, DOWN = (3.0, 12.0), (0.2, 3.0)
"""Seconds between two kills, and for which what was killed stays away."""
DRAIN = 600.0
"""Seconds that what was begun gets at the end: a mail whose worker died is tried again after its time limit."""
WINDOW = 1.0
"""Seconds between the mail server's yes and a kill that explain a second mail; a death of Temporal never does."""


@dataclass
class Kill:
    what: str
    at: float

    @property
    def parts_yes_from_record(self) -> bool:
        """Tell whether what died sends mails or records them."""
        return "mail" in self.what or self.what == "database"


@dataclass
class Killer:
    """Kills in turn; `kills` tells what died when."""

    fleet: Fleet
    chance: random.Random
    kills: list[Kill] = field(default_factory=list)

    def goes_on_until(self, ends: float) -> None:
        turn = 0
        targets = ["worker", "temporal", *(["database"] if self.fleet.database else [])]
        while time.monotonic() < ends:
            self._rest(self.chance.uniform(*PAUSES))
            self._kill(targets[turn % len(targets)])
            turn += 1

    def _rest(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            for worker in self.fleet.workers:
                worker.kept_up()
            time.sleep(0.1)

    def _kill(self, what: str) -> None:
        away = self.chance.uniform(*DOWN)
        worker = self.chance.choice(self.fleet.workers)
        self.kills.append(Kill(f"{what} {worker.queues}" if what == "worker" else what, time.time()))
        if what == "worker":
            worker.kill()
            time.sleep(away)
            worker.start()
        elif what == "temporal":
            process = self.fleet.temporal.process
            assert process
            process.kill()
            process.wait(20)
            self._rest(away)
            self.fleet.start_temporal()
        else:
            assert self.fleet.database
            self.fleet.database.kill()
            self._rest(away)
            self.fleet.database.start()


async def begun(running: Fleet, over: list[Plan]) -> None:
    client = await temporal_client(running.settings)
    await register_attributes(client)
    for plan in over:
        await start_plan(client, running.settings, plan)


def drained(running: Fleet, store: Store, letters: int) -> float:
    """Wait until every letter is handled and every mail settled; return how long that took."""
    began = time.monotonic()
    while time.monotonic() - began < DRAIN:
        for worker in running.workers:
            worker.kept_up()
        states = Counter(letter.state for letter in store.letters())
        with store.reading() as connection:
            waiting = connection.exec_driver_sql("SELECT count(*) FROM notices WHERE state <> 'sent'").scalar()
        if sum(states.values()) == letters and not states["arrived"] and not waiting:
            return time.monotonic() - began
        time.sleep(1)
    return time.monotonic() - began


async def faults_of_plans(running: Fleet, store: Store, over: list[Plan]) -> list[str]:
    """Return what is wrong: a plan's workflow, its record and its log have to be one."""
    client = await temporal_client(running.settings)
    faults = []
    for plan in over:
        state, log = await state_of(client, plan.slug), store.log(plan.slug)
        kept = store.plan(plan.slug)
        if not state or not (state.plan == kept == rebuild(log)):
            faults.append(f"{plan.slug}: workflow {state and state.plan.version}, record {kept and kept.version}, log")
        faults += [f"{plan.slug}: {fault}" for fault in store.verify(plan.slug)]
    return faults


def faults_of_letters(store: Store, sent: dict[str, str], over: list[Plan]) -> list[str]:
    """Return the letters that were not handled exactly once: kept once, handled, and in the log as one change."""
    kept = Counter(letter.message_id for letter in store.letters())
    faults = [f"{one} is kept {kept[one]} times" for one in sent if kept[one] != 1]
    faults += [f"{one.message_id} is {one.state}: {one.note}" for one in store.letters() if one.state != "handled"]
    changes: Counter[str] = Counter()
    for plan in over:
        entries = [row.entry for row in store.log(plan.slug) if row.entry and row.entry.letter]
        changes.update(entry.letter for entry in entries if entry.kind == "applied" and entry.field == "due")
        decided = {entry.letter for entry in entries}
        faults += [f"{one.message_id} left no trace" for one in store.letters(plan.slug) if one.id not in decided]
    return faults + [
        f"letter {letter[:8]} moved a date {times} times" for letter, times in changes.items() if times > 1
    ]


@dataclass
class Doubles:
    """Mails that went out twice: within the documented window, or not."""

    within: list[Mailed] = field(default_factory=list)
    outside: list[Mailed] = field(default_factory=list)


def doubles(mailed: list[Mailed], kills: list[Kill]) -> Doubles:
    """Sort second mails by whether something died between the first's acceptance and its record."""
    by_id: dict[tuple[str, str], list[Mailed]] = defaultdict(list)
    for one in mailed:
        by_id[one.message_id, one.to].append(one)
    found = Doubles()
    for copies in by_id.values():
        for first in copies[:-1]:
            explained = any(kill.parts_yes_from_record and abs(kill.at - first.at) <= WINDOW for kill in kills)
            (found.within if explained else found.outside).append(first)
    return found


def verdict(running: Fleet, store: Store, writers: Writers, over: list[Plan], kills: list[Kill]) -> bool:
    twice = doubles(running.outside.mailed, kills)
    faults = asyncio.run(faults_of_plans(running, store, over)) + faults_of_letters(store, writers.sent, over)
    ids = {(one.message_id, one.to): one for one in running.outside.mailed}
    answered = Counter((one.answers, one.to) for one in ids.values())
    faults += [f"{one} was answered {times} times" for (one, _), times in answered.items() if one and times > 1]
    print(f"letters {len(writers.sent)}, mails out {len(running.outside.mailed)}, different {len(ids)}")
    print(f"second mails: {len(twice.within)} within the documented window, {len(twice.outside)} outside it")
    for one in twice.outside[:10]:
        print(f"  OUTSIDE: {one.message_id} to {one.to}")
    print("\n".join(faults[:20]) if faults else "every letter handled once; every plan is its record and its log")
    return not faults and not twice.outside


def run(options: argparse.Namespace) -> bool:
    chance, seconds = random.Random(options.seed), options.minutes * 60
    over = plans(options.plans)
    with fleet(QUEUES, postgres=not options.file) as running:
        store = Store(running.settings.database_url())
        store.migrate()
        asyncio.run(begun(running, over))
        for worker in running.workers:
            worker.start()
        while len(store.plans()) < len(over):
            time.sleep(0.2)
        writers, killer = Writers(running, over, options.rate, seconds), Killer(running, chance)
        print(
            f"seed {options.seed}; {options.rate:g} letters a second to {len(over)} plans for {seconds:.0f} s",
            flush=True,
        )
        writers.start()
        killer.goes_on_until(time.monotonic() + seconds)
        writers.join()
        counted = Counter(kill.what.split()[0] for kill in killer.kills)
        print("killed: " + ", ".join(f"{what} {times}" for what, times in counted.items()), flush=True)
        spent = drained(running, store, len(writers.sent))
        ended = sum(len(worker.ended) for worker in running.workers)
        print(f"all done {spent:.0f} s after the last letter; {ended} workers ended by themselves")
        sound = verdict(running, store, writers, over, killer.kills)
        if not sound and options.keep:
            print(f"left in {running.folder}: press enter to clean up")
            sys.stdin.readline()
        store.close()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {'SOUND' if sound else 'NOT SOUND'}")
    return sound


def main() -> None:
    """Print the figures; the exit code tells whether all is sound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=3.0)
    parser.add_argument("--plans", type=int, default=30)
    parser.add_argument("--file", action="store_true")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    leave(0 if run(parser.parse_args()) else 1)


if __name__ == "__main__":
    main()
