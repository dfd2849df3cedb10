"""Models of the home app."""

from .general import ContactPage, QuestionsPage, SiteMapPage, StandardPage
from .home import HomePage
from .news import NewsIndexPage, NewsPage, NoticeIndexPage, NoticePage

__all__ = ["ContactPage", "HomePage", "NewsIndexPage", "NewsPage", "NoticeIndexPage", "NoticePage", "QuestionsPage", "SiteMapPage", "StandardPage"]
