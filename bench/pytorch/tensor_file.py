"""safetensors: a u64 header length, a JSON header padded to 8 bytes, raw little-endian data."""

import json
import struct

import numpy as np

DTYPES = {"F32": np.dtype("<f4"), "I32": np.dtype("<i4"), "U8": np.dtype("u1")}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def write_tensors(path: str, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Values of four bytes come first, so that each tensor is aligned."""
    ordered = sorted(tensors.items(), key=lambda item: -item[1].itemsize)
    header, offset = {"__metadata__": metadata}, 0
    for name, values in ordered:
        end = offset + values.nbytes
        dtype = NAMES[values.dtype]
        header[name] = {"dtype": dtype, "shape": values.shape, "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for _, values in ordered:
            np.ascontiguousarray(values).tofile(file)


def read_tensors(path: str) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = np.frombuffer(data[start:end], DTYPES[entry["dtype"]])
        tensors[name] = values.reshape(entry["shape"]).copy()
    return tensors, metadata
