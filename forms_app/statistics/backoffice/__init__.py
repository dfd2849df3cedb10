"""Staff figures in Wagtail's admin."""
