"""The room that remembers: letters, versions, sheets, the outbox and the audit log."""
