"""Mails in the layouts of all major clients, built from what their programs write around a reply."""
