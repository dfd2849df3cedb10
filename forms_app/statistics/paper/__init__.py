"""A kept sheet on paper."""
