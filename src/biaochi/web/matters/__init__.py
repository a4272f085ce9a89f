"""Matters on screen: lists, board, clocks, one matter with its forms. 事项页面。"""
