"""The shapes of what is sent and told: the source of the OpenAPI schema."""
