"""Work-arounds for dependencies, one file each: what, which version, which test is red without it."""

from importlib import import_module

#: Modules with an ``apply()`` called once when the apps are ready.
PATCHES = (
    "page_links", "view_restrictions", "localize_rights", "localize_alias", "localize_lists", "localize_po_file", "localize_titles", "localize_strings",
    "page_rights", "other_territories", "pool_check", "dead_redirects", "denied",
)  # fmt: skip


def apply() -> None:
    """Put every work-around in place."""
    for name in PATCHES:
        import_module(f"{__name__}.{name}").apply()
