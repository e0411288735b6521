"""The worker of each system, run as a process of its own: `ADDRESS GROUP SOURCE TARGET`."""
