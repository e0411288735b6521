"""Quality of each stage, measured against annotated files: plain functions from cases and answers to numbers."""
