"""What a process that answers strangers may not do: limits of the system that no query gets past, whatever the engine makes of it."""

import contextlib
import ctypes
import platform
import sys

__all__ = ["close_network", "confine"]

# https://docs.kernel.org/userspace-api/seccomp_filter.html; numbers of <linux/audit.h>, <linux/seccomp.h> and of the system call socket, by machine.
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_EACCES = 13


def confine(kind: str, most: int) -> None:
    """Set a limit of the system for this process, where the system knows it.

    Args:
        kind: the name in ``resource``, such as ``RLIMIT_NOFILE``.
        most: the limit.
    """
    # Windows knows no limits: there the check of the query's text stands alone.
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        resource.setrlimit(getattr(resource, kind), (most, most))


class _Step(ctypes.Structure):
    """A step of a filter: what it does, how far it jumps when true and when false, and with which number (``struct sock_filter``)."""

    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint))


class _Program(ctypes.Structure):
    """The steps of a filter (``struct sock_fprog``)."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def close_network() -> bool:
    """Let the kernel refuse this process, and what it starts from now on, any new connection; files stay open to it.

    Returns:
        Whether it does; only Linux on the usual processors can.
    """
    known = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    machine, socket = known
    steps = (_Step * 6)(
        # For which machine the call is: for another, allow.
        _Step(_LOAD, 0, 0, 4),
        _Step(_EQUAL, 0, 3, machine),
        # Which call it is: only socket is refused.
        _Step(_LOAD, 0, 0, 0),
        _Step(_EQUAL, 0, 1, socket),
        _Step(_RETURN, 0, 0, _REFUSE | _EACCES),
        _Step(_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(steps), steps)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return bool(system.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)
    except (OSError, AttributeError):
        return False
