"""From our words to a wire's words and back, by reviewed tables: kinds.csv, fields.csv and values.csv of an adapter."""
