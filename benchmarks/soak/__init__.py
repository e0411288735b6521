"""One worker at full rate for half an hour: whether the memory it takes stays flat."""
