"""``biaochi work``: a worker in a process of its own, beside one or several servers."""

import argparse
import os
import signal
import sys

import django

_STARTED = "后台任务进程已启动；按 Ctrl+C 在手头的任务完成后退出。\n"


def run(command: str, asked: argparse.Namespace) -> int:  # noqa: ARG001 (as every command)
    """Work until the process is told to stop; the running task is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "biaochi.project.settings")
    django.setup()
    from biaochi.jobs.worker import Worker  # noqa: PLC0415 (needs Django to be set up)

    worker = Worker()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: worker.stop())
    sys.stderr.write(_STARTED)
    worker.run()
    return 0
