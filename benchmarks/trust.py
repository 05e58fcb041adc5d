"""How many forged mails change a plan, and how many honest odd ones are put away: `make bench-trust`."""

import sys
import time
from collections import Counter

from tests.mail.judging import judged, state_of
from tests.mail.oddities import oddities
from tests.mail.tricks import tricks


def main() -> int:
    """Print the figures; return 1 where a forged mail changes a plan or over 3 % of the honest ones are put away."""
    state, begun = state_of(), time.perf_counter()
    forged = [(trick, judged(trick.raw, trick.world, state)) for trick in tricks()]
    honest = [(oddity, judged(oddity.raw, oddity.world, state)) for oddity in oddities()]
    seconds = time.perf_counter() - begun
    changed = [trick.name for trick, found in forged if found.changed]
    away = [oddity.name for oddity, found in honest if found.trust.verdict == "forged"]
    for name, mails in (("forged", [found for _, found in forged]), ("honest", [found for _, found in honest])):
        verdicts = Counter(found.trust.verdict for found in mails)
        print(f"{name}: {len(mails)} mails; {', '.join(f'{count} {verdict}' for verdict, count in verdicts.items())}")
    print(f"forged mails that changed a plan: {len(changed)} {changed or ''}")
    print(f"honest mails put away: {len(away)} ({len(away) / len(honest):.1%}, at most 3 %) {away or ''}")
    print(f"{(len(forged) + len(honest)) / seconds:.0f} mails a second, from bytes to the plan, on this machine")
    return int(bool(changed) or len(away) > 0.03 * len(honest))


if __name__ == "__main__":
    sys.exit(main())
