"""Migrations that an older release can live with."""
