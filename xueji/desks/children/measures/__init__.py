"""处分: shown to who keeps the record, entered and lifted by the school where the child is."""
