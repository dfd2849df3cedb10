"""The staff's side of applications, in Wagtail's admin: list, file, outcomes, exports. Everything passes through ``visible_to``."""
