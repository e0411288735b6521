"""Quality of each stage, measured against annotated files: functions from cases and answers to scores."""
