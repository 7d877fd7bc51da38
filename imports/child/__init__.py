"""Reading in a process of its own: limits, what travels between the two, what every child is held to."""
