"""From a list of addresses to files in `raw/`: what is missing or has changed at its source is downloaded, politely."""
