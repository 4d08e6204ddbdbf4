"""Everything a stranger's code might try, one function each: what it returns is the proof that it worked."""

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def written(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write("was here")
    return read(path)


def rewritten(path):
    with open(path, "r+", encoding="utf-8") as file:
        before = file.read()
        file.seek(0)
        file.write(before)
    return before


def linked(at, to):
    link = os.path.join(os.environ["PLUGIN_DATA"], at)
    if os.path.islink(link):
        os.remove(link)
    os.symlink(to, link)
    return link


def asked(family, kind, address):
    with socket.socket(family, kind) as client:
        client.settimeout(3)
        client.connect(address)
        client.send(b"hello\n")
        return client.recv(64).decode()


def by_proxy(on):
    with urllib.request.urlopen("http://127.0.0.1:%d/" % on["http"], timeout=5) as reply:
        return reply.read().decode()


def name_server(on):
    query = bytes.fromhex("0001010000010000000000000765") + b"xample\x03com\x00\x00\x01\x00\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(3)
        client.sendto(query, ("127.0.0.1", on["udp"]))
        return client.recv(64).decode(errors="replace")


def memory(on):
    with open("/proc/%d/mem" % on["victim"], "rb", buffering=0) as mem:
        mem.seek(0x400000)
        return str(mem.read(16))


def libc(name, *arguments):
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return name


def processes(on):
    if not os.path.exists("/proc/%d" % on["victim"]):
        raise OSError("not among " + " ".join(p for p in os.listdir("/proc") if p.isdigit()))
    return "sees it"


def environment(_):
    return os.environ["HOSTILE_CANARY"]


ATTEMPTS = {
    "read a file": lambda on: read(on["file"]),
    "read it through a link": lambda on: read(linked("link", on["file"])),
    "read it through its own root": lambda on: read("/proc/self/root" + on["file"]),
    "read it through the first process": lambda on: read("/proc/1/root" + on["file"]),
    "read it through the host": lambda on: read("/proc/%d/root%s" % (on["victim"], on["file"])),
    "write beside it": lambda on: written(on["folder"] + "/planted"),
    "write through a link": lambda on: written(linked("out", on["folder"] + "/planted")),
    "write its own package": lambda on: written(os.environ["PLUGIN_ROOT"] + "/planted"),
    "read another plugin's data": lambda on: read(on["others"]),
    "write the kernel's settings": lambda on: rewritten("/proc/sys/kernel/core_pattern"),
    "connect to the host": lambda on: asked(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", on["tcp"])),
    "fetch by the proxy": by_proxy,
    "send a datagram": lambda on: asked(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", on["udp"])),
    "ask a name server": name_server,
    "connect to a socket in the file system": lambda on: asked(socket.AF_UNIX, socket.SOCK_STREAM, on["socket"]),
    "connect to the operator's door": lambda on: asked(socket.AF_UNIX, socket.SOCK_STREAM, on["door"]),
    "connect to an abstract socket": lambda on: asked(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + on["abstract"]),
    "reach the metadata service": lambda on: asked(socket.AF_INET, socket.SOCK_STREAM, ("169.254.169.254", 80)),
    "open a raw socket": lambda on: str(socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),
    "see the host's processes": processes,
    "signal one": lambda on: str(os.kill(on["victim"], signal.SIGUSR1)),
    "read one's environment": lambda on: read("/proc/%d/environ" % on["victim"]),
    "read one's memory": memory,
    "trace one": lambda on: libc("ptrace", 16, on["victim"], 0, 0),
    "read the host's environment": environment,
    "make namespaces": lambda on: libc("unshare", 0x10000000),
    "mount": lambda on: libc("mount", b"none", os.environ["PLUGIN_DATA"].encode(), b"tmpfs", 0, None),
    "become root": lambda on: str(os.setuid(0)),
    "use the kernel's keyring": lambda on: libc("syscall", 248, b"user", b"polar", b"x", 1, -3),
}


def run(on):
    def one(attempt):
        try:
            return "did: " + attempt(on)
        except Exception as refused:
            return "refused: %s: %s" % (type(refused).__name__, refused)

    return {name: one(ATTEMPTS[name]) for name in on.get("only") or ATTEMPTS}


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
