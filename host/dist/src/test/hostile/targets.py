"""What lies outside of a cage: a process, and something that answers on every kind of socket. Says where on one line."""

import http.server
import json
import os
import socket
import subprocess
import sys
import threading

ANSWER = b"outside"


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


def streams(family, address):
    server = socket.socket(family, socket.SOCK_STREAM)
    server.bind(address)
    server.listen()

    def serve():
        while True:
            client = server.accept()[0]
            with client:
                client.sendall(ANSWER)

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()


def datagrams():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve():
        while True:
            server.sendto(ANSWER, server.recvfrom(2048)[1])

    threading.Thread(target=serve, daemon=True).start()
    return server.getsockname()[1]


folder = sys.argv[1]
pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
threading.Thread(target=pages.serve_forever, daemon=True).start()
abstract = "polar-hostile-%d" % os.getpid()
streams(socket.AF_UNIX, "\0" + abstract)
victim = subprocess.Popen(["sleep", "3600"])
print(
    json.dumps(
        {
            "tcp": streams(socket.AF_INET, ("127.0.0.1", 0))[1],
            "http": pages.server_port,
            "udp": datagrams(),
            "socket": streams(socket.AF_UNIX, folder + "/outside.sock"),
            "abstract": abstract,
            "victim": victim.pid,
        }
    ),
    flush=True,
)
sys.stdin.read()
victim.kill()
