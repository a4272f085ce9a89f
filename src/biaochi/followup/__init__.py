"""后续管理: the time after an adjustment, influence periods, the way back, and forgetting.

The steps are kept by ``matters``; here is what they mean to the rest of the office.
"""
