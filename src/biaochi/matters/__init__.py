"""事项: the one store of what is under way about an official, step by step.

A letter, an observation, a case, a resignation, a remedy, a plan: each is a sequence of steps,
never edited.  The rooms above say what a kind of matter means; ``services`` here is the one way in.
"""
