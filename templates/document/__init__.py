"""A document is the plan on paper: the page that is signed and sent back, its detail, its snapshot."""

from templates.document.check import TemplateFault, check_template
from templates.document.detail import render_detail
from templates.document.page import Document, render
from templates.document.redline import redline

__all__ = ["Document", "TemplateFault", "check_template", "redline", "render", "render_detail"]
