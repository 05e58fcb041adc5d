"""`make bench-scale`: how many letters a second are answered by 1, 2 and 4 worker processes, from mailbox to answer.

python -m benchmarks.scale [--letters 200] [--plans 40] [--file] [--parted]

All letters wait in the mailbox when the workers start; the clock runs from the first answer to the last, so that no
start is in it. Every process serves every queue; with --parted, two of them serve half of the queues each.
"""

import argparse
import asyncio
import datetime as dt
import os
import time

from benchmarks.fleet import Fleet, fleet, letter, plans
from benchmarks.kill import begun
from milepost.ending import leave
from storage.store import Store

ALL, HALVES = "plans,mail,reading,word", ("plans,reading", "mail,word")
PATIENCE = 300.0
SHARE = 0.95
"""The share of the letters by which the rate is taken: one that waits for a worker that stopped is told by itself."""


def answered(running: Fleet) -> dict[str, float]:
    """Return when each letter was answered to whoever wrote it, by its Message-ID."""
    return {one.answers: one.at for one in running.outside.mailed if one.answers}


def rate(queues: tuple[str, ...], options: argparse.Namespace) -> tuple[float, float]:
    """Return the letters a second of these processes until most are answered, and how long the last took after that."""
    over = plans(options.plans)
    with fleet(queues, postgres=not options.file) as running:
        store = Store(running.settings.database_url())
        store.migrate()
        asyncio.run(begun(running, over))
        running.workers[0].start()
        while len(store.plans()) < len(over):
            time.sleep(0.1)
        running.workers[0].stop()
        for number in range(options.letters):
            running.hand_in(letter(over[number % len(over)], number, dt.datetime.now(dt.UTC)))
        for worker in running.workers:
            worker.start()
        ends = time.monotonic() + PATIENCE
        while len(answered(running)) < options.letters and time.monotonic() < ends:
            time.sleep(0.2)
        moments = sorted(answered(running).values())
        store.close()
    if len(moments) < options.letters:
        raise SystemExit(f"only {len(moments)} of {options.letters} letters were answered")
    most = round(SHARE * len(moments))
    return (most - 1) / (moments[most - 1] - moments[0]), moments[-1] - moments[most - 1]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=200)
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--file", action="store_true")
    parser.add_argument("--parted", action="store_true")
    options = parser.parse_args()
    fleets = [HALVES] if options.parted else [(ALL,) * number for number in (1, 2, 4)]
    for queues in fleets:
        letters, last = rate(queues, options)
        print(
            f"{len(queues)} worker processes: {letters:.1f} letters a second until {SHARE:.0%} are answered, "
            f"the last {last:.1f} s later; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
            flush=True,
        )
    leave(0)


if __name__ == "__main__":
    main()
