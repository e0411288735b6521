"""Feeds whose servers misbehave, and a process that is killed: what is lost, and what comes out twice."""
