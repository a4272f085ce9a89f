"""What was recorded about people and units, and what they answered. 证据。"""
