"""A process with the imports done, from which kernels are forked. Linux only.

Run as `python -P zygote.py SOCKET_FD PARENT_PID MODULE ...`; one JSON request a line, answered by a process id.
It ends with the build, and the kernels end with it, however the build ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Have the kernel of the system kill this process when its parent ends, even by SIGKILL."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)


def import_early(names: list[str]) -> None:
    """Import packages with their modules; one that fails is left for the chapter that imports it to report."""
    for name in names:
        with contextlib.suppress(Exception):
            package = importlib.import_module(name)
            if name == "analysis":
                for module in pkgutil.walk_packages(package.__path__, "analysis."):
                    if not module.name.endswith("__main__"):
                        with contextlib.suppress(Exception):
                            importlib.import_module(module.name)
                with contextlib.suppress(Exception):
                    sys.modules["analysis.data"].load()  # kept by its state: a fork that loads the same reads nothing


def become_kernel(request: dict) -> None:
    """Turn this fork into an IPython kernel; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    gc.unfreeze()
    from ipykernel.kernelapp import launch_new_instance

    sys.argv = ["ipykernel_launcher", *request["arguments"]]
    launch_new_instance(argv=request["arguments"])


def fork_kernel(request: dict, connection: socket.socket) -> int:
    """Fork; the child becomes the kernel, the parent gets its process id."""
    here = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        die_with_parent(here)
        connection.close()
        become_kernel(request)
    finally:
        os._exit(0)


def main(descriptor: str, parent: str, *modules: str) -> None:
    """Import, then serve requests until the other side closes."""
    die_with_parent(int(parent))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system reaps the kernels
    import_early(["ipykernel.kernelapp", "ipykernel.ipkernel", *modules])
    gc.freeze()
    connection = socket.socket(fileno=int(descriptor))
    connection.sendall(b"ready\n")
    for line in connection.makefile("rb"):
        connection.sendall(b"%d\n" % fork_kernel(json.loads(line), connection))


if __name__ == "__main__":
    main(*sys.argv[1:])
