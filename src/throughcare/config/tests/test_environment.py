import stat
from pathlib import Path

import pytest

from throughcare.config.environment import (
    LONGEST_SOCKET_PATH,
    Role,
    database,
    from_url,
    kept_secret,
    read,
    socket_directory,
)
from throughcare.config.faults import Fault

URL = "postgresql://somebody:s%40cret@db.internal:5433/records?sslmode=require"


def test_nothing_set_means_a_database_of_our_own_under_home(tmp_path):
    environment = read({"THROUGHCARE_HOME": str(tmp_path)})

    assert environment.is_embedded
    assert environment.role is Role.APP
    assert database(environment) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "throughcare",
        "USER": "throughcare_app",
        "PASSWORD": environment.password(Role.APP),
        "HOST": str(socket_directory(tmp_path)),
        "PORT": "",
    }


def test_every_wrong_setting_is_named_at_once(tmp_path):
    wrong = {
        "THROUGHCARE_HOME": str(tmp_path),
        "PORT": "eighty",
        "THREADS": "0",
        "REDIRECT_MONTHS": "11",
        "SECRET_KEY": "short",
        "THROUGHCARE_ROLE": "king",
        "THROUGHCARE_DEMONSTRATION": "perhaps",
        "DATABASE_PREPARES": "often",
        "DATABASE_URL": "mysql://elsewhere/records",
    }

    with pytest.raises(Fault) as fault:
        read(wrong)

    assert str(fault.value).splitlines() == [
        "THROUGHCARE_ROLE must be app, engine or owner.",
        "THROUGHCARE_DEMONSTRATION must be yes or no.",
        "DATABASE_PREPARES must be yes or no.",
        "PORT must be a whole number from 1 to 65535; it is “eighty”.",
        "THREADS must be a whole number from 1 to 200; it is “0”.",
        "SECRET_KEY must have at least 50 characters.",
        "DATABASE_URL must look like postgresql://user:password@host:5432/database.",
        "REDIRECT_MONTHS must be a whole number from 12 to 1200; it is “11”.",
    ]


def test_a_home_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(Fault) as fault:
        read({"THROUGHCARE_HOME": str(tmp_path / "file" / "home")})

    assert str(fault.value) == (
        f"{tmp_path}/file/home cannot be written (Not a directory). Make it writable, or name "
        "another directory with THROUGHCARE_HOME."
    )


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path):
    first = read({"THROUGHCARE_HOME": str(tmp_path)})
    second = read({"THROUGHCARE_HOME": str(tmp_path)})

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_an_empty_secret_left_by_a_full_disk_is_made_again(tmp_path):
    (tmp_path / "secret-key").touch()

    assert len(kept_secret(tmp_path / "secret-key")) > 50


def test_a_server_of_your_own_is_reached_as_each_role(tmp_path):
    environment = read(
        {
            "THROUGHCARE_HOME": str(tmp_path),
            "THROUGHCARE_ROLE": "engine",
            "DATABASE_URL": URL,
            "DATABASE_APP_URL": "postgresql://throughcare_app:secret@pool.internal:6432/records",
        }
    )

    assert database(environment) == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "records",
        "USER": "throughcare_engine",
        "PASSWORD": environment.password(Role.ENGINE),
        "HOST": "db.internal",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "connect_timeout": "10"},
    }
    assert from_url(environment.database_urls[Role.APP])["HOST"] == "pool.internal"
    assert from_url(environment.database_urls[Role.OWNER])["PASSWORD"] == "s@cret"


def test_a_lesser_role_has_its_own_name_and_no_other(tmp_path):
    with pytest.raises(Fault) as fault:
        read(
            {
                "THROUGHCARE_HOME": str(tmp_path),
                "DATABASE_URL": URL,
                "DATABASE_APP_URL": "postgresql://somebody:secret@db.internal/records",
            }
        )

    assert str(fault.value) == "DATABASE_APP_URL must name the user throughcare_app."


@pytest.mark.parametrize("content", [b"hello\n", bytes(range(128, 200))])
def test_a_damaged_secret_key_is_named_and_kept_as_it_is(tmp_path, content):
    (tmp_path / "secret-key").write_bytes(content)

    with pytest.raises(Fault) as fault:
        read({"THROUGHCARE_HOME": str(tmp_path)})

    assert str(fault.value) == (
        f"{tmp_path}/secret-key is damaged. Put it back from your backup. Or remove it: a new one is "
        "made, and everybody signs in again."
    )
    assert (tmp_path / "secret-key").read_bytes() == content


def test_the_socket_of_a_deep_home_moves_to_a_short_path():
    home = Path("/srv/throughcare")
    deep = home / ("d" * LONGEST_SOCKET_PATH)

    assert socket_directory(home) == home / "postgres" / "socket"
    assert len(str(socket_directory(deep))) < LONGEST_SOCKET_PATH
    assert socket_directory(deep) == socket_directory(deep)
    assert socket_directory(deep) != socket_directory(deep / "deeper")


OIDC = {
    "OIDC_ISSUER": "https://login.example",
    "OIDC_AUTHORIZATION_URL": "https://login.example/authorize",
    "OIDC_TOKEN_URL": "https://login.example/token",
    "OIDC_KEYS_URL": "https://login.example/keys",
    "OIDC_CLIENT_ID": "throughcare",
    "OIDC_CLIENT_SECRET": "secret",
}


def test_signing_in_is_by_local_means_at_the_address_asked_for_unless_told_otherwise(tmp_path):
    left_out = read({"THROUGHCARE_HOME": str(tmp_path)}).signing_in
    told = read(
        {
            "THROUGHCARE_HOME": str(tmp_path),
            "PUBLIC_URL": "https://records.example/",
            "PROXIES": "2",
        }
        | OIDC
    ).signing_in

    assert (left_out.public_url, left_out.is_https, left_out.proxies) == ("", False, 0)
    assert left_out.provider is None
    assert (told.public_url, told.is_https, told.proxies) == ("https://records.example", True, 2)
    assert told.provider is not None
    assert (told.provider.issuer, told.provider.algorithm) == ("https://login.example", "RS256")


def test_what_is_wrong_with_signing_in_is_named(tmp_path):
    wrong = OIDC | {
        "THROUGHCARE_HOME": str(tmp_path),
        "PUBLIC_URL": "http://records.example",
        "PROXIES": "many",
        "OIDC_ALGORITHM": "none",
        "OIDC_TOKEN_URL": "http://login.example/token",
    }
    parted = {"THROUGHCARE_HOME": str(tmp_path)} | OIDC | {"OIDC_CLIENT_SECRET": ""}

    with pytest.raises(Fault) as faults:
        read(wrong)
    with pytest.raises(Fault, match="OIDC_CLIENT_SECRET must be given"):
        read(parted)

    assert str(faults.value).splitlines() == [
        "PUBLIC_URL must look like https://throughcare.example.gov.uk, without a path.",
        "PROXIES must be a whole number from 0 to 9; it is “many”.",
        "OIDC_ALGORITHM must be one of RS256, RS384, RS512, ES256, ES384, ES512.",
        "OIDC_TOKEN_URL must begin with https://.",
    ]
