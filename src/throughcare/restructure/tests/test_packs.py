"""The file of a sealed pack: a change of any byte is found, and so is another's seal."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from throughcare.restructure.rules import packs
from throughcare.restructure.tests.packs import signed

SEALER = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY = SEALER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
PACK = signed(by=SEALER)
FLIPS = (0x01, 0x20, 0x80)
"""A neighbour, the other case of a letter, and no ASCII."""


def test_a_pack_is_whole_as_it_was_written():
    checked = packs.check(PACK, public_key=KEY)

    assert (checked.faults, checked.public_key, checked.version) == ((), KEY, 2)
    assert checked.pack["plan"] == {"reference": "a-reform", "version": 3}


@pytest.mark.parametrize("flip", FLIPS)
@pytest.mark.parametrize("public_key", ["", KEY])
def test_a_change_of_any_byte_is_found(flip, public_key):
    unseen = []
    for at in range(len(PACK)):
        altered = bytearray(PACK)
        altered[at] ^= flip
        if not packs.check(bytes(altered), public_key=public_key).faults:
            unseen.append(at)

    assert unseen == []


def test_a_byte_that_is_left_out_or_added_is_found():
    shorter = [PACK[:at] + PACK[at + 1 :] for at in range(len(PACK))]
    longer = [
        PACK[:at] + added + PACK[at:] for at in range(len(PACK) + 1) for added in (b" ", b"\n")
    ]

    assert [each for each in (*shorter, *longer) if not packs.check(each).faults] == []


def test_a_pack_sealed_again_by_another_key_is_refused_by_the_key_that_is_named():
    another = signed(by=Ed25519PrivateKey.generate(), reference="another-reform")

    assert packs.check(another).faults == ()  # it is whole, whoever sealed it
    assert len(packs.check(another, public_key=KEY).faults) == 1
    assert "somebody else sealed it" in packs.check(another, public_key=KEY).faults[0]


def test_a_key_that_was_replaced_without_its_signature_is_found():
    parts = json.loads(PACK)
    other = json.loads(signed(by=Ed25519PrivateKey.generate()))

    for name in ("public_key", "signature"):
        assert packs.check(packs.written(**(parts | {name: other[name]}))).faults


def test_a_pack_of_the_first_version_is_read_and_checked():
    checked = packs.check(signed(by=SEALER, version=None), public_key=KEY)

    assert (checked.faults, checked.version) == ((), 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"body": 1, "digest": "", "signature": "", "public_key": ""}',
        b'{"body": "\\ud800", "digest": "", "signature": "", "public_key": ""}',
        PACK.replace(b'"digest"', b'"digests"'),
    ],
)
def test_what_is_no_pack_is_said_to_be_none(content):
    checked = packs.check(content)

    assert checked.faults == (
        "This is no pack of evidence, or it was altered so that it cannot be read as one.",
    )


def test_what_is_signed_and_no_evidence_is_none():
    body = '{"plan":"none"}'
    digest = hashlib.sha256(body.encode()).digest()
    file = packs.written(
        body=body, digest=digest.hex(), signature=SEALER.sign(digest).hex(), public_key=KEY
    )

    assert packs.check(file).faults == ("What was sealed is no evidence.",)


def test_a_key_is_read_from_digits_and_from_pem_and_from_nothing_else():
    pem = SEALER.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    assert packs.read_key(f" {KEY.upper()}\n") == KEY
    assert packs.read_key(pem.decode()) == KEY
    for text in ("", KEY[:-1], f"{KEY}0", "-----BEGIN PUBLIC KEY-----"):
        with pytest.raises(ValueError, match=r".*"):
            packs.read_key(text)
