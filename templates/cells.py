"""A cell of a CSV file (RFC 4180) is data: a spreadsheet that opens it must compute nothing that a mail has brought."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs: a number stays one, other words are quoted."""
    if not cell.startswith(FORMULA) or cell[1:].replace(".", "", 1).isdigit():
        return cell
    return f"'{cell}"
