"""The public register: each day a list of salted digests of the files sent, chained, so that any of them can be proven later. Decision 740."""
