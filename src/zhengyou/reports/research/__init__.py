"""Research 研究分析: counts of months that are over as Parquet files, and questions asked of them outside the database.

The questions are ibis expressions: DuckDB answers them on one machine, Spark on many, word for word the same. What leaves
the database are counts of units by day, kind of items, channel and level; no rating, no word, no window, no person.
The libraries are the optional extra ``analysis``; nothing else in the house imports this package's modules.
"""
