"""Incidents as people look for them: selected, explained, drawn over time, and exported."""
