"""A document is the plan on paper: the page that is signed and sent back, its detail, its snapshot."""

from templates.document.check import TemplateFault, check_template
from templates.document.detail import render_detail
from templates.document.page import Document, render
from templates.document.redline import redline
from templates.document.snapshot import Snapshot, render_snapshot

__all__ = [
    "Document",
    "Snapshot",
    "TemplateFault",
    "check_template",
    "redline",
    "render",
    "render_detail",
    "render_snapshot",
]
