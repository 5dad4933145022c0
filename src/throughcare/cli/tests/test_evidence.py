"""`restructure evidence --verify` and `--output`: what they say of a pack, and when they fail."""

import argparse
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from throughcare.access.tests.undoing import undone
from throughcare.cli import _evidence, program
from throughcare.cli import restructure as command
from throughcare.cli.program import Needs
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.restructure import queries as restructure
from throughcare.restructure.models import Evidence
from throughcare.restructure.tests import stages
from throughcare.restructure.tests.packs import signed
from throughcare.restructure.tests.pages import REFERENCE
from throughcare.restructure.tests.stages import FIRST_MORNING


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return parser.parse_args(["evidence", *map(str, words)])


def verified(*words: str) -> int:
    return command.run(parsed("--verify", *words))


@pytest.fixture
def sealer():
    return Ed25519PrivateKey.generate()


@pytest.fixture
def pack(tmp_path, sealer):
    path = tmp_path / "pack.json"
    path.write_bytes(signed(by=sealer))
    return path


def key_of(sealer: Ed25519PrivateKey) -> str:
    return sealer.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


@pytest.mark.parametrize(
    "words", [["--verify", "a-pack"], ["--json", "--verify", "a-pack"], ["--verify=a-pack"]]
)
def test_a_pack_is_checked_without_a_database(words):
    assert program._needs("restructure", part=["evidence", *words]) is Needs.DJANGO
    assert program._needs("restructure", part=["evidence", "a-plan"]) is Needs.CURRENT_DATABASE


def test_a_whole_pack_says_whose_key_it_is_and_that_nobody_vouched_for_it(pack, sealer, capsys):
    assert verified(pack) == 0

    told = capsys.readouterr().out
    assert f"signed by {key_of(sealer)}\n" in told
    assert "evidence of a-reform version 3\n" in told
    assert "taken from the pack itself" in told
    assert "Compare it with the public key on the page of the evidence" in told


@pytest.mark.parametrize("form", ["digits", "file", "pem"])
def test_a_key_is_named_by_its_digits_or_in_a_file(form, pack, sealer, tmp_path, capsys):
    named = key_of(sealer)
    if form != "digits":
        pem = sealer.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        file = tmp_path / "key"
        file.write_bytes(pem if form == "pem" else f"{named}\n".encode())
        named = str(file)

    assert verified(pack, "--key", named) == 0

    assert "That is the key that was named." in capsys.readouterr().out


def test_an_altered_pack_fails_with_a_sentence(pack, capsys):
    pack.write_bytes(pack.read_bytes().replace(b"a-reform", b"a-reforn"))

    assert verified(pack) == 1

    told = capsys.readouterr().out
    assert "ALTERED  What it says was altered: its digest is " in told
    assert "whole" not in told


def test_a_pack_that_another_sealed_again_is_refused_by_the_key_that_is_named(pack, sealer, capsys):
    pack.write_bytes(signed(by=Ed25519PrivateKey.generate(), reference="another-reform"))

    assert verified(pack) == 0  # by the key that it names itself
    assert verified(pack, "--key", key_of(sealer), "--json") == 1

    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["is_whole"], told["is_key_named"], len(told["faults"])) == (False, True, 1)
    assert "somebody else sealed it" in told["faults"][0]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--verify", "nowhere.json"), "nowhere.json cannot be read"),
        (("--verify", "PACK", "--key", "a key"), "a key holds no public key"),
        ((), "Name a plan, or a pack"),
        (("a-plan", "--key", "a key"), "--key goes with --verify"),
        (("a-plan", "--output", "PACK"), "is there already"),
    ],
)
def test_what_is_amiss_is_said(words, why, pack):
    with pytest.raises(Fault, match=why):
        command.run(parsed(*(str(pack) if word == "PACK" else word for word in words)))


def test_a_pack_is_not_written_over_another_file(pack):
    before = pack.read_bytes()

    with pytest.raises(Fault):
        _evidence.require_whole(parsed("a-plan", "--output", pack))

    assert pack.read_bytes() == before


@pytest.fixture(scope="module")
def reconciled_once(a_nation):
    with a_nation(*stages.RECONCILED), undone():
        yield stages.latest(now=FIRST_MORNING)


def test_a_pack_is_sealed_and_written_as_its_page_gives_it(
    reconciled_once, settings, tmp_path, capsys
):
    settings.DEMONSTRATION = True
    change_clock.set_moment(moment=FIRST_MORNING, now_real=clock.machine_now())
    path = tmp_path / "evidence.json"

    assert command.run(parsed(REFERENCE, "--as", "director", "--output", path, "--json")) == 0

    told = json.loads(capsys.readouterr().out)
    sealed = Evidence.objects.latest("id")
    assert (told["digest"], told["file"]) == (sealed.digest, str(path))
    assert path.read_bytes() == restructure.pack_file(sealed)
    assert verified(path, "--key", told["public_key"]) == 0
