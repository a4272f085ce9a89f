"""Files from outside and files for outside: workbooks, CSV, facts folders. 交换。"""
