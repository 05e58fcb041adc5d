"""A notice in words: subject, text and HTML of the same content, in the recipient's language."""

from templates.notice.digest import say_digest
from templates.notice.say import say

__all__ = ["say", "say_digest"]
