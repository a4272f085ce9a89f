"""Who answers for which kind of matter; one page, one door for all of them. 办事窗口。"""
