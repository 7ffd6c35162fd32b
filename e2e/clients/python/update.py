"""safetensors, and the four encodings of an update. Nothing is trained: each parameter rises by `STEP`."""

import json
import math
import struct

STEP = 0.001


def read_header(data):
    """Names and shapes of a safetensors file, in its order."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    return {name: entry["shape"] for name, entry in header.items()}


def write_file(tensors):
    """`(name, dtype, shape, bytes)` each."""
    header, data = {}, b""
    for name, dtype, shape, values in tensors:
        end = len(data) + len(values)
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), end]}
        data += values
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def write_update(shapes, encoding):
    """An update of a model with these tensors, as the task's `updateEncoding` asks."""
    tensors = []
    for name, shape in shapes.items():
        count = math.prod(shape)
        if name.endswith((".mean", ".var")):
            tensors.append((name, "F32", shape, bytes(4 * count)))
        else:
            tensors += PARAMETERS[encoding["kind"]](name, shape, count, encoding)
    return write_file(tensors)


def _float32(name, shape, count, _encoding):
    return [(name, "F32", shape, struct.pack("<f", STEP) * count)]


def _float16(name, shape, count, _encoding):
    return [(name, "F16", shape, struct.pack("<e", STEP) * count)]


def _int8(name, shape, count, _encoding):
    scale = struct.pack("<f", STEP / 127)
    return [(name, "I8", shape, bytes([127]) * count), (name + ".scale", "F32", [1], scale)]


def _top_k(name, _shape, count, encoding):
    kept = min(count, max(1, math.floor(count * encoding["share"] + 0.5)))
    places = struct.pack("<%di" % kept, *range(kept))
    values = struct.pack("<f", STEP) * kept
    return [(name + ".index", "I32", [kept], places), (name + ".value", "F32", [kept], values)]


PARAMETERS = {"float32": _float32, "float16": _float16, "int8": _int8, "top-k": _top_k}
