"""The room that decides: frozen data and pure functions, standard library only, no clock, no I/O."""
