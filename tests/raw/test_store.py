"""The capture store: what it lists, in what order, and what it says about what it cannot read."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from raw.captures import CaptureFile, RawStoreError, SidecarProblem
from raw.store import inventory, read, scan

PAGE = b"<p>Cells were given to 12 people.</p>"
ADDRESS = "https://site.example/page"


def put(root: Path, path: str, data: bytes = PAGE, sidecar: object = None) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    if sidecar is not None:
        text = sidecar if isinstance(sidecar, str) else json.dumps(sidecar)
        target.with_name(target.name + ".meta.json").write_text(text, "utf-8")
    return target


def record(block: bytes, kind: str = "response", media: str = "application/http", **more: str | int) -> bytes:
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:0b1f1c2e-6a52-4c3e-9e0e-1f4d3c2b1a00>",
        "WARC-Date": "2025-05-19T08:30:00Z",
        "WARC-Target-URI": ADDRESS,
        "Content-Type": media,
        "Content-Length": len(block),
    } | {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes = PAGE, headers: str = "", media: str = "text/html; charset=iso-8859-1") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body


def only(root: Path) -> CaptureFile:
    (file,) = inventory(root).files
    return file


# --- folders and files


def test_a_file_is_identified_by_its_bytes_and_its_folder_names_the_source(tmp_path: Path) -> None:
    put(tmp_path, "scidex/deep/er/page.html")
    file = only(tmp_path)
    assert (file.path, file.folder_source) == ("scidex/deep/er/page.html", "scidex")
    assert (file.capture_id, file.n_bytes) == (hashlib.sha256(PAGE).hexdigest(), len(PAGE))
    assert read(tmp_path, file) == PAGE


def test_a_file_outside_any_folder_has_no_folder_source(tmp_path: Path) -> None:
    put(tmp_path, "page.txt")
    assert only(tmp_path).folder_source is None


def test_the_order_is_that_of_the_paths(tmp_path: Path) -> None:
    paths = ["b/a.txt", "a-b/x.txt", "a/z.txt", "a/z/x.txt", "a.txt", "a/Ä.txt", "a/b.htm", "B/c.html"]
    for path in paths:
        put(tmp_path, path)
    assert [file.path for file in inventory(tmp_path).files] == sorted(paths)
    assert list(scan(tmp_path)) == list(inventory(tmp_path).files)


def test_identical_bytes_are_listed_twice_with_one_capture_id(tmp_path: Path) -> None:
    put(tmp_path, "a/one.html")
    put(tmp_path, "b/two.html")
    first, second = inventory(tmp_path).files
    assert first.capture_id == second.capture_id
    assert first.path != second.path


@pytest.mark.parametrize("name", ["P.TXT", "P.Html", "p.HTM"])
def test_suffixes_count_in_any_case(tmp_path: Path, name: str) -> None:
    put(tmp_path, name)
    assert only(tmp_path).path == name


def test_what_is_no_capture_is_listed_as_ignored(tmp_path: Path) -> None:
    put(tmp_path, "a/page.txt", sidecar={"url": ADDRESS})
    put(tmp_path, "a/.hidden.txt")
    put(tmp_path, ".git/x.txt")
    put(tmp_path, "a/image.png")
    put(tmp_path, "a/gone.txt.meta.json")
    found = inventory(tmp_path)
    assert {item.path: item.reason for item in found.ignored} == {
        ".git": "hidden",
        "a/.hidden.txt": "hidden",
        "a/gone.txt.meta.json": "orphan_sidecar",
        "a/image.png": "suffix",
        "a/page.txt.meta.json": "sidecar",
    }
    assert [file.path for file in found.files] == ["a/page.txt"]


def test_an_empty_file_is_a_capture(tmp_path: Path) -> None:
    put(tmp_path, "a/empty.txt", b"")
    assert (only(tmp_path).n_bytes, read(tmp_path, only(tmp_path))) == (0, b"")


def test_a_missing_root_names_the_path_and_the_remedy(tmp_path: Path) -> None:
    for call in (inventory, scan):
        with pytest.raises(RawStoreError, match=r"nowhere: does not exist; .*--raw or REGENBASE_RAW"):
            call(tmp_path / "nowhere")
    with pytest.raises(RawStoreError, match="is not a folder"):
        inventory(put(tmp_path, "file.txt"))


def test_a_changed_or_deleted_file_is_not_read_as_the_listed_capture(tmp_path: Path) -> None:
    path = put(tmp_path, "a/page.txt")
    file = only(tmp_path)
    path.write_bytes(b"other")
    with pytest.raises(RawStoreError, match="has changed since it was listed"):
        read(tmp_path, file)
    path.unlink()
    with pytest.raises(RawStoreError, match="cannot be read"):
        read(tmp_path, file)


def test_a_listed_capture_crosses_processes(tmp_path: Path) -> None:
    put(tmp_path, "a/page.txt", sidecar={"headers": {"ETag": "x"}})
    file = only(tmp_path)
    assert pickle.loads(pickle.dumps(file)) == file
    assert hash(file)


# --- links and files that cannot be read


def test_links_that_lead_out_or_nowhere_are_problems_and_the_rest_goes_on(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    put(root, "a/page.txt")
    outside = put(tmp_path, "outside/secret.txt")
    (root / "a/out.txt").symlink_to(outside)
    (root / "a/broken.txt").symlink_to(root / "missing.txt")
    (root / "a/loop.txt").symlink_to(root / "a/loop.txt")
    (root / "folder").symlink_to(outside.parent)
    (root / "a/inside.txt").symlink_to(root / "a/page.txt")
    found = inventory(root)
    assert [file.path for file in found.files] == ["a/inside.txt", "a/page.txt"]
    assert {problem.path: problem.message for problem in found.problems} == {
        "a/broken.txt": "is a link that leads nowhere",
        "a/loop.txt": "is a link that leads nowhere",
        "a/out.txt": "is a link that leaves the raw folder",
        "folder": "is a link to a folder, which is not followed",
    }


def test_a_file_replaced_by_a_link_out_of_the_root_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    path = put(root, "a/page.txt")
    file = only(root)
    path.unlink()
    path.symlink_to(put(tmp_path, "outside.txt"))
    with pytest.raises(RawStoreError, match="lies outside"):
        read(root, file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "a/closed.txt").chmod(0)
    put(tmp_path, "a/open.txt")
    found = inventory(tmp_path)
    assert [file.path for file in found.files] == ["a/open.txt"]
    assert "Permission denied" in str(found.problems[0])


def test_an_error_while_reading_costs_only_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a/bad.txt")
    put(tmp_path, "a/good.txt")
    opened = Path.open

    def failing(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "bad.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", failing)
    found = inventory(tmp_path)
    assert [file.path for file in found.files] == ["a/good.txt"]
    assert str(found.problems[0]).startswith("a/bad.txt: cannot be read (Permission denied); make it readable")


def test_a_pipe_is_a_problem_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert inventory(tmp_path).problems[0].message == "is not a regular file"


def test_a_name_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(PAGE)
    (problem,) = inventory(tmp_path).problems
    assert (problem.message, problem.remedy) == ("its name is not UTF-8", "rename it")
    assert str(problem).encode("utf-8")


def test_scan_logs_what_it_cannot_use(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "missing.txt")
    assert list(scan(tmp_path)) == []
    assert "broken.txt: is a link that leads nowhere" in caplog.text


# --- sidecars


def test_a_sidecar_gives_address_time_status_type_and_headers(tmp_path: Path) -> None:
    fields = {
        "url": ADDRESS,
        "captured_at": "2025-05-19T10:30:00+02:00",
        "http_status": 200,
        "content_type": 'text/html; charset="Windows-1252"',
        "headers": {"ETag": "abc", "X-Empty": ""},
    }
    put(tmp_path, "a/page.html", sidecar=fields)
    file = only(tmp_path)
    assert file.captured_at == datetime(2025, 5, 19, 8, 30, tzinfo=UTC)
    assert (file.url, file.http_status, file.http_charset) == (ADDRESS, 200, "Windows-1252")
    assert file.headers == {"ETag": "abc", "X-Empty": ""}
    assert file.problems == ()


def test_the_content_type_header_stands_in_for_a_missing_content_type(tmp_path: Path) -> None:
    put(tmp_path, "a/page.html", sidecar={"headers": {"content-type": "text/html;charset=koi8-r"}})
    assert (only(tmp_path).content_type, only(tmp_path).http_charset) == ("text/html;charset=koi8-r", "koi8-r")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "null", '{"url": 1' + "0" * 5000 + "}", "[" * 100_000], ids=lambda t: t[:9] or "empty"
)
def test_a_malformed_sidecar_is_reported_and_the_capture_is_kept(tmp_path: Path, text: str) -> None:
    put(tmp_path, "a/page.html", sidecar=text)
    file = only(tmp_path)
    assert len(file.problems) == 1
    assert file.problems[0].startswith("a/page.html.meta.json: ")
    assert file.url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "site.example/page"),
        ("url", "file:///etc/passwd"),
        ("url", "https://site.example/\ud800"),
        ("url", 7),
        ("captured_at", "2025-05-19T08:30:00"),
        ("captured_at", "yesterday"),
        ("captured_at", "0001-01-01T00:00:00+05:00"),
        ("http_status", "200"),
        ("http_status", True),
        ("http_status", 99),
        ("content_type", ["text/html"]),
        ("headers", [["a", "b"]]),
        ("headers", {"a": 1}),
        ("headers", {"a": "b\r\nc"}),
    ],
)
def test_a_bad_field_costs_only_itself(tmp_path: Path, name: str, value: object) -> None:
    good: dict[str, object] = {"url": ADDRESS, "http_status": 404}
    put(tmp_path, "a/page.html", sidecar=good | {name: value})
    file = only(tmp_path)
    assert not getattr(file, name)
    assert file.url == (None if name == "url" else ADDRESS)
    assert file.http_status == (None if name == "http_status" else 404)
    (problem,) = file.problems
    assert problem.startswith(f"a/page.html.meta.json ({name}): is not usable")
    assert problem.encode("utf-8")


def test_an_unknown_field_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "a/page.html", sidecar={"captured": "2025-05-19T08:30:00Z", "url": None})
    assert "(captured): is no known field" in only(tmp_path).problems[0]


def test_a_sidecar_that_links_out_of_the_root_is_not_read(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    page = put(root, "a/page.html")
    page.with_name("page.html.meta.json").symlink_to(put(tmp_path, "meta.json", b'{"url": "https://x.example/"}'))
    assert only(root).url is None
    assert "is a link that leaves the raw folder" in only(root).problems[0]


def test_the_sidecar_of_a_warc_file_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "a/crawl.warc", record(response()), sidecar={"url": "https://other.example/"})
    found = inventory(tmp_path)
    assert found.files[0].url == ADDRESS
    assert isinstance(found.problems[0], SidecarProblem)


# --- WARC


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz", ".WARC.GZ"])
def test_warc_records_are_captures_that_can_be_read_alone(tmp_path: Path, suffix: str) -> None:
    bodies = [b"<p>one</p>", b"<p>two</p>", b"<p>three</p>"]
    records = [
        record(b"software: none", "warcinfo", "application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request", "application/http; msgtype=request"),
        record(response(bodies[0])),
        record(bodies[1], "resource", "text/html; charset=utf-8"),
        record(response(bodies[2])),
    ]
    packed = [gzip.compress(item) for item in records] if "gz" in suffix.lower() else records
    put(tmp_path, f"scidex/crawl{suffix}", b"".join(packed))
    found = inventory(tmp_path)
    assert found.problems == ()
    offsets = [len(b"".join(packed[:index])) for index in (2, 3, 4)]
    assert [file.warc_offset for file in found.files] == offsets
    assert [read(tmp_path, file) for file in reversed(found.files)] == bodies[::-1]
    first, second, _ = found.files
    assert (first.url, first.captured_at) == (ADDRESS, datetime(2025, 5, 19, 8, 30, tzinfo=UTC))
    assert (first.http_status, first.http_charset, first.n_bytes) == (200, "iso-8859-1", len(bodies[0]))
    assert (second.http_status, second.http_charset, second.folder_source) == (None, "utf-8", "scidex")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), "Content-Encoding: gzip\r\n"),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE), "Transfer-Encoding: chunked\r\n"),
    ],
    ids=["gzip", "chunked"],
)
def test_the_body_is_decoded(tmp_path: Path, body: bytes, headers: str) -> None:
    put(tmp_path, "a/crawl.warc", record(response(body, headers)))
    file = only(tmp_path)
    assert (file.capture_id, file.problems) == (hashlib.sha256(PAGE).hexdigest(), ())
    assert read(tmp_path, file) == PAGE


@pytest.mark.parametrize(
    "header", ["Content-Encoding: gzip", "Content-Encoding: compress", "Transfer-Encoding: chunked"]
)
def test_a_body_that_is_not_encoded_as_declared_is_kept_and_reported(tmp_path: Path, header: str) -> None:
    put(tmp_path, "a/crawl.warc", record(response(PAGE, header + "\r\n")) + record(response()))
    first, second = inventory(tmp_path).files
    assert read(tmp_path, first) == read(tmp_path, second) == PAGE
    assert "a/crawl.warc (offset 0): the body is not encoded as its headers say" in first.problems[0]
    assert second.problems == ()


def test_records_that_are_no_pages_are_ignored(tmp_path: Path) -> None:
    image, dns = record(response(b"\x89PNG", media="image/png")), record(b"20250519", media="text/dns")
    revisit = record(b"HTTP/1.1 200 OK\r\n\r\n", "revisit")
    put(tmp_path, "crawl.warc", image + dns + revisit)
    found = inventory(tmp_path)
    assert (found.files, found.problems) == ((), ())
    assert [item.reason for item in found.ignored] == ["not_a_page", "not_a_page", "revisit"]
    assert found.ignored[1].path == f"crawl.warc#{len(image)}"


def test_a_page_that_the_crawler_cut_off_says_so(tmp_path: Path) -> None:
    put(tmp_path, "crawl.warc", record(response(), WARC_Truncated="length"))
    assert "the crawler cut it off (length)" in only(tmp_path).problems[0]


GOOD = record(response())


@pytest.mark.parametrize(
    ("data", "n_files", "place", "message"),
    [
        (b"", 0, "offset 0", "holds no WARC record"),
        (b"hello", 0, "offset 0", "no further record can be read"),
        (GOOD + b"garbage\r\n\r\n" + GOOD, 1, "behind the record at offset 0", "no further record can be read"),
        (GOOD + GOOD[:-30], 1, f"offset {len(GOOD)}", "the record is cut off"),
        (GOOD + GOOD[:60], 1, f"offset {len(GOOD)}", "ends in the middle of a record"),
        (GOOD + record(b"nonsense") + GOOD, 2, f"offset {len(GOOD)}", "the record is no HTTP response"),
        (gzip.compress(GOOD) + gzip.compress(GOOD)[:-40], 1, f"offset {len(gzip.compress(GOOD))}", "is cut off"),
        (gzip.compress(GOOD) + gzip.compress(GOOD)[:40], 1, f"offset {len(gzip.compress(GOOD))}", "no whole record"),
        (gzip.compress(GOOD) + b"XX" + gzip.compress(GOOD), 1, "behind the record at offset 0", "no further record"),
        (gzip.compress(GOOD + GOOD), 1, "", "cannot be read"),
        (gzip.compress(GOOD + GOOD) + gzip.compress(GOOD), 1, "", "share a gzip member"),
    ],
    ids="empty text garbage cut-body cut-header no-http gz-cut gz-cut-early gz-garbage one-member mixed".split(),
)
def test_what_cannot_be_read_of_a_warc_is_reported(
    tmp_path: Path, data: bytes, n_files: int, place: str, message: str
) -> None:
    put(tmp_path, "a/crawl.warc.gz", data)
    put(tmp_path, "b/page.txt")
    found = inventory(tmp_path)
    *from_warc, page = found.files
    assert (len(from_warc), page.path) == (n_files, "b/page.txt")
    assert len(found.problems) == 1
    assert message in found.problems[0].message
    assert place in found.problems[0].place
    assert all(read(tmp_path, file) == PAGE for file in from_warc)


def test_a_record_beyond_the_limit_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("raw.warc.MAX_RECORD_BYTES", 200)
    put(tmp_path, "crawl.warc", record(response(b"x" * 300)) + GOOD)
    found = inventory(tmp_path)
    assert len(found.files) == 1
    assert "more than 200" in found.problems[0].message


# --- memory


def test_listing_holds_no_file_in_memory(tmp_path: Path) -> None:
    import tracemalloc  # noqa: PLC0415

    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    tracemalloc.start()
    try:
        assert only(tmp_path).n_bytes == 64 * 1024 * 1024
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()
