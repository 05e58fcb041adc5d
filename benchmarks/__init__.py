"""Figures that are measured, never asserted: each module prints a table."""
