"""Long work that was asked for: by whom, how far it is, how it ended. 任务。"""
