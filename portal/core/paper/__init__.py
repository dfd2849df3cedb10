"""Papers: A4 pages in the reader's language, set by typst from data; fonts of our own, no network."""

from .render import Words, qr_code, render_paper, words

__all__ = ["Words", "qr_code", "render_paper", "words"]
