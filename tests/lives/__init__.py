"""Months of a plan's life: the example plans, played by people who write as a script has it, mail by mail."""
