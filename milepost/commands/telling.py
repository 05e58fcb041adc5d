"""Commands that tell a running plan something: note, amend, pause, resume, close, handover and revoke."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings


def note(slug: str, text: str, by: str, data: Path | None) -> int:
    """Have a line read as if the person had mailed it."""
    from plans.command import Note

    return _told(slug, "note", Note(text, by), data)


def amend(slug: str, target: str, field: str, value: str, by: str, why: str, data: Path | None) -> int:
    """Have one field set in a person's name."""
    from plans.command import Amendment

    return _told(slug, "amend", Amendment(target, field, value, by, why), data)


def pause(slug: str, by: str, why: str, data: Path | None) -> int:
    """Put a plan on hold."""
    from plans.command import Wish

    return _told(slug, "pause", Wish(by, why), data)


def resume(slug: str, by: str, why: str, data: Path | None) -> int:
    """Let a plan go on."""
    from plans.command import Wish

    return _told(slug, "resume", Wish(by, why), data)


def close(slug: str, status: str, by: str, why: str, data: Path | None) -> int:
    """End a plan as won or lost."""
    from plans.command import Closing

    return _told(slug, "close", Closing(status, by, why), data)


def handover(slug: str, person: str, heir: str, by: str, why: str, data: Path | None) -> int:
    """Give everything that a person has in a plan to another."""
    from plans.handover import Handover

    return _told(slug, "hand_over", Handover(person, heir, by, why), data)


def revoke(slug: str, person: str, data: Path | None) -> int:
    """End every address that was made for a person so far."""
    from plans.command import Revocation

    return _told(slug, "revoke", Revocation(person), data)


def _told(slug: str, command: str, told: object, data: Path | None) -> int:
    """Give the command and print what came of it; exit 0 where it was taken, 1 where there is no such plan."""
    from milepost.commands.running import connected
    from milepost.settings import settings_for

    async def tell(client: "Client", _: "Settings") -> int:
        from milepost.running_plans import command_plan

        commanded = await command_plan(client, slug, command, told)
        if commanded is None:
            print(f"There is no running plan {slug}: `milepost list` lists the plans.", file=sys.stderr)
            return 1
        for line in commanded.lines:
            print(line)
        print(f"{slug} is at version {commanded.version}." if commanded.lines else "Nothing in it was about the plan.")
        return 0

    return connected(settings_for(data), tell)
