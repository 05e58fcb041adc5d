"""What a letter says as a whole: undo, stop mailing me, the deal's end, questions, nothing of the plan."""

import re
from collections.abc import Iterator, Sequence

from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.marks import Draft, Sentence
from parsing.statements.subject import REPLYING
from plans.change import Reply
from plans.letter import Letter

OURS = {"release": "release", "drop": "drop"}
PLAN_STATUS = (("plan_lost", "lost"), ("plan_on_hold", "on-hold"), ("plan_won", "won"))
BRIEF = 7
"""Characters before a rhythm that still say nothing of what it is of: "Please only monthly"."""
MAILS = re.compile(r"mail|update|remind|messag|nachricht|erinner|courriel|rappel|correo|mensaje|recordator|bericht"
                   r"|herinner|mensag|lembret|promemoria|write|schreib|ecri|escrib|escrev|scriv|schrijf")  # fmt: skip


def wish_in(text: str, frame: Frame) -> Reply | None:
    """Return the word to us that a whole letter is, or None; a line may be named behind it ("undo M3")."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    said = [line for line in lines if not frame.words.greeting.match(fold(line))]
    if not said or len(said) > 3 or len(said[0]) > 60:
        return None
    folded = fold(said[0]).strip(" .!,;:-\"'")
    for word in OURS:
        if folded == word:
            return Reply("release" if word == "release" else "drop", None, said[0])
    for line in frame.plan.chased():
        bare = re.sub(rf"(?<![\w.]){re.escape(line.id.casefold())}(?![\w.])", " ", folded)
        if bare != folded and _undoes(" ".join(bare.split()), frame):
            return Reply("undo", line.id, said[0])
    return Reply("undo", None, said[0]) if _undoes(folded, frame) else None


def _undoes(folded: str, frame: Frame) -> bool:
    return frame.words.found("undo", folded.strip(" .!,;:-"))


def about_the_whole(sentences: Sequence[Sentence], frame: Frame) -> Iterator[Draft]:
    """Yield what is said of the sender's mail and of the plan itself; the plan's status is always asked about."""
    for sentence in sentences:
        names = {cue.name for cue in sentence.cues}
        if frame.sender and (invites := _invites(sentence, names)):
            yield Draft(f"person:{frame.sender}", "invites", invites, sentence.text)
        elif frame.sender and _wants_less(sentence):
            yield Draft(f"person:{frame.sender}", "mail", "less", sentence.text)
        elif "stop_mail" in names and frame.sender and "negated" not in names - _own(sentence):
            if _goes_itself(sentence):
                continue
            left = _left_line(sentence)
            yield (
                Draft(left, "owner", None, sentence.text, ("unknown-person",))
                if left
                else Draft(f"person:{frame.sender}", "mail", "off", sentence.text)
            )
        for name, status in PLAN_STATUS:
            of_a_line = name == "plan_on_hold" and _names_line(sentence, name)
            if name in names and not of_a_line:
                yield Draft("plan", "status", status, sentence.text, ("plan-status",))
                break


def _names_line(sentence: Sentence, name: str) -> bool:
    """Tell whether a sentence surely names a line, by more than the verb that the plan is stopped with ("treat")."""
    verbs = {cue.start for cue in sentence.cues if cue.name == name}
    return any(mark.how not in ("weak", "group") and mark.start not in verbs for mark in sentence.marks)


def _invites(sentence: Sentence, names: set[str]) -> str:
    """Return "on" or "off" where somebody asks for calendar invitations, or for none; a line's is a meeting's."""
    if "no_invites" in names:
        return "off"
    return "on" if "wants_invites" in names and "negated" not in names and not sentence.marks else ""


def _wants_less(sentence: Sentence) -> bool:
    """Tell whether somebody wants fewer mails: a rhythm alone ("only monthly please"), or one of mails."""
    starts = [cue.start for cue in sentence.cues if cue.name == "less_mail"]
    if not starts or any(mark.how != "group" for mark in sentence.marks):
        return False
    return min(starts) <= BRIEF or MAILS.search(fold(sentence.text)) is not None


def _goes_itself(sentence: Sentence) -> bool:
    """Tell whether a line comes off a list, rather than the sender: "the cyber review can come off the list"."""
    cues = [cue for cue in sentence.cues if cue.name == "stop_mail"]
    ahead = any(not mark.aside and mark.how != "group" and mark.end <= cues[0].start for mark in sentence.marks)
    return ahead and any(cue.name == "skipped" for cue in sentence.cues)


def _left_line(sentence: Sentence) -> str | None:
    """Return the line that a sender wants to be taken off, rather than off the mails ("take me off M2")."""
    ends = [cue.end for cue in sentence.cues if cue.name == "stop_mail"]
    behind = [mark for mark in sentence.marks if mark.how != "weak" and any(0 <= mark.start - end <= 5 for end in ends)]
    return behind[0].lines[0] if behind else None


def _own(sentence: Sentence) -> set[str]:
    """Return "negated" where the negation is part of the wish itself ("no more mails")."""
    wishes = [cue for cue in sentence.cues if cue.name == "stop_mail"]
    return {"negated"} if wishes else set()


def questions_in(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Return what the sender wants answered by people: a change asked for politely is none."""
    found = []
    for sentence in sentences:
        names = {cue.name for cue in sentence.cues}
        polite = "asks_politely" in names and names & {
            "moves",
            "new_line",
            "stop_mail",
            "skipped",
            "takes_over",
            "backs_up",
        }
        if sentence.asks and not polite and len(sentence.text.split()) > 1:
            found.append(" ".join(sentence.text.split()))
    return tuple(found)


def is_unrelated(letter: Letter, sentences: Sequence[Sentence], frame: Frame, changes: bool) -> bool:
    """Tell whether a letter has nothing to do with the plan: no answer to our mail, and none of its lines in it."""
    answers = letter.in_reply_to or letter.references or REPLYING.match(letter.subject)
    if any(cue.name == "not_this_plan" for sentence in sentences for cue in sentence.cues) and not answers:
        return True
    if changes or answers:
        return False
    plan = frame.plan
    marks = [mark for sentence in sentences for mark in sentence.marks if mark.how != "weak"]
    named = any((line := plan.entry(line_id)) and not line.settled for mark in marks for line_id in mark.lines)
    title = set(re.findall(r"\w{4,}", fold(f"{frame.plan.title} {frame.plan.slug} {frame.plan.plan_name}")))
    return not named and not title & set(re.findall(r"\w{4,}", fold(letter.subject)))
