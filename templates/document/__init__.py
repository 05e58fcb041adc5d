"""A document is the plan on paper: the page that is signed and sent back, its detail, its snapshot."""

from templates.document.page import Document, render

__all__ = ["Document", "render"]
