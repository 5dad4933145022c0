"""The settings of the process that answers requests."""

from throughcare.config.setting import Setting

SETTINGS = (
    Setting(
        name="ADDRESS",
        meaning="The network address to listen on.",
        default="127.0.0.1",
        example="10.1.2.3",
    ),
    Setting(
        name="PORT",
        meaning="The port to listen on; `--port` goes before it.",
        default="8000",
        example="8080",
    ),
    Setting(
        name="PROCESSES",
        meaning="How many processes answer requests. One computes on one core at a time: as many as there are cores is right.",
        default="2",
        example="8",
    ),
    Setting(
        name="THREADS",
        meaning="Requests answered at once by one server process; each holds one database "
        "connection. Eight take twice the processor that two take: they wait for one interpreter.",
        default="2",
        example="4",
    ),
)
