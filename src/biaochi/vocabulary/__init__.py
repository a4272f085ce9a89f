"""Words: every closed list with its Chinese and English labels."""
