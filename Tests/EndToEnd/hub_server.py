"""Serves models as the Hugging Face hub does, on 127.0.0.1, for the tests of `weights pull hf:OWNER/NAME`.

    python3 hub_server.py FOLDER

FOLDER/OWNER/NAME are the repositories. The list of files and small files come from the hub itself; weights are
redirected (302, X-Linked-Size, X-Linked-Etag) to a second server, the CDN. The owner says how it behaves: `good`;
`gated` (401 GatedRepo without a token, 403 with one); `cut` (the CDN breaks off each model's first answer); `wrong` (other bytes);
`large` (more bytes than listed). Any other is 401 RepoNotFound without a token, 404 with one. /log lists the requests: server, path,
range, and whether a token came along. It prints its port, and ends with its standard input or after two minutes.
"""

import collections
import hashlib
import http.server
import json
import os
import pathlib
import sys
import threading
import urllib.parse

ROOT = pathlib.Path(sys.argv[1])
COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = (".safetensors", ".bin")
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

    def refuse(self, status, code, message):
        body = json.dumps({"error": message}).encode()
        self.answer(status, body, X_Error_Code=code, X_Error_Message=message, Content_Type="application/json")

    def note(self, server):
        token = self.headers.get("Authorization")
        with LOCK:
            LOG.append(f"{server} {self.path} {self.headers.get('Range') or 'whole'} {token or 'open'}")
            COUNTS[self.path] += 1
            return COUNTS[self.path]


class Hub(Handler):
    def do_GET(self):
        if self.path == "/log":
            return self.answer(200, "\n".join(LOG).encode())
        self.note("hub")
        parts = [urllib.parse.unquote(part) for part in self.path.split("?")[0].split("/")[1:]]
        token = self.headers.get("Authorization")
        if parts[:2] == ["api", "models"]:
            owner, name, _, revision = parts[2:6]
        else:
            owner, name, _, revision = parts[:4]
        folder = ROOT / owner / name
        if not folder.is_dir():
            return self.refuse(404 if token else 401, "RepoNotFound", "Repository not found")
        if revision not in ("main", COMMIT, "v1/x"):
            return self.refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if parts[0] == "api":
            return self.listing(owner, name, folder)
        if owner == "gated":
            return self.refuse(403 if token else 401, "GatedRepo", f"Access to model {owner}/{name} is restricted.")
        path = folder / parts[4]
        if not path.is_file():
            return self.refuse(404, "EntryNotFound", "Entry not found")
        data = path.read_bytes()
        if path.suffix in LARGE:
            place = f"http://localhost:{cdn.server_port}/{owner}/{name}/{parts[4]}"
            return self.answer(
                302, b"Found. Redirecting", Location=place, X_Repo_Commit=COMMIT, X_Linked_Size=str(len(data)),
                X_Linked_Etag=f'"{hashlib.sha256(data).hexdigest()}"')
        self.answer(200, data, ETag=f'"{blob(data)}"', X_Repo_Commit=COMMIT)

    def listing(self, owner, name, folder):
        siblings = [{"rfilename": "onnx/model.onnx", "size": 3, "blobId": "0" * 40}]
        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            entry = {"rfilename": path.name, "size": len(data), "blobId": blob(data)}
            if path.suffix in LARGE:
                entry["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
            siblings.append(entry)
        model = {
            "id": f"{owner}/{name}", "sha": COMMIT, "gated": "manual" if owner == "gated" else False,
            "tags": ["license:apache-2.0"], "siblings": siblings,
        }
        self.answer(200, json.dumps(model).encode(), Content_Type="application/json")


class Content(Handler):
    def do_GET(self):
        count = self.note("cdn")
        owner, name, file = self.path.split("/")[1:]
        data = (ROOT / owner / name / file).read_bytes()
        if owner == "wrong":
            data = data[:-1] + bytes([data[-1] ^ 1])
        if owner == "large":
            data += bytes(len(data) // 4)
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").split("-")[0]) if asked else 0
        if asked and start >= len(data):
            return self.answer(416, Content_Range=f"bytes */{len(data)}")
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        end = len(data) // 2 if owner == "cut" and count == 1 else len(data)
        try:
            self.wfile.write(data[start:end])
        except (BrokenPipeError, ConnectionResetError):
            pass
        if end < len(data):
            self.close_connection = True


def blob(data):
    """Git's hash of a file."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


hub = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
cdn = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Content)
for server in (hub, cdn):
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Timer(120, os._exit, [0]).start()
print(hub.server_port, flush=True)
sys.stdin.read()
os._exit(0)
