"""The words of the screens, French and English."""
