"""Across the provinces: arrivals, departures, children without a record, and the national number."""
