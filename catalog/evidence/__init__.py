"""What proofs, documents, registers and facts share: coverage, deposits, readings, matches, ends."""
