"""Facts: the tables of a facts folder, reading, checking and writing it."""
