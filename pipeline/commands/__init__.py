"""The work and output of the command line, one module per command."""
