"""The instance itself: whether it is sound, and what people did in it."""
