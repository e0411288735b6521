"""What the people who run Wirefeed need: command line, embedded broker, topics, dead letters, health, metrics."""
