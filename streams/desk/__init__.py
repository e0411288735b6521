"""The desk: incidents, articles, alerts and health as values for its pages and its API. Pure: no Kafka, no web."""
