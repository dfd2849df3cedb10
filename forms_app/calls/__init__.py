"""Calls: registration campaigns of project holders and calls for associations and cooperatives."""
