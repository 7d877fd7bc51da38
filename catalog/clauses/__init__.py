"""PURE: the price clause of a lot, a price and what is known of it -> what the clause allows, with the arithmetic."""
