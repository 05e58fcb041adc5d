"""Our addresses as they are made for somebody; where the mailbox takes no plus-addresses each is the bare one."""

from mail.envelope import reply_address, verp
from plans.seal import Addressee, token
from workflows.parts import Identity


def answers_to(identity: Identity, addressee: Addressee) -> str:
    """Return where somebody's answers come to."""
    return reply_address(identity.address, token(identity.key, addressee)) if identity.plus else identity.address


def bounces_to(identity: Identity, plan: str, person: str) -> str:
    """Return where bounces of a mail to somebody come back to: an address that tells whom they are about."""
    sealed = token(identity.key, Addressee(plan, person, purpose="return"))
    return verp(identity.address, sealed) if identity.plus else identity.address
