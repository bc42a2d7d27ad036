"""Where people sit: the desks of school, district and city, and the visual language that they share."""
