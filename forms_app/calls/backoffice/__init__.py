"""Calls in the admin: drafts are edited, published calls are acted upon."""
