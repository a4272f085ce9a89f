"""程序: what may be done next in a matter, by whom, and what still stands in the way.

Pure.  A matter (a case, a letter, an observation, a remedy, an aftercare plan) is the sequence of
what was said in it; its standing is worked out from that sequence and never stored beside it.
Every kind has one module with its table of moves, ``fold`` and ``lacks``; ``transitions`` is the
one door through which anything is said.
"""
