"""What the command line does and shows, one module for each command."""
