from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_server import ChatServer
from hypothesis import settings
from open_door import Door
from pytest_httpserver import HTTPServer

from extract.article import Article, decode_article
from extract.cache import ResponseCache

INVENTED = """Inspectors find better help for Rutland’s children

By Ada Penrose, Harbour Gazette
Published: 12 June 2021

Ofsted has rated Rutland’s children’s services ‘good’ after an inspection in May 2021.

Inspectors found that social workers know families well and visit them often. \
Too many care leavers wait months for a home of their own, inspectors said.

“Leaders have a clear and honest picture of the service,” the report said.

Tom Hartley, the council’s director of children’s services, said: \
“We are proud of what our staff have done together.”
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nightly", action="store_true", help="Try what takes hours.")


settings.register_profile("day", max_examples=60, deadline=None)
settings.register_profile("night", max_examples=10_000, deadline=None)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("night" if config.getoption("--nightly") else "day")


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXTRACT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def article() -> Article:
    """A small invented article: one inspection, a strength, a weakness, two quotes."""
    return decode_article(INVENTED.encode(), id_="rutland", source="articles/rutland.txt")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with that article and a shorter one, which reports no inspection and quotes nobody."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "rutland.txt").write_text(INVENTED, encoding="utf-8")
    (folder / "bakery.txt").write_text(
        "A bakery opens on the quay\n\nIt sells bread and buns from six in the morning.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def _loopback() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1", port=0, threaded=True) as http:
        yield http


@pytest.fixture
def server(_loopback: HTTPServer) -> Iterator[ChatServer]:
    """A chat server of the test's own making."""
    _loopback.clear()
    server = ChatServer(_loopback)
    yield server
    server.released.set()


@pytest.fixture
def door(server: ChatServer, tmp_path: Path) -> Iterator[Door]:
    """The door onto that server, with an empty answer cache."""
    cache = ResponseCache(tmp_path / "cache" / "answers.sqlite3")
    yield Door(server, cache)
    cache.close()
