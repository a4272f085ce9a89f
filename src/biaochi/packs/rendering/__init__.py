"""The yardstick on paper: a pack as a Chinese document."""
