"""What a city must not lose: one file that holds all of it, its way back, and the law the database is held against.

A backup is a zip, or an encrypted one. `tables/` holds each table as PostgreSQL's own COPY text in the order of its
primary key, so that the hash of a file is the hash of the table; `schema/` the statements before and after the rows;
`manifest.json` what must come back; `secret-key` the key without which no second factor can be read; `exchange.json`
the way to the national exchange. The exchange's own database is the province's, and in no backup of ours.
"""
