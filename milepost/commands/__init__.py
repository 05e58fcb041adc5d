"""One module a group of commands; milepost/cli imports them only when they are called."""
