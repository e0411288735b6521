"""What checks the files of the deployment: `make compose-check`."""
