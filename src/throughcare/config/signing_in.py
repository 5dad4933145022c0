"""The settings of signing in: where browsers reach the installation, and the provider that vouches for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from throughcare.access.rules.provider import Provider
from throughcare.config.setting import Setting, number

MOST_PROXIES = 9
ALGORITHMS = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
NEAR = {"127.0.0.1", "localhost", "::1"}
PROVIDER_URLS = ("OIDC_ISSUER", "OIDC_AUTHORIZATION_URL", "OIDC_TOKEN_URL", "OIDC_KEYS_URL")
NEEDED = (*PROVIDER_URLS, "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")

SETTINGS = (
    Setting(
        name="PUBLIC_URL",
        meaning="Where browsers reach this installation. Invitations, passkeys and the answers of an "
        "OpenID Connect provider are bound to it; with https, cookies are sent over https only.",
        default="the address that a request came to; in invitations http:// with `ADDRESS` and `PORT`",
        example="https://throughcare.example.gov.uk",
    ),
    Setting(
        name="PROXIES",
        meaning="How many proxies of yours stand in front, each of which adds to `X-Forwarded-For` whom "
        "it serves. Wrong proofs and public pages are counted by that address.",
        default="0: the address of the connection counts",
        example="1",
    ),
    Setting(
        name="PUBLIC_PAGES_LIMIT",
        meaning="How many public pages one network address may ask for in a quarter of an hour; after that it is "
        "answered with 429 for another.",
        default="300",
        example="1000",
    ),
    Setting(
        name="OIDC_ISSUER",
        meaning="Issuer of the OpenID Connect provider that staff sign in with, as it stands in its "
        "tokens. This and the next five are given together or not at all. Link accounts to its "
        "subjects with `./throughcare access link`.",
        default="nobody signs in by a provider",
        example="https://login.example.gov.uk",
    ),
    Setting(
        name="OIDC_AUTHORIZATION_URL",
        meaning="Page of the provider to which people are sent.",
        default="as `OIDC_ISSUER`",
        example="https://login.example.gov.uk/authorize",
    ),
    Setting(
        name="OIDC_TOKEN_URL",
        meaning="Where the provider changes a code for tokens.",
        default="as `OIDC_ISSUER`",
        example="https://login.example.gov.uk/token",
    ),
    Setting(
        name="OIDC_KEYS_URL",
        meaning="The provider's public keys (JWKS).",
        default="as `OIDC_ISSUER`",
        example="https://login.example.gov.uk/keys",
    ),
    Setting(
        name="OIDC_CLIENT_ID",
        meaning="As what this installation is known to the provider. Its address for answers there is "
        "`/sign-in/provider/answer` under `PUBLIC_URL`.",
        default="as `OIDC_ISSUER`",
        example="throughcare",
    ),
    Setting(
        name="OIDC_CLIENT_SECRET",
        meaning="What proves to the provider that it is this installation that asks.",
        default="as `OIDC_ISSUER`",
        example="what the provider gave",
    ),
    Setting(
        name="OIDC_ALGORITHM",
        meaning=f"How the provider signs its tokens, one of {', '.join(ALGORITHMS)}. No other is taken.",
        default="RS256",
        example="ES256",
    ),
    Setting(
        name="OIDC_NAME",
        meaning="What the provider is called on the sign-in page, after “Sign in with”.",
        default="your organisation",
        example="Justice Digital account",
    ),
)


@dataclass(frozen=True, kw_only=True)
class SigningIn:
    public_url: str
    """Without a stroke at its end; empty where it is left out."""
    proxies: int
    public_pages_limit: int
    provider: Provider | None

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def read(environ: Mapping[str, str], *, faults: list[str]) -> SigningIn:
    """Read the settings of signing in, adding a sentence to `faults` for each that is wrong."""
    public_url = environ.get("PUBLIC_URL", "").rstrip("/")
    if public_url and not _is_web_address(public_url, path=""):
        faults.append(
            "PUBLIC_URL must look like https://throughcare.example.gov.uk, without a path."
        )
    proxies = environ.get("PROXIES", "0")
    if not (proxies.isascii() and proxies.isdigit() and int(proxies) <= MOST_PROXIES):
        faults.append(
            f"PROXIES must be a whole number from 0 to {MOST_PROXIES}; it is “{proxies}”."
        )
        proxies = "0"
    return SigningIn(
        public_url=public_url,
        proxies=int(proxies),
        public_pages_limit=number(
            environ, "PUBLIC_PAGES_LIMIT", default=300, limit=1_000_000, faults=faults
        ),
        provider=_provider(environ, faults=faults),
    )


def _provider(environ: Mapping[str, str], *, faults: list[str]) -> Provider | None:
    algorithm = environ.get("OIDC_ALGORITHM", "RS256")
    if algorithm not in ALGORITHMS:
        faults.append(f"OIDC_ALGORITHM must be one of {', '.join(ALGORITHMS)}.")
    missing = [name for name in NEEDED if not environ.get(name)]
    if len(missing) == len(NEEDED):
        return None
    if missing:
        faults.append(f"{' and '.join(missing)} must be given with the other settings of OIDC.")
        return None
    faults += [
        f"{name} must begin with https://."
        for name in PROVIDER_URLS
        if not _is_web_address(environ[name])
    ]
    return Provider(
        name=environ.get("OIDC_NAME") or "your organisation",
        issuer=environ["OIDC_ISSUER"],
        authorization_url=environ["OIDC_AUTHORIZATION_URL"],
        token_url=environ["OIDC_TOKEN_URL"],
        keys_url=environ["OIDC_KEYS_URL"],
        client_id=environ["OIDC_CLIENT_ID"],
        client_secret=environ["OIDC_CLIENT_SECRET"],
        algorithm=algorithm,
    )


def _is_web_address(text: str, *, path: str | None = None) -> bool:
    """Whether it is an https address, or an http one that does not leave this machine."""
    try:
        parts = urlsplit(text)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in NEAR)
        return is_safe and bool(parts.hostname) and path in {None, parts.path}
    except ValueError:
        return False
