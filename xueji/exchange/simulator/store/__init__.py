"""The ministry's store: what the nation knows, in a PostgreSQL database of its own."""
