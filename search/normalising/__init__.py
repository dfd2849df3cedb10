"""Rules of each script, for :mod:`search.normalise`."""
