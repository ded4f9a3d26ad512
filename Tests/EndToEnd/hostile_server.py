"""Answers on 127.0.0.1 as servers do that mean harm, for the tests of `weights pull`.

    python3 hostile_server.py

The first part of a path says how: /endless (chunks without end), /headers (headers without end), /old
(HTTP/0.9: no status line), /long (announces 30 GB), /short (announces less than it sends), /file, /ftp
(redirect to such an address), /round (redirects to itself), /trickle (a byte a second), /silent (no
answer). It prints its port, and ends with its standard input or after five minutes.
"""

import os
import socket
import sys
import threading
import time

BLOCK = b"\0" * (1 << 16)


def redirect(address):
    return f"HTTP/1.1 302 Found\r\nLocation: {address}\r\nContent-Length: 0\r\n\r\n".encode()


def answer(client):
    request = b""
    while b"\r\n\r\n" not in request:
        part = client.recv(4096)
        if not part:
            return
        request += part
    path = request.split(b" ")[1].decode()
    how = path.split("/")[1]
    if how == "endless":
        client.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            client.sendall(b"10000\r\n" + BLOCK + b"\r\n")
    if how == "headers":
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            client.sendall(b"X-More: " + b"a" * 1000 + b"\r\n")
    if how == "old":
        client.sendall(b"just some bytes\n")
    if how == "long":
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 30000000000\r\n\r\n" + BLOCK)
    if how == "short":
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + BLOCK)
    if how == "file":
        client.sendall(redirect("file:///etc/passwd"))
    if how == "ftp":
        client.sendall(redirect("ftp://127.0.0.1/x"))
    if how == "round":
        client.sendall(redirect(path))
    if how == "trickle":
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 18826032\r\n\r\n")
        while True:
            client.sendall(b"x")
            time.sleep(1)
    if how == "silent":
        time.sleep(290)


def serve(client):
    with client:
        try:
            answer(client)
        except OSError:
            pass


def accept(server):
    while True:
        client, _ = server.accept()
        threading.Thread(target=serve, args=(client,), daemon=True).start()


server = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, args=(server,), daemon=True).start()
threading.Timer(300, os._exit, [0]).start()
print(server.getsockname()[1], flush=True)
sys.stdin.read()
os._exit(0)
