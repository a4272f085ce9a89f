"""The same services for other systems. 接口。"""
