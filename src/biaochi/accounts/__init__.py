"""Signing in, accounts, grants, the first run: changes of access, each leaving a trail. 账号。"""
