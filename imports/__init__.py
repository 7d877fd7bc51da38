"""One file becomes plain columns. No database, no screen, nothing of `catalog`."""
