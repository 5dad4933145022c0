"""The settings of the interface for programs: how much one asks, and where messages may go."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughcare.config.setting import Setting, number

SETTINGS = (
    Setting(
        name="API_REQUESTS",
        meaning="How often one program asks in a quarter of an hour before it is told to wait.",
        default="9000",
        example="30000",
    ),
    Setting(
        name="WEBHOOK_HOSTS",
        meaning="Hosts to which programs may have webhooks sent, parted by commas. Messages go by https alone; "
        "`127.0.0.1:PORT` is for trying things out, by http.",
        default="none: no webhook can be made",
        example="cases.company.example,hooks.partner.example",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Partners:
    requests: int
    webhook_hosts: tuple[str, ...]


def read(environ: Mapping[str, str], *, faults: list[str]) -> Partners:
    """Read the settings of the interface, adding a sentence to `faults` for each that is wrong."""
    hosts = [part.strip().lower() for part in environ.get("WEBHOOK_HOSTS", "").split(",")]
    named = tuple(host for host in hosts if host)
    if any("/" in host or "@" in host for host in named):
        faults.append("WEBHOOK_HOSTS names hosts, such as cases.company.example, and no addresses.")
    return Partners(
        requests=number(environ, "API_REQUESTS", default=9000, limit=10_000_000, faults=faults),
        webhook_hosts=named,
    )
