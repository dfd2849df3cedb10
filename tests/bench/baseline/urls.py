"""The portal's addresses, and the baseline's."""

from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns

from .views import StockWizard, start

urlpatterns = [
    path("ar/stock/", start, name="stock_start"),
    path("ar/stock/<slug:step>/", StockWizard.as_view(url_name="stock_step", done_step_name="receipt"), name="stock_step"),
    *urlpatterns,
]
