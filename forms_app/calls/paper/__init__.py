"""Calls on paper: a poster for social centres and cooperatives."""
