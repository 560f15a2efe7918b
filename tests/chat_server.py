"""What does a chat endpoint look like to whoever asks it? A real server on loopback that says what a test wants."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def chat(content):
    """The body of a chat endpoint's answer that says `content`."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def stance(name, because="it says so"):
    """An answer as the prompt asks for it."""
    return chat(json.dumps({"stance": name, "because": because}))


@contextmanager
def serving(*answers):
    """A real endpoint on loopback: each request gets the next answer, the last one from then on.

    An answer is a body, or a function that writes to the handler itself. Yields its address and what it was sent.
    """
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, dict(self.headers), body))
            answer = answers[min(len(seen), len(answers)) - 1]
            if callable(answer):
                answer(self)
            else:
                reply(answer)(self)

        def do_GET(self):
            seen.append((self.path, dict(self.headers), b""))
            reply(stance("foresees"))(self)

        def log_message(self, *_):
            """Nothing: what a test server did stands in `seen`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def reply(body, status=200, **headers):
    """A handler's answer with this status and these headers."""

    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer
