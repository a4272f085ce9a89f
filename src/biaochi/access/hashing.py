"""How passwords are hashed: OWASP's Argon2id parameters, fast enough for a morning of meetings."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

_AT_ONCE = BoundedSemaphore(2)  # each takes a core and 19 MiB; the others wait in line


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password; two at once, whatever the rush."""
        with _AT_ONCE:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with its hash; two at once, whatever the rush."""
        with _AT_ONCE:
            return super().verify(password, encoded)
