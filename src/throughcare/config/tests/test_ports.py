import argparse
import socket
import threading

import pytest

from throughcare.config import ports
from throughcare.config.faults import Fault

ADDRESS = "127.0.0.1"


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        listener.listen()
        yield listener


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


def test_a_port_that_is_taken_names_another(taken):
    port = port_of(taken)

    with pytest.raises(Fault) as fault:
        ports.require_free(address=ADDRESS, port=port)

    assert str(fault.value) == (
        f"Port {port} is in use by another program. Stop that program, or choose another port: "
        f"--port {port + 1}."
    )


def test_a_port_of_a_program_that_is_stopping_is_waited_for(taken):
    asked = threading.Event()

    def is_stopping() -> bool:
        asked.set()
        return True

    closing = threading.Thread(target=lambda: (asked.wait(5), taken.close()))
    closing.start()

    ports.require_free(address=ADDRESS, port=port_of(taken), is_stopping=is_stopping)

    closing.join()
    assert asked.is_set()


@pytest.mark.parametrize("text", ["0", "-5", "65536", "eighty", "\uff18\uff10"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 65535"):
        ports.number(text)
    assert ports.number("8080") == 8080
