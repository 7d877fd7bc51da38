"""The outside way in over HTTP, version 1: what the commands `search`, `explain` and `range` answer, to whoever holds a token."""
