"""Accepted renderings: what Milepost says, word for word, as somebody has read and accepted it."""
