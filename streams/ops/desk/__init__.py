"""The desk as a process: topics read into memory, and pages served from it."""
