"""Reads and writes Parquet files as gmat-sweep does, with NumPy and the C library libzstd alone.

The files are flat tables of PLAIN pages, uncompressed or under zstd. Other Parquet files need pyarrow.
Source: Apache Parquet, "File Format" and "parquet.thrift"; Apache Thrift, "Compact protocol encoding".
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import struct
from typing import Any

import numpy as np

__all__ = ["read_parquet", "write_parquet"]

_MAGIC = b"PAR1"
_BOOLEAN, _INT64, _DOUBLE, _BYTE_ARRAY = 0, 2, 5, 6
_UNCOMPRESSED, _ZSTD = 0, 6
_DATA_PAGE = 0
_PLAIN, _RLE = 0, 3
_NANOSECONDS = {1: 1_000_000, 2: 1_000, 3: 1}  # by field of the union TimeUnit


def read_parquet(path: str | os.PathLike[str]) -> Any:
    """The table in ``path``: a pandas DataFrame where pandas is installed, else a dict of NumPy arrays by column.

    Reals come as float64, integers int64, booleans bool, timestamps datetime64[ns], text as object. A column with
    nulls comes as object with None, a timestamp column with NaT. Raises ValueError for a file of another kind.
    """
    with open(path, "rb") as file:
        data = file.read()
    columns = _read_columns(data, os.fspath(path))
    try:
        import pandas
    except ImportError:
        return columns
    return pandas.DataFrame(columns)


def write_parquet(path: str | os.PathLike[str], table: Any) -> None:
    """Writes a pandas DataFrame, or a mapping of column names to equally long sequences, as Parquet.

    Reals, integers, booleans and datetime64 keep their types; anything else is written as text, None as null.
    """
    columns = {str(name): _encodable(np.asarray(table[name])) for name in table}
    row_counts = {len(values) for values, _ in columns.values()}
    if len(row_counts) > 1:
        raise ValueError(f"the columns have different lengths: {sorted(row_counts)}")
    row_count = row_counts.pop() if row_counts else 0

    out, chunks = bytearray(_MAGIC), []
    for name, (values, valid) in columns.items():
        page = _encode_levels(valid) + _encode_plain(values[valid])
        header = _struct((1, _i32(_DATA_PAGE)), (2, _i32(len(page))), (3, _i32(len(page))),
                         (5, _struct((1, _i32(row_count)), (2, _i32(_PLAIN)), (3, _i32(_RLE)), (4, _i32(_RLE)))))
        meta = _struct((1, _i32(_physical_type(values))), (2, _list(_i32(_PLAIN), _i32(_RLE))),
                       (3, _list(_binary(name))), (4, _i32(_UNCOMPRESSED)), (5, _i64(row_count)),
                       (6, _i64(len(header[1]) + len(page))), (7, _i64(len(header[1]) + len(page))),
                       (9, _i64(len(out))))
        chunks.append(_struct((2, _i64(0)), (3, meta)))
        out += header[1] + page
    root = _struct((4, _binary("schema")), (5, _i32(len(columns))))
    leaves = [_schema_element(name, values) for name, (values, _) in columns.items()]
    groups = [_struct((1, _list(*chunks)), (2, _i64(len(out) - len(_MAGIC))), (3, _i64(row_count)))]
    footer = _struct((1, _i32(2)), (2, _list(root, *leaves)), (3, _i64(row_count)),
                     (4, _list(*groups)), (6, _binary("gmat-sweep")))[1]
    with open(path, "wb") as file:
        file.write(out + footer + struct.pack("<i", len(footer)) + _MAGIC)


def _read_columns(data: bytes, path: str) -> dict[str, np.ndarray]:
    if len(data) < 12 or data[:4] != _MAGIC or data[-4:] != _MAGIC:
        raise ValueError(f"{path} is not a Parquet file")
    (footer_size,) = struct.unpack_from("<i", data, len(data) - 8)
    metadata = _Thrift(data, len(data) - 8 - footer_size).read_struct()
    leaves = metadata[2][1:]  # the first element is the root
    chunks: list[list[np.ndarray]] = [[] for _ in leaves]
    for group in metadata.get(4, []):
        for pieces, leaf, chunk in zip(chunks, leaves, group[1]):
            pieces.append(_read_chunk(data, leaf, chunk[3], path))
    return {leaf[4].decode(): _join(pieces, leaf) for pieces, leaf in zip(chunks, leaves)}


def _join(pieces: list[np.ndarray], leaf: dict[int, Any]) -> np.ndarray:
    if len(pieces) == 1:
        return pieces[0]
    return np.concatenate(pieces) if pieces else _decode(b"", leaf, 0)


def _read_chunk(data: bytes, leaf: dict[int, Any], meta: dict[int, Any], path: str) -> np.ndarray:
    at, left, pages = meta[9], meta[5], []
    while left > 0:
        thrift = _Thrift(data, at)
        header = thrift.read_struct()
        if header[1] != _DATA_PAGE or header[5][2] != _PLAIN or meta[4] not in (_UNCOMPRESSED, _ZSTD):
            raise ValueError(f"{path} uses Parquet features beyond those gmat-sweep writes; read it with pyarrow")
        page = data[thrift.at : thrift.at + header[3]]
        if meta[4] == _ZSTD:
            page = _zstd_decompress(page, header[2])
        count = header[5][1]
        pages.append(_decode_page(page, leaf, count))
        at, left = thrift.at + header[3], left - count
    return _join(pages, leaf)


def _decode_page(page: bytes, leaf: dict[int, Any], count: int) -> np.ndarray:
    if leaf.get(3, 0) == 0:  # required: no definition levels
        return _decode(page, leaf, count)
    (size,) = struct.unpack_from("<i", page)
    valid = _definition_levels(page[4 : 4 + size], count)
    present = _decode(page[4 + size :], leaf, int(valid.sum()))
    if valid.all():
        return present
    if present.dtype.kind == "M":
        values = np.full(count, np.datetime64("NaT"), dtype=present.dtype)
    else:
        values = np.full(count, None, dtype=object)
    values[valid] = present
    return values


def _definition_levels(encoded: bytes, count: int) -> np.ndarray:
    """Levels 0 and 1 in the RLE and bit-packed hybrid encoding, as booleans."""
    thrift, runs = _Thrift(encoded, 0), []
    while thrift.at < len(encoded):
        header = thrift.read_varint()
        if header & 1:
            bits = np.frombuffer(encoded, np.uint8, header >> 1, thrift.at)
            runs.append(np.unpackbits(bits, bitorder="little").astype(bool))
            thrift.at += header >> 1
        else:
            runs.append(np.full(header >> 1, encoded[thrift.at] != 0))
            thrift.at += 1
    return np.concatenate(runs)[:count] if runs else np.zeros(0, dtype=bool)


def _decode(values: bytes, leaf: dict[int, Any], count: int) -> np.ndarray:
    kind = leaf[1]
    if kind == _DOUBLE:
        return np.frombuffer(values, "<f8", count).copy()
    if kind == _INT64:
        integers = np.frombuffer(values, "<i8", count).copy()
        timestamp = leaf.get(10, {}).get(8)
        if timestamp is None:
            return integers
        (unit,) = timestamp[2]
        return (integers * _NANOSECONDS[unit]).view("datetime64[ns]")
    if kind == _BOOLEAN:
        return np.unpackbits(np.frombuffer(values, np.uint8), bitorder="little")[:count].astype(bool)
    if kind == _BYTE_ARRAY:
        texts, at = np.empty(count, dtype=object), 0
        for i in range(count):
            (size,) = struct.unpack_from("<i", values, at)
            texts[i] = values[at + 4 : at + 4 + size].decode()
            at += 4 + size
        return texts
    raise ValueError(f"column {leaf[4].decode()!r} has Parquet type {kind}, which gmat-sweep does not write")


class _Thrift:
    """A reader of Thrift's compact protocol: a struct becomes a dict from field id to value."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def read_varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def read_integer(self) -> int:
        zigzag = self.read_varint()
        return (zigzag >> 1) ^ -(zigzag & 1)

    def read_struct(self) -> dict[int, Any]:
        fields: dict[int, Any] = {}
        field_id = 0
        while (header := self.data[self.at]) != 0:
            self.at += 1
            field_id = field_id + (header >> 4) if header >> 4 else self.read_integer()
            fields[field_id] = self.read_value(header & 0x0F)
        self.at += 1
        return fields

    def read_value(self, kind: int) -> Any:
        if kind in (1, 2):  # a boolean field carries its value in its type
            return kind == 1
        if kind == 3:
            self.at += 1
            return self.data[self.at - 1]
        if kind in (4, 5, 6):
            return self.read_integer()
        if kind == 7:
            self.at += 8
            return struct.unpack_from("<d", self.data, self.at - 8)[0]
        if kind == 8:
            size = self.read_varint()
            self.at += size
            return self.data[self.at - size : self.at]
        if kind in (9, 10):
            header = self.data[self.at]
            self.at += 1
            size = header >> 4 if header >> 4 < 15 else self.read_varint()
            return [self.read_value(header & 0x0F) for _ in range(size)]
        if kind == 12:
            return self.read_struct()
        raise ValueError(f"malformed Parquet metadata: Thrift type {kind}")


def _zstd_decompress(page: bytes, size: int) -> bytes:
    name = ctypes.util.find_library("zstd") or "libzstd.so.1"
    library = ctypes.CDLL(name)
    library.ZSTD_decompress.restype = ctypes.c_size_t
    library.ZSTD_decompress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
    out = ctypes.create_string_buffer(size)
    if library.ZSTD_decompress(out, size, page, len(page)) != size:
        raise ValueError("a zstd page of the Parquet file is damaged")
    return out.raw


def _encodable(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The values in one of the types written, and which of them are there."""
    kind = values.dtype.kind
    if kind == "M":
        values = values.astype("datetime64[ns]")
        return values, ~np.isnat(values)
    if kind in "fiub":
        return values.astype({"f": "<f8", "b": "bool"}.get(kind, "<i8")), np.ones(len(values), dtype=bool)
    return values.astype(object), np.array([value is not None for value in values], dtype=bool)


def _physical_type(values: np.ndarray) -> int:
    return {"f": _DOUBLE, "b": _BOOLEAN, "O": _BYTE_ARRAY}.get(values.dtype.kind, _INT64)


def _schema_element(name: str, values: np.ndarray) -> _Encoded:
    fields = [(1, _i32(_physical_type(values))), (3, _i32(1)), (4, _binary(name))]
    if values.dtype.kind == "O":
        fields += [(6, _i32(0)), (10, _struct((1, _struct())))]
    elif values.dtype.kind == "M":
        unit = _struct((3, _struct()))
        fields += [(10, _struct((8, _struct((1, (2, b"")), (2, unit)))))]
    return _struct(*fields)


def _encode_levels(valid: np.ndarray) -> bytes:
    """Definition levels as one bit-packed run, with their length before them."""
    groups = (len(valid) + 7) // 8
    encoded = _varint(groups << 1 | 1) + np.packbits(valid, bitorder="little").tobytes()
    return struct.pack("<i", len(encoded)) + encoded


def _encode_plain(values: np.ndarray) -> bytes:
    if values.dtype.kind == "b":
        return np.packbits(values, bitorder="little").tobytes()
    if values.dtype.kind != "O":
        return values.tobytes()
    texts = [str(value).encode() for value in values]
    return b"".join(struct.pack("<i", len(text)) + text for text in texts)


# Thrift's compact protocol: a value is its type and its bytes.
_Encoded = tuple[int, bytes]


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def _i32(value: int) -> _Encoded:
    return 5, _varint(value << 1)


def _i64(value: int) -> _Encoded:
    return 6, _varint(value << 1)


def _binary(text: str) -> _Encoded:
    return 8, _varint(len(text.encode())) + text.encode()


def _list(*items: _Encoded) -> _Encoded:
    kind = items[0][0] if items else 12
    size = bytes([len(items) << 4 | kind]) if len(items) < 15 else bytes([0xF0 | kind]) + _varint(len(items))
    return 9, size + b"".join(item for _, item in items)


def _struct(*fields: tuple[int, _Encoded]) -> _Encoded:
    out, last = bytearray(), 0
    for field_id, (kind, encoded) in fields:
        out += bytes([(field_id - last) << 4 | kind]) + encoded
        last = field_id
    return 12, bytes(out) + b"\0"
