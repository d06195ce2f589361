"""Records 记录: what every room leaves behind: ledger, jobs, files, sealed data, documents, notices."""
