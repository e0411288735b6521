"""Incidents as people look at them: selected, explained, and as rows of a table. Pure: no Kafka."""
