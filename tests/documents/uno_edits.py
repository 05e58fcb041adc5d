"""Edits documents in a running LibreOffice by the commands of its own menus. Run by the system's Python, which has UNO.

Usage: python3 uno_edits.py PORT JOBS.json. A job names a source, the operations, and the files to save it as.
"""

import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {
    ".docx": "MS Word 2007 XML",
    ".odt": "writer8",
    ".rtf": "Rich Text Format",
    ".doc": "MS Word 97",
}
SECONDS = 60


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(port):
    """Return the desktop and the dispatcher of the office on a port; it may still be starting."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
            break
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    make = context.ServiceManager.createInstanceWithContext
    return make("com.sun.star.frame.Desktop", context), make("com.sun.star.frame.DispatchHelper", context)


def opened(desktop, url):
    """Return the document at an address; an office that has just started opens nothing for a moment."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        document = desktop.loadComponentFromURL(url, "_blank", 0, (prop("Hidden", True),))
        if document is not None:
            return document
        time.sleep(0.2)
    raise TimeoutError(url)


class Editor:
    """One open document, edited as a person would: cursor into a cell, then a command."""

    def __init__(self, desktop, dispatcher, path):
        self.document = opened(desktop, Path(path).as_uri())
        self.controller = self.document.getCurrentController()
        self.frame = self.controller.getFrame()
        self.cursor = self.controller.getViewCursor()
        self.dispatcher = dispatcher

    @property
    def table(self):
        return self.document.getTextTables().getByIndex(0)

    def command(self, name, **values):
        arguments = tuple(prop(key, value) for key, value in values.items())
        self.dispatcher.executeDispatch(self.frame, f".uno:{name}", "", 0, arguments)

    def cell(self, row, column):
        return self.table.getCellByPosition(column, row)

    def into(self, row, column):
        self.cursor.gotoRange(self.cell(row, column).getStart(), False)

    def track(self, on):
        self.document.RecordChanges = on

    def type(self, row, column, text):
        """Select all of a cell and type over it; line breaks stay line breaks."""
        cell = self.cell(row, column)
        self.cursor.gotoRange(cell.getStart(), False)
        self.cursor.gotoRange(cell.getEnd(), True)
        self.command("Delete")
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                self.command("InsertPara")
            if line:
                self.command("InsertText", Text=line)

    def append(self, row, column, text):
        """Go to the end of a cell and type on."""
        self.cursor.gotoRange(self.cell(row, column).getEnd(), False)
        self.command("InsertText", Text=text)

    def choose(self, row, column, text):
        """Choose from the drop-down or the date picker: Writer puts the choice in place of what the control holds."""
        for paragraph in self.cell(row, column):
            for portion in paragraph:
                if portion.TextPortionType == "ContentControl":
                    control = portion.ContentControl
                    self.cursor.gotoRange(control.Start, False)
                    self.cursor.goRight(sum(len(part.String) for part in control), True)
                    self.command("InsertText", Text=text)
                    return
        raise ValueError(f"no control in row {row}, column {column}")

    def add_row(self, after, texts):
        """Add a row below another and type into its cells."""
        self.into(after, 0)
        self.command("InsertRowsAfter", Amount=1)
        for column, text in texts:
            self.type(after + 1, column, text)

    def delete_row(self, row):
        self.into(row, 1)
        self.command("DeleteRows")

    def copy_row(self, row, before, texts):
        """Copy a row, paste it above another, and type into some of the copy's cells."""
        self.into(row, 0)
        self.command("EntireRow")
        self.command("Copy")
        self.into(before, 0)
        self.command("PasteRowsBefore")
        for column, text in texts:
            self.type(before, column, text)

    def move_row(self, row, before):
        """Cut a row and paste it above another."""
        self.into(row, 0)
        self.command("EntireRow")
        self.command("Copy")
        self.into(before, 0)
        self.command("PasteRowsBefore")
        self.into(row + (1 if before <= row else 0), 0)
        self.command("DeleteRows")

    def move_column(self, column, before):
        """Copy a column, paste it left of another, and delete where it stood."""
        self.into(0, column)
        self.command("EntireColumn")
        self.command("Copy")
        self.into(0, before)
        self.command("PasteColumnsBefore")
        self.into(0, column + (1 if before <= column else 0))
        self.command("DeleteColumns")

    def add_column(self, after, head):
        self.into(0, after)
        self.command("InsertColumnsAfter", Amount=1)
        self.type(0, after + 1, head)

    def delete_column(self, column):
        self.into(0, column)
        self.command("DeleteColumns")

    def comment(self, row, column, text, author):
        self.into(row, column)
        self.command("InsertAnnotation", Text=text, Author=author)

    def accept_all(self):
        self.command("AcceptAllTrackedChanges")

    def reject_all(self):
        self.command("RejectAllTrackedChanges")

    def save(self, path):
        suffix = Path(path).suffix
        self.document.storeToURL(Path(path).as_uri(), (prop("FilterName", FILTERS[suffix]),))

    def close(self):
        self.document.close(True)


def run(desktop, dispatcher, job):
    editor = Editor(desktop, dispatcher, job["source"])
    try:
        for name, *arguments in job["operations"]:
            getattr(editor, name)(*arguments)
        for target in job["targets"]:
            editor.save(target)
    finally:
        editor.close()


def main():
    port, jobs = int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    desktop, dispatcher = connect(port)
    failed = 0
    for number, job in enumerate(jobs):
        try:
            run(desktop, dispatcher, job)
        except Exception as fault:
            failed += 1
            print(f"job {number}: {job['operations']}: {type(fault).__name__}: {fault}", file=sys.stderr)
    sys.exit(1 if failed else 0)


main()
