"""Reports 台账报表: readings across rooms: ledgers, league tables, a unit's public page. Owns no business record."""
