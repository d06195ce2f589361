"""Papers 公文: numbers, recipients, receipts, incoming papers and leaders' instructions."""
