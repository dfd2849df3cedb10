"""The public portal of Jisr Tamkin wa Riyada."""
