"""What became of each printed number, and what another library reads where a value was read."""
