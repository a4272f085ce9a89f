"""Long work with progress, outside the request. 后台任务。"""
