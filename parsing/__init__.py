"""The room that understands: from a raw mail or a returned document to a Reading."""
