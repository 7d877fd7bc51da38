"""The product lines: each cell cleaned once, what is wrong with it, and the offers they make."""
