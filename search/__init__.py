"""Find: normaliser, documents, engines, page. Listens to signals; reached only through portal.urls."""
