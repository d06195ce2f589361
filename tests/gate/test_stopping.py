"""A signal that asks to stop: heard whatever it interrupts, by all who want to hear it."""

import subprocess
import sys

PROGRAM = """
import asyncio, os, signal, threading
from zhengyou.gate import stopping

heard, lock = [], threading.Lock()
signal.signal(signal.SIGTERM, lambda number, frame: heard.append("the server"))

async def serve():
    let_go = asyncio.Event()
    def close():
        with lock:
            heard.append("the lines")
            let_go.set()
    stopping.when_asked(close)
    for round in range(2):
        with lock:  # as a line that hangs up in this moment
            os.kill(os.getpid(), signal.SIGTERM)
            while len(heard) == 2 * round:
                pass
        await asyncio.wait_for(let_go.wait(), 10)
        let_go.clear()

asyncio.run(serve())
signal.raise_signal(signal.SIGTERM)
print(heard)
"""


def test_a_signal_that_interrupts_a_line_waits_for_no_lock():
    """The handler once took the lock of the lines: interrupted by it, the loop waited for itself until it was killed."""
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.split("\n")[0] == str(["the server", "the lines"] * 2 + ["the server"])
