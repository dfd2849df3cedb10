"""How Django writes dates where Wagtail asks it to; the portal's own dates are words (``portal.core.formats``)."""
