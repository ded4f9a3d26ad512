"""Serves one file over HTTPS on 127.0.0.1, well or badly, for the tests of `weights pull`.

    python3 https_server.py CERTIFICATE KEY FILE

The first part of a path says how: /ok, /slow, /cut (breaks off every answer), /whole (knows no ranges and
breaks off the first answer), /wrong (other bytes), /busy (503 twice, then well), /down (always 503),
/limit (429 once), /moved (redirects to /ok), /round (redirects to itself), /plain (redirects to http);
anything else is 404. /log lists the requests. It prints its port, and ends with its standard input or
after two minutes.
"""

import collections
import http.server
import os
import ssl
import sys
import threading
import time

CERTIFICATE, KEY, FILE = sys.argv[1:4]
DATA = open(FILE, "rb").read()
LOG = []
COUNTS = collections.Counter()
LOCK = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        how = self.path.split("/")[1]
        asked = self.headers.get("Range")
        with LOCK:
            if how != "log":
                LOG.append(f"{self.path} {asked or 'whole'}")
            COUNTS[self.path] += 1
            count = COUNTS[self.path]
        try:
            self.act(how, count, asked)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def act(self, how, count, asked):
        if how == "log":
            return self.answer(200, "\n".join(LOG).encode())
        if how == "moved":
            return self.answer(302, Location=self.path.replace("moved", "ok", 1))
        if how == "round":
            return self.answer(302, Location=self.path)
        if how == "plain":
            return self.answer(302, Location="http://127.0.0.1:9" + self.path)
        if how == "down" or how == "busy" and count <= 2:
            return self.answer(503, Retry_After="0")
        if how == "limit" and count == 1:
            return self.answer(429, Retry_After="0")
        if how not in ("ok", "slow", "cut", "whole", "wrong", "busy", "limit"):
            return self.answer(404)
        data = DATA if how != "wrong" else DATA[:-1] + bytes([DATA[-1] ^ 1])
        start = 0
        if asked and how != "whole":
            start = int(asked.removeprefix("bytes=").split("-")[0])
            if start >= len(data):
                return self.answer(416, Content_Range=f"bytes */{len(data)}")
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        end = len(data)
        if how == "cut" or how == "whole" and count == 1:
            end = min(end, start + len(data) // 3)
        for position in range(start, end, 1 << 18):
            self.wfile.write(data[position : min(end, position + (1 << 18))])
            if how == "slow":
                time.sleep(0.03)
        if end < len(data):
            self.close_connection = True


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(CERTIFICATE, KEY)
# The handshake belongs to the request's own thread, or one bad client would hold up all others.
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Timer(120, os._exit, [0]).start()
print(server.server_port, flush=True)
sys.stdin.read()
os._exit(0)
