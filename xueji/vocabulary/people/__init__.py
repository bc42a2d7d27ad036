"""What is said of a person: names, documents, residency, standing of the record."""
