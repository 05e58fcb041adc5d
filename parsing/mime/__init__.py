"""Raw bytes become named parts here: headers, texts, calendars, files and reports, in whatever state they arrive."""
