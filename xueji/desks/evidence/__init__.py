"""Papers of cases: opened, brought and written upon, by whom they concern."""
