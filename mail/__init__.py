"""The room that carries: IMAP in, SMTP out, envelopes, and whether a sender is who they say."""
