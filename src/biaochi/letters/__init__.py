"""提醒函询诫勉、考察期、到龄届满: what happens short of an adjustment, step by step.

No tables of its own: the steps are kept by matters, what follows from them as facts by evidence,
findings and the registry.
"""
