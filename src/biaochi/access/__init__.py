"""Who may see and do what: users, grants, one predicate per model. 访问权限。"""
