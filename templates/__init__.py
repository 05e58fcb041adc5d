"""The room that says: from a Notice or a Plan to mails, Word pages and invitations."""
