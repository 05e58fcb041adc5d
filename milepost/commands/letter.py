"""`milepost letter` prints what a mail says, and who wrote it, before anybody asks what it means for a plan."""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from parsing.letter import read_letter, shown_text
from plans.change import Refusal
from plans.letter import Letter, Trust

Judge = Callable[[bytes, Letter], Trust]
UNREAD = Trust("unsure", None, ("The mail could not be read.",))


def letter(files: Iterable[Path], as_json: bool, plan: Path | None = None, dns: Path | None = None) -> int:
    """Print each mail's kind, language and text, and with a plan the trust in it; return how many were not read."""
    judge = _judge(plan, dns) if plan else None
    refused = 0
    for file in files:
        raw = file.read_bytes()
        read = read_letter(raw)
        if isinstance(read, Refusal):
            refused += 1
            trust = UNREAD if judge else None
        else:
            trust = judge(raw, read) if judge else None
            read = replace(read, text=shown_text(raw))
        if as_json:
            print(json.dumps(record(file, read) | as_trust(trust), ensure_ascii=False), flush=True)
        else:
            print(shown(file, read) + (f"\n  {trust.verdict}: {' '.join(trust.why)}" if trust else ""))
    return refused


def _judge(plan_path: Path, dns: Path | None) -> Judge:
    """Return what a mail's sender is judged by: the plan, the settings, and DNS or what stands in for it."""
    from mail.envelope import route
    from mail.records import txt_records
    from mail.trust import Rules, judge
    from milepost.loading import plan_or_exit
    from milepost.settings import settings_for
    from plans.addressing import addressee_in

    plan, settings = plan_or_exit(plan_path), settings_for(None)
    records = _records(dns) if dns else None
    rules = Rules(
        settings.trust.authserv_id,
        frozenset(settings.trust.unauthenticated),
        txt_records if records is None else lambda name: records.get(name.casefold().rstrip("."), []),
        settings.mail.address if "address" in settings.mail.model_fields_set else "",
    )
    keys = settings.seal_keys()

    def judged(raw: bytes, read: Letter) -> Trust:
        return judge(raw, read, plan, addressee=addressee_in(keys, route(raw).tokens, (plan,)), rules=rules)

    return judged


def _records(path: Path) -> dict[str, list[str]]:
    """Return the TXT records in a file; one that cannot be read is said in a sentence, with exit code 2."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {
            str(name).casefold().rstrip("."): [str(text) for text in ([texts] if isinstance(texts, str) else texts)]
            for name, texts in held.items()
        }
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        print(f'{path}: not {{"name": ["text", ...]}} ({fault})', file=sys.stderr)
        raise SystemExit(2) from None


def as_trust(trust: Trust | None) -> dict[str, object]:
    """Return the trust in a mail as JSON, nothing where no plan was named."""
    return {"trust": {"verdict": trust.verdict, "person": trust.person, "why": list(trust.why)}} if trust else {}


def record(file: Path, read: Letter | Refusal) -> dict[str, object]:
    """Return what is printed of a mail as JSON."""
    if isinstance(read, Refusal):
        return {"file": file.name, "refused": read.reason, "detail": read.detail}
    return {
        "file": file.name,
        "kind": read.kind,
        "from": read.sender.email,
        "language": read.language,
        "text": read.text,
        "answers": [{"quoted": answer.quoted, "text": answer.text} for answer in read.answers],
        "away_until": read.away_until.isoformat() if read.away_until else None,
        "bounced": [
            {"address": bounced.address, "permanent": bounced.permanent, "given_up": bounced.given_up}
            for bounced in read.bounced
        ],
    }


def shown(file: Path, read: Letter | Refusal) -> str:
    """Return what is printed of a mail for a person."""
    if isinstance(read, Refusal):
        return f"{file.name}: not read ({read.reason}) {read.detail}".rstrip()
    lines = [f"{file.name}: {read.kind} from {read.sender.email} ({read.language}), {read.sent_at:%Y-%m-%d %H:%M %z}"]
    lines += [f"  {line}" for line in read.text.split("\n")] if read.text else []
    lines += [f"  > {answer.quoted}\n    {answer.text}" for answer in read.answers]
    lines += [f"  away until {read.away_until}"] if read.away_until else []
    lines += [f"  did not reach {bounced.address}, {_how(bounced.permanent)}" for bounced in read.bounced]
    return "\n".join(lines)


def _how(permanent: bool) -> str:
    return "for good" if permanent else "for now"
