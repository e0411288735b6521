"""Wirefeed: a stream processor for news wires. The core packages are plain functions, usable without Kafka."""
