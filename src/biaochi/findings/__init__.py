"""What rules ask about people, and who took it up. 提示。"""
