"""Limits of the language that are ours, not a source's."""

LARGEST_INTEGER = 2**62
DEEPEST_FORMULA = 64
LONGEST_FORMULA = 4000
MOST_LOOK_BACK = 10
MOST_PEOPLE = 2 * 10**7
MOST_READING_RUNS = 64
