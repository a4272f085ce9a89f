"""Periods, runs and their results. 考核。"""
