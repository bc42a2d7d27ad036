"""批准例外: granted by the office that the rulebook names, read by everybody whom they concern."""
