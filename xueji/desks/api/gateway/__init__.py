"""What every request of a program passes: its key, its scope, its idempotency key, its version; and every way to say no."""
