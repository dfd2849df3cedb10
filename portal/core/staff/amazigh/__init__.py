"""The Amazigh team's work: what lacks its Amazigh text, the text itself, and the second reader's word (DESIGN sections 3 and 9)."""

LANGUAGE = "zgh"
