"""Changes one operator or constant at a time, and reports the changes that no test notices: `make mutation`."""
