"""The portal, and an app whose migrations break the rules."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.migrations_lint.broken"]
