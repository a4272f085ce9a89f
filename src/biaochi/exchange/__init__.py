"""Workbooks and files of other people, in and out. 交换。"""
