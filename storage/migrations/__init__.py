"""Migrations: one step of the schema a file, forward only."""
