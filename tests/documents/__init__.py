"""Documents for tests: rendered from the example plans, and edited in the file's own XML."""
