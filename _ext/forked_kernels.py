"""Jupyter kernels forked from a process that has the imports done: a second saved on each chapter.

`Zygote` starts that process, `ForkedProvisioner` has jupyter_client use it. Where forking is not possible
(not Linux, an old system, a kernel that is not IPython, a zygote that died) kernels start in the ordinary way.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

LAUNCHER = "ipykernel_launcher"
PROVISIONER = "book-forked"


def can_fork() -> bool:
    """Say whether this system has what forked kernels need."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(signal, "pidfd_send_signal")


class ForkedProcess:
    """What jupyter_client needs of a process that is not our child: the parts of `subprocess.Popen` it calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._descriptor = os.pidfd_open(pid)
        except ProcessLookupError:
            self._descriptor = -1

    def poll(self) -> int | None:
        """Return None while it runs; the true exit status is not ours to know."""
        if self._descriptor < 0:
            return 1
        waiter = select.poll()
        waiter.register(self._descriptor, select.POLLIN)
        return 1 if waiter.poll(0) else None

    def wait(self) -> int:
        """Wait for the end and let go of the process."""
        if self._descriptor >= 0:
            waiter = select.poll()
            waiter.register(self._descriptor, select.POLLIN)
            waiter.poll()
            os.close(self._descriptor)
            self._descriptor = -1
        return 1

    def send_signal(self, number: int) -> None:
        """Signal exactly this process, never another that got its number."""
        if self._descriptor >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Zygote:
    """The process that is forked. Start it in the main thread: it dies with the thread that started it."""

    def __init__(self, environment: dict[str, str], log: Path, imports: list[str]) -> None:
        ours, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._socket = ours
        log.parent.mkdir(parents=True, exist_ok=True)
        script = Path(__file__).with_name("zygote.py")
        command = [sys.executable, "-P", str(script), str(theirs.fileno()), str(os.getpid()), *imports]
        with theirs, log.open("wb") as noise:
            self._process = subprocess.Popen(
                command, env=environment, pass_fds=[theirs.fileno()], start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=noise, stderr=noise,
            )
        self._answers = ours.makefile("rb")
        self._ready = False

    def fork(self, arguments: list[str], cwd: str, environment: dict[str, str]) -> int:
        """Fork a kernel and return its process id; OSError when the zygote is not there any more."""
        request = json.dumps({"arguments": arguments, "cwd": cwd, "env": environment}).encode() + b"\n"
        with self._lock:
            if not self._ready and self._answers.readline() != b"ready\n":
                raise OSError("the process to fork kernels from did not start")
            self._ready = True
            self._socket.sendall(request)
            answer = self._answers.readline()
        if not answer:
            raise OSError("the process to fork kernels from has died")
        return int(answer)

    def close(self) -> None:
        """End it and every kernel forked from it."""
        self._process.kill()
        self._process.wait()
        self._answers.close()
        self._socket.close()


class ForkedProvisioner(LocalProvisioner):
    """A LocalProvisioner whose process comes from the zygote, where there is one."""

    zygote: ClassVar[Zygote | None] = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork a kernel, or launch one in the ordinary way."""
        if self.zygote is None or LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(LAUNCHER) + 1:]
        cwd = str(kwargs.get("cwd") or Path.cwd())
        try:
            pid = self.zygote.fork(arguments, cwd, dict(kwargs.get("env") or os.environ))
        except OSError:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = ForkedProcess(pid)
        self.pid = self.pgid = pid
        self.cwd = cwd
        return self.connection_info


@contextlib.contextmanager
def forked_kernels(environment: dict[str, str], log: Path, imports: list[str] | None) -> Iterator[bool]:
    """Within this context every new kernel is forked, after `imports`, if the system can; yields whether it can.

    With None for `imports` kernels are started in the ordinary way.
    """
    if imports is None or not can_fork():
        yield False
        return
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[PROVISIONER] = EntryPoint(PROVISIONER, f"{__name__}:ForkedProvisioner", factory.GROUP_NAME)
    before = factory.default_provisioner_name
    try:
        ForkedProvisioner.zygote = Zygote(environment, log, imports)
        factory.default_provisioner_name = PROVISIONER
        yield True
    finally:
        factory.default_provisioner_name = before
        if ForkedProvisioner.zygote is not None:
            ForkedProvisioner.zygote.close()
            ForkedProvisioner.zygote = None
