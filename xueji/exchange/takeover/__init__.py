"""A city that kept its register elsewhere brings it in files: five sheets, a verdict on every row, totals that agree."""
