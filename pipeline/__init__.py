"""From tjänsteutlåtande to tables: read, parse, check, stage, publish."""
