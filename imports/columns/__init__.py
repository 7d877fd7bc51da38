"""Which column is which field: what a person said, what the header surely says, else a question."""
