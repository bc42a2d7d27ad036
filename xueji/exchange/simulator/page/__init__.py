"""The page on which a person steers the nation."""
