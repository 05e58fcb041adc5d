"""Local mail is a mail server for one machine: SMTP in, IMAP out, no root, a mailbox for every address it hears of."""

from milepost.local_mail.server import LocalMail, LocalMailError
from milepost.local_mail.spool import Spool, base_address

__all__ = ["LocalMail", "LocalMailError", "Spool", "base_address"]
