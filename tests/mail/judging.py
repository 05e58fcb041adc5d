"""Judging a mail as the engine does, without storage: route, trust, reading, answer; keys and DNS are ours."""

import dataclasses
from dataclasses import dataclass
from functools import lru_cache

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mail.envelope import reply_address, route
from mail.trust import Rules, judge
from parsing.reading import letter_in, understood
from plans.change import Refusal
from plans.letter import Context, Trust
from plans.plan import Plan
from plans.seal import Addressee, read_token, token
from plans.state import Arrival, Code, Outcome, PlanState
from tests.plans.a_plan import NOW, PEOPLE, a_plan

OWN = "plan@milepost.example"
SEAL = b"s" * 32
AUTHSERV = "mx.ours.example"
RAY_ALIAS = "r.dominguez@harborline.example"


def plan() -> Plan:
    """Return the plan of the mails: Ray has an alias."""
    people = tuple(
        dataclasses.replace(person, aliases=(RAY_ALIAS,)) if person.id == "ray" else person for person in PEOPLE
    )
    return a_plan(people=people)


def reply_to(person: str, code: str = "") -> str:
    """Return the address that a person's replies go to."""
    return reply_address(OWN, token(SEAL, Addressee("harbor", person, code)))


@lru_cache
def key(bits: int = 2048) -> tuple[bytes, str]:
    """Return a private key (PEM) and the DNS record of its public half."""
    import base64

    made = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


@lru_cache
def stranger_key() -> tuple[bytes, str]:
    """Return the key of somebody else."""
    return key.__wrapped__()


def records() -> dict[str, list[str]]:
    """Return the domain name system of the mails: who signs with what, and what is wanted of receivers."""
    own, other = key()[1], stranger_key()[1]
    return {
        "s1._domainkey.harborline.example": [own],
        "s1._domainkey.mail.harborline.example": [own],
        "s1._domainkey.tallyworks.example": [own],
        "s1._domainkey.lists.example": [other],
        "s1._domainkey.evil.example": [other],
        "s1._domainkey.example": [other],
        "gone._domainkey.harborline.example": ["v=DKIM1; k=rsa; p="],
        "test._domainkey.harborline.example": [own.replace("k=rsa", "k=rsa; t=y")],
        "web._domainkey.harborline.example": [own.replace("k=rsa", "k=rsa; s=tlsrpt")],
        "_dmarc.harborline.example": ["v=DMARC1; p=reject"],
        "_dmarc.tallyworks.example": ["v=DMARC1; p=reject; adkim=s"],
    }


def sign(raw: bytes, domain: str, selector: str = "s1", pem: bytes = b"", **settings: object) -> bytes:
    """Return the mail with a signature on top."""
    signer = dkim.DKIM(raw)
    signature = signer.sign(selector.encode(), domain.encode(), pem or key()[0], **settings)  # type: ignore[arg-type]
    return bytes(signature) + raw


@dataclass(frozen=True)
class Judged:
    """What became of a mail."""

    trust: Trust
    outcome: Outcome
    changed: bool


def rules(world: str) -> Rules:
    """Return the rules of one of three worlds: our server looks, we look ourselves, local domains are believed."""
    held = records()
    resolver = {"signed": lambda name: held.get(name, [])}.get(world)
    local = frozenset({"harborline.example", "tallyworks.example"}) if world == "local" else frozenset()
    return Rules(AUTHSERV if world == "pinned" else "", local, resolver, OWN)


def state_of(codes: tuple[Code, ...] = ()) -> PlanState:
    """Return the plan as it stands before a mail."""
    return PlanState(plan(), NOW, codes=codes)


def judged(raw: bytes, world: str, state: PlanState) -> Judged:
    """Return what becomes of a mail, the whole way from its bytes to the plan."""
    from plans.answer import answer

    found = route(raw)
    people = [(state.plan.slug, person.id) for person in state.plan.people]
    made = (read_token([SEAL], text, people) for text in found.tokens)
    addressee = next((one for one in made if one), None)
    context = Context(state.plan)
    letter = letter_in(raw, context)
    if isinstance(letter, Refusal):
        return Judged(Trust("unsure", None, (letter.reason,)), Outcome(state), changed=False)
    trust = judge(raw, letter, state.plan, addressee=addressee, rules=rules(world))
    arrival = Arrival(found.letter_id, found.sender, trust, letter.sent_at, addressee.code if addressee else "")
    outcome = answer(state, arrival, understood(letter, context), NOW)
    return Judged(trust, outcome, outcome.state.plan != state.plan)
