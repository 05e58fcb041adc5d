"""A notice in words: subject, text and HTML of the same content, in the recipient's language."""

from templates.notice.digest import MOST_PLANS, say_digest
from templates.notice.opening import opening
from templates.notice.say import say

__all__ = ["MOST_PLANS", "opening", "say", "say_digest"]
