"""The commands on deals: taking in what a CRM exports, listing it, and setting deals with a plan beside the others."""

import sys
from pathlib import Path

from milepost.commands.report import Form, given


def import_deals(file: Path, data: Path | None) -> int:
    """Keep the deals of a CSV file; 1 where anything in it is wrong, and then nothing of it is kept."""
    from milepost.wiring import store_in
    from parsing.deals import deals_in

    try:
        found = deals_in(file.read_bytes())
    except OSError as error:
        print(f"{file} cannot be read ({error.strerror}). Nothing was imported.", file=sys.stderr)
        return 1
    for wrong in found.wrong:
        place = f"{file}:{wrong.line}" if wrong.line else str(file)
        print(f"{place}: {wrong.problem} {wrong.remedy}", file=sys.stderr)
    if found.wrong:
        print("Nothing was imported.", file=sys.stderr)
        return 1
    with store_in(data) as store:
        done = store.import_deals(found.deals)
    print(f"{len(found.deals):,} deals: {done.new:,} new, {done.changed:,} changed, {done.same:,} as they were.")
    if found.unread:
        print(f"Not read and not kept: {', '.join(found.unread)}.")
    return 0


def list_deals(form: Form, data: Path | None) -> int:
    """Print the imported deals with what our plans tell of them, and the plans that no file tells of."""
    from milepost.wiring import store_in
    from templates.report import say_deals
    from workflows.forecasts import deals_known

    with store_in(data) as store:
        deals = deals_known(store)
    return given(say_deals(deals), deals.every, form)


def impact(form: Form, data: Path | None) -> int:
    """Set the deals that had a plan beside those that had none."""
    from milepost.wiring import store_in
    from plans.report.impact import impact_of
    from templates.report import say_impact
    from workflows.forecasts import deals_known

    with store_in(data) as store:
        found = impact_of(deals_known(store))
    return given(say_impact(found), found, form)
