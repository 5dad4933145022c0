"""An OpenID Connect provider of our own: it signs real tokens, holds to PKCE, and can be told to misbehave."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from throughcare.access.rules.provider import Provider
from throughcare.clock import queries as clock

CLIENT_ID, CLIENT_SECRET = "throughcare", "known to both"
KEY_ID = "key-1"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeProvider:
    """`claims` go over what a token rightly says; None takes a claim out."""

    address: str
    subject: str = "staff-77"
    claims: dict[str, Any] = field(default_factory=dict)  # Any: claims of every type
    signed_by: str = "own"
    algorithm: str = "RS256"
    status: int = 200
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def settings(self) -> Provider:
        return Provider(
            name="Justice account",
            issuer=self.address,
            authorization_url=f"{self.address}/authorize",
            token_url=f"{self.address}/token",
            keys_url=f"{self.address}/keys",
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            algorithm="RS256",
        )

    def authorize(self, address: str) -> str:
        """What a browser does there: sign in, and be sent back to the address that this gives."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT_ID
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.address}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:  # Any: JSON
        if self.status != 200:
            return self.status, {}
        asked = self.codes.pop(form["code"], None)
        verifier = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        is_right = (
            asked is not None
            and challenge == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
            and (form["client_id"], form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        )
        if asked is None or not is_right:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self._signed(asked["nonce"]), "access_token": "unused"}

    def _signed(self, nonce: str) -> str:
        now = int(clock.machine_now().timestamp())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
        } | self.claims
        secret: Any = key(self.signed_by)  # Any: a key of either kind
        if self.algorithm == "HS256":
            # The oldest trick: the public key, which everybody knows, taken for a shared secret.
            public = key("own").public_key()
            secret = hashlib.sha256(
                public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            ).digest()
        if self.algorithm == "none":
            secret = None
        return jwt.encode(
            {name: value for name, value in claims.items() if value is not None},
            secret,
            algorithm=self.algorithm,
            headers={"kid": KEY_ID},
        )

    def keys(self) -> dict[str, Any]:  # Any: JSON
        public = RSAAlgorithm.to_jwk(key("own").public_key(), as_dict=True)
        return {"keys": [public | {"kid": KEY_ID, "alg": "RS256", "use": "sig"}]}


@contextmanager
def serving() -> Iterator[FakeProvider]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            form = dict(parse_qsl(self.rfile.read(length).decode()))
            self._answer(*provider.token(form))

        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):
                self.send_response(302)
                self.send_header("Location", provider.authorize(self.path))
                self.end_headers()
            else:
                self._answer(200, provider.keys())

        def _answer(self, status: int, body: dict[str, Any]) -> None:  # Any: JSON
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    provider = FakeProvider(address=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
