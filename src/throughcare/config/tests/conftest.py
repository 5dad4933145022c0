import pytest

from throughcare.config import postgres


@pytest.fixture
def server(tmp_path):
    # The account that PostgreSQL runs as under root must reach it.
    for directory in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        directory.chmod(0o755)
    return postgres.Server(home=tmp_path / "home", is_durable=False)
