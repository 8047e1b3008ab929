"""Calls the probe service with gRPC's own C core, without generated code. Prints one line for each check."""
import sys

import grpc

PROBE = "/loyalty.rpc.probe.v1.ProbeService/Probe"


def varint_field(number, value):
    return bytes([number << 3, value])


def text_field(number, text):
    data = text.encode()
    return bytes([(number << 3) | 2, len(data)]) + data


def main(target):
    channel = grpc.insecure_channel(target)
    probe = channel.unary_unary(PROBE)

    response, call = probe.with_call(
        text_field(1, "hello"), timeout=30, metadata=[("x-echo", "there"), ("x-echo-bin", b"\x00\xab")])
    trailers = dict(call.trailing_metadata())
    print("text", text_field(1, "hello") in response)
    print("deadline", varint_field(3, 1) in response)
    print("metadata", trailers["x-echo"], trailers["x-echo-bin"].hex())

    try:
        probe(text_field(1, "too few") + varint_field(3, 5), timeout=30)
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata())["grpc-status-details-bin"]
        print("rich", error.code().name, error.details(), b"INSUFFICIENT_POINTS" in details)

    try:
        probe(text_field(1, "100 % \u00e9\r\n") + varint_field(3, 4) + varint_field(4, 5), timeout=30)
    except grpc.RpcError as error:
        print("message", error.code().name, ascii(error.details()))

    try:
        probe(varint_field(3, 2), timeout=0.2)
    except grpc.RpcError as error:
        print("timeout", error.code().name)

    squeezed = grpc.insecure_channel(target, compression=grpc.Compression.Gzip).unary_unary(PROBE)
    print("gzip", text_field(1, "a" * 100) in squeezed(text_field(1, "a" * 100), timeout=30))

    counted = channel.unary_stream("/loyalty.rpc.probe.v1.ProbeService/Count")
    print("stream", len(list(counted(varint_field(6, 7), timeout=30))))

    gathered, call = channel.stream_unary("/loyalty.rpc.probe.v1.ProbeService/Gather").with_call(
        (text_field(1, f"{number} ") for number in range(30)), timeout=30)
    print("gather", text_field(1, "".join(f"{number} " for number in range(30))) in gathered,
          dict(call.trailing_metadata())["x-count"])

    chat = channel.stream_stream("/loyalty.rpc.probe.v1.ProbeService/Chat")
    print("chat", len(list(chat((text_field(1, "a") + varint_field(6, 3) for _ in range(5)), timeout=30))))

    try:
        list(chat(iter([text_field(1, "no") + varint_field(3, 4) + varint_field(4, 9)]), timeout=30))
    except grpc.RpcError as error:
        print("refused", error.code().name, error.details())

    stopped = chat((text_field(1, "a") + varint_field(3, 14) for _ in range(100000)), timeout=30)
    print("stopped", len(list(stopped)), stopped.code().name)

    try:
        channel.unary_unary("/loyalty.rpc.probe.v1.ProbeService/Absent")(b"", timeout=30)
    except grpc.RpcError as error:
        print("absent", error.code().name)


main(sys.argv[1])
