"""Models of the regions app."""

from .centres import Centre, IncubatorState
from .money import Agreement, BudgetLine, RegistrationCount
from .pages import RegionIndexPage, RegionPage
from .spellings import PlaceName
from .territory import Commune, Province, Region

__all__ = [
    "Agreement", "BudgetLine", "Centre", "Commune", "IncubatorState", "PlaceName", "Province", "Region",
    "RegionIndexPage", "RegionPage", "RegistrationCount",
]  # fmt: skip
