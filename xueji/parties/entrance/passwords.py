"""Password hashing that a whole city can afford on the first of September."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CalmArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's recommended minimum, a fifth of Django's memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
