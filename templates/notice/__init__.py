"""A notice in words: subject, text and HTML of the same content, in the recipient's language."""

from templates.notice.say import say

__all__ = ["say"]
