"""The portal's addresses, and the baselines'."""

from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns

from . import same_form
from .views import StockWizard, start

urlpatterns = [
    path("ar/stock/", start, name="stock_start"),
    path("ar/stock/<slug:step>/", StockWizard.as_view(url_name="stock_step", done_step_name="receipt"), name="stock_step"),
    path("ar/same/", same_form.start, name="same_start"),
    path("ar/same/<slug:step>/", same_form.SameFormWizard.as_view(url_name="same_step", done_step_name="receipt"), name="same_step"),
    *urlpatterns,
]
