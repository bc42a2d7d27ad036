"""What every jurisdiction of the country shares: conditions and numbers of national rules. Not an edition itself."""
