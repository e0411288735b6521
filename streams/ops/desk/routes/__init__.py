"""What the desk answers to, a file for each subject."""
