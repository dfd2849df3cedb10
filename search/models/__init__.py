"""Models of the search app."""

from .editorial import PromotedResult, SearchMiss
from .entries import ExtractedText, IndexedOrigin, SearchEntry
from .words import SearchWord, WordKey

__all__ = ["ExtractedText", "IndexedOrigin", "PromotedResult", "SearchEntry", "SearchMiss", "SearchWord", "WordKey"]
