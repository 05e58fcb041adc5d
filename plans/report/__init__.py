"""A report is what leaders read over many plans at once; each module here decides the figures of one."""
