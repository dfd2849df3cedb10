"""Find: views and query. Reached only through portal.urls."""
