"""Somebody who listens where Java cannot: a datagram socket with a path, and an abstract one."""
import os, socket, sys

datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
datagrams.bind(sys.argv[1])
abstract = "polar-test-%d" % os.getpid()
listening = socket.socket(socket.AF_UNIX)
listening.bind("\0" + abstract)
listening.listen()
print(abstract, flush=True)
sys.stdin.read()
