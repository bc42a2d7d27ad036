"""The border post's own side: what decisions owe becomes messages, the courier carries them, the inbox hears (S10)."""
