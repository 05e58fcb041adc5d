"""One module a group of commands; cli.py imports them only when they are called."""
