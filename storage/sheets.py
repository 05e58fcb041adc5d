"""Sheets are kept as they were sent, per document: the base of every merge, never computed again."""

from sqlalchemy import select

from plans.sheet import Sheet
from storage.database import Database
from storage.forms import sheet_as_json, sheet_from_json
from storage.tables import sheets


class Sheets(Database):
    """The tables that went out in documents."""

    def keep_sheet(self, sheet: Sheet) -> bool:
        """Keep a document's sheet; False where that document's is kept already (it stays)."""
        row = {
            "document": sheet.document,
            "plan": sheet.plan,
            "version": sheet.version,
            "content": sheet_as_json(sheet),
        }
        with self.writing() as connection:
            return self.insert_once(connection, sheets, row)

    def sheet(self, document: str) -> Sheet | None:
        """Return the sheet of a document, or None."""
        with self.reading() as connection:
            content = connection.execute(select(sheets.c.content).where(sheets.c.document == document)).scalar()
        return sheet_from_json(content) if content else None

    def sheets(self, slug: str) -> tuple[Sheet, ...]:
        """Return every sheet of a plan, the oldest version first."""
        query = select(sheets.c.content).where(sheets.c.plan == slug).order_by(sheets.c.version, sheets.c.document)
        with self.reading() as connection:
            return tuple(sheet_from_json(content) for content in connection.execute(query).scalars())
