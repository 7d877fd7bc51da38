"""Early childhood: which documents speak of a product, what they say against it, and the reference's decisions."""
