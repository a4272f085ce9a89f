"""复核申诉: objections, reviews, appeals; what a revocation changes, and to whom it is told.

No tables of its own: the steps are kept by matters, what follows from them as facts by the rooms
below.  Nothing here moves a post by itself.
"""
