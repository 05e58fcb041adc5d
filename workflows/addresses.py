"""Our addresses as they are made for somebody; where the mailbox takes no plus-addresses each is the bare one."""

from mail.envelope import reply_address, verp
from plans.addressing import made_for
from plans.plan import Plan
from plans.seal import token
from workflows.parts import Identity


def answers_to(identity: Identity, plan: Plan, person: str, code: str = "") -> str:
    """Return where somebody's answers come to."""
    sealed = token(identity.key, made_for(plan, person, code))
    return reply_address(identity.address, sealed) if identity.plus else identity.address


def bounces_to(identity: Identity, plan: Plan, person: str) -> str:
    """Return where bounces of a mail to somebody come back to: an address that tells whom they are about."""
    sealed = token(identity.key, made_for(plan, person, purpose="return"))
    return verp(identity.address, sealed) if identity.plus else identity.address
