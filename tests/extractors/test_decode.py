"""Decoding: who names the encoding, and what cannot be read."""

from __future__ import annotations

import codecs
import random

import pytest

from extractors.decode import DecodeError, decode

ACCENTED = "Résumé of the naïve café study: 5 µm cells – done. " * 20


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_names_the_encoding_and_is_no_text(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + ACCENTED.encode(encoding), is_html=False, http_charset="iso-8859-1")
    assert (decoded.text, decoded.encoding, decoded.decoder) == (ACCENTED, encoding, "bom")


def test_http_charset_comes_before_meta_charset() -> None:
    data = b"<html><meta charset='utf-8'><p>caf\xe9</p>"
    decoded = decode(data, is_html=True, http_charset="ISO-8859-1")
    assert decoded.decoder == "http"
    assert "café" in decoded.text


@pytest.mark.parametrize("meta", [b'<meta charset="koi8-r">', b"<meta content='text/html; charset=koi8-r'>"])
def test_meta_charset_is_used_for_html_only(meta: bytes) -> None:
    data = meta + "<p>клетки</p>".encode("koi8-r")
    assert decode(data, is_html=True).encoding == "koi8-r"
    assert decode(data, is_html=False).decoder != "meta"


def test_declared_charset_that_fails_falls_through() -> None:
    decoded = decode("日本語の記事".encode(), is_html=False, http_charset="ascii; nonsense")
    assert (decoded.text, decoded.decoder) == ("日本語の記事", "utf-8")
    assert decode("日本語 Ё\u0081".encode(), is_html=False, http_charset="gb2312").decoder == "utf-8"


@pytest.mark.parametrize("label", ["utf-7", "unicode_escape", "rot13", "base64", "no-such-charset", "utf-16", ""])
def test_labels_that_no_page_is_written_in_are_ignored(label: str) -> None:
    assert decode(b"plain text here", is_html=False, http_charset=label).decoder == "utf-8"


def test_capture_cut_within_its_last_character_is_utf8() -> None:
    decoded = decode("ein größeres Gehäuse für Zellen €".encode()[:-1], is_html=False)
    assert decoded.decoder == "utf-8-cut"
    assert decoded.text == "ein größeres Gehäuse für Zellen "


def test_undeclared_eight_bit_text_is_guessed() -> None:
    decoded = decode(ACCENTED.encode("cp1252"), is_html=False)
    assert decoded.decoder == "dammit"
    assert "sum" in decoded.text


@pytest.mark.parametrize("data", [b"", b" \n\t ", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n", "\u200b\n".encode()])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(DecodeError) as error:
        decode(data, is_html=False)
    assert error.value.reason == "empty"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x00\x01", b"abc\x00def", b"\x01\x02\x03\x04 abc", b"text\x00" * 99])
def test_nul_and_control_characters_are_binary(data: bytes) -> None:
    with pytest.raises(DecodeError) as error:
        decode(data, is_html=False)
    assert error.value.reason == "binary"


def test_nul_within_utf16_is_binary() -> None:
    with pytest.raises(DecodeError) as error:
        decode(codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), is_html=False)
    assert error.value.reason == "binary"


def test_random_bytes_are_not_taken_for_windows_1252() -> None:
    generator = random.Random(7)
    data = bytes(generator.choice(range(1, 256)) for _ in range(5_000))
    with pytest.raises(DecodeError) as error:
        decode(data, is_html=False)
    assert error.value.reason in ("undecodable", "binary")


def test_bytes_of_no_encoding_are_undecodable() -> None:
    generator = random.Random(3)
    data = b"word " * 50 + bytes(generator.choice([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF, 0x20]) for _ in range(400))
    with pytest.raises(DecodeError) as error:
        decode(data, is_html=False)
    assert error.value.reason == "undecodable"


def test_too_long_is_told_before_anything_is_read() -> None:
    with pytest.raises(DecodeError) as error:
        decode(b"a" * 11, is_html=False, max_bytes=10)
    assert error.value.reason == "too_long"


@pytest.mark.parametrize(
    "text",
    [
        "café",
        "One short line – done.",
        "It’s a study of Parkinson’s disease. " * 3,
        "Les cellules souches mésenchymateuses ont été injectées chez douze patients âgés. " * 2,
        "Die größte Studie zu Stammzellen für Ärzte und Patienten, die es bisher gab. " * 2,
    ],
)
def test_few_signs_and_accents_in_western_text_are_windows_1252(text: str) -> None:
    decoded = decode(text.encode("cp1252"), is_html=False)
    assert (decoded.text, decoded.encoding, decoded.decoder) == (text, "cp1252", "dammit")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Стволовые клетки и лечение болезни Паркинсона. " * 10),
        ("koi8-r", "Стволовые клетки и лечение болезни Паркинсона. " * 10),
        ("gb18030", "干细胞治疗帕金森病的临床试验结果。" * 10),
        ("cp1250", "Kmenové buňky při léčbě Parkinsonovy choroby: žádné nežádoucí účinky. " * 10),
        (
            "cp1250",
            "Badanie komórek macierzystych trwało dwanaście miesięcy i objęło łącznie dużą grupę chorych. " * 10,
        ),
    ],
)
def test_other_scripts_are_no_windows_1252(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), is_html=False).text == text
