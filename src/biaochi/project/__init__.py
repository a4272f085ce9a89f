"""Settings, addresses, start-up checks of the office. 工程。"""
