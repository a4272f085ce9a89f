"""Limits of the language that are ours, not a source's."""

LARGEST_INTEGER = 2**62
DEEPEST_FORMULA = 64
LONGEST_FORMULA = 4000
MOST_ARGUMENTS = 10
TERNARY = 3
DEEPEST_TRACE = 12
MOST_SHOWN = 8
MOST_PLANS_KEPT = 16
MOST_VALUES_KEPT = 2**16  # of expressions of subjects, while reasons are sought
MOST_LOOK_BACK = 10
MOST_PEOPLE = 2 * 10**7
MOST_READING_RUNS = 64
LONGEST_POSTGRES_NAME = 63  # bytes
HEX, HEX_PIECE, HEX_PIECES = 16, 15, 4  # a row's SHA-256 is summed in four pieces of 60 bits
FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY = "1900-01-01", "2250-12-31"  # working days are known in
MOST_ROWS = 10**9  # of one table in one run
MOST_KEYS_SIDE_BY_SIDE = 64  # totals per key written as columns of one pass
LONGEST_TEXT = 4000  # of one box of a form, unless it says less
QUOTED = 60  # of what was written, in a refusal
LARGEST_NUMBER = 9999  # of years, months, days or people, in one box of a form
MOST_SIMILAR = 2000  # earlier cases and letters looked at, the newest first
HEAVIER_FROM = (9, 10)  # a measure heavier than in this share of similar cases wants reasons
