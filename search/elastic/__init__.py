"""Elasticsearch: the public indices and the engine that asks them, and the index of files, which has a client of its own."""
