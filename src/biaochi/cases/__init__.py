"""组织调整: an adjustment case, from the motion to the service of a decision, and resignation.

What is said in a case is kept by ``matters``, judged by ``procedure``; here is what it asks of the
rest of the office, and the facts that follow when a named person takes a step.
"""
