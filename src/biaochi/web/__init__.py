"""Pages: parse, ask one query or service, render. 网页。"""
