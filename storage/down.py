"""StorageDown says in one sentence what is wrong with the database, what was kept and what to do."""

KEPT = "Nothing was changed; everything kept before is still there."

CURES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("disk is full", "no space left", "diskfull", "53100"), "The disk of the database is full.", "Free some space"),
    (
        ("readonly database", "read-only", "25006"),
        "The database can be read but not written.",
        "Let Milepost's user write the file and its folder (or point to the primary server)",
    ),
    (
        ("database is locked", "lock timeout", "55p03"),
        "Another program holds the database file.",
        "End that program (a copy, a backup, an open shell)",
    ),
    (
        ("not a database", "malformed", "disk i/o error"),
        "The database file is damaged.",
        "Put back the last backup, and keep the damaged file",
    ),
    (
        ("no such table", "undefinedtable", "does not exist", "no such column"),
        "The database lacks tables or columns of this version, or does not exist.",
        "Run `milepost up` once, which sets it up",
    ),
    (
        ("password authentication failed", "role", "28p01", "no password supplied"),
        "The database refused the user or the password.",
        "Correct MILEPOST_DATABASE__URL",
    ),
    (
        ("unable to open", "permission denied", "not a directory"),
        "The database file cannot be opened.",
        "Check the folder and who may write it",
    ),
    (
        ("connection refused", "could not connect", "connection failed", "timeout", "closed", "resolve", "terminat"),
        "The database cannot be reached.",
        "Check that the server runs and that MILEPOST_DATABASE__URL is right",
    ),
)
"""Words of the engines → what happened, and what to do. The first that fits counts."""


class StorageDown(Exception):
    """The database cannot do its part; the text is a sentence for people, without addresses or passwords."""


def storage_down(error: BaseException) -> StorageDown:
    """Return the sentence for an engine's error."""
    said = f"{type(getattr(error, 'orig', None)).__name__} {error}".casefold()
    for marks, happened, cure in CURES:
        if any(mark in said for mark in marks):
            return StorageDown(f"{happened} {KEPT} {cure}, then try again.")
    return StorageDown(f"The database failed ({_named(error)}). {KEPT} Look at its log, then try again.")


def _named(error: BaseException) -> str:
    """Return an engine's name for its error, without its words: those may quote what was to be kept."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None)
    return f"{type(cause).__name__}, {code}" if code else type(cause).__name__
