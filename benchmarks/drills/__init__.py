"""Drills: the running pipeline under faults, compared with a run that nothing disturbed."""
