"""The append-only record of every act and every sensitive read. 留痕。"""
