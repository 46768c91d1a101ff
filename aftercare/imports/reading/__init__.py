"""Files as tables: whatever the format, a heading and rows with their place in the file."""

from aftercare.imports.reading.tables import Line, Table, opened

__all__ = ["Line", "Table", "opened"]
