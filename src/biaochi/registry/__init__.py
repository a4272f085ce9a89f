"""Officials, units, posts and their history. 人员与机构。"""
