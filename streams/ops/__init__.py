"""Tools for the people who run Wirefeed: command line, embedded broker, topics, dead letters, health, metrics."""
