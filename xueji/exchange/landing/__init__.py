"""From a judged list to entrants: what the city knows, staging, landing, and the file given back."""
