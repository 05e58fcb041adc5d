"""The room that begins: settings, wiring, the command line and the embedded stack."""
