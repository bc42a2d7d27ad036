"""通知: what this place has been told about cases, unread first."""
