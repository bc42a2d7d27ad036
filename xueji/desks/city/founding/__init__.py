"""开办: a city's districts and schools, entered before anybody can work, and what comes next."""
