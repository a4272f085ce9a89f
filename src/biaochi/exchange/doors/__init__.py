"""Where foreign bytes come in: refused, or a plain table of cells. 文件入口。"""
