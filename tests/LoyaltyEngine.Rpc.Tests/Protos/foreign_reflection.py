"""Knows a server's address and nothing else: asks it by reflection what there is, and calls it."""
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE = "loyalty.rpc.probe.v1.ProbeService"


def ask_for_symbol(channel, version, symbol):
    """The question and its answer are read and written by hand, so that nothing but gRPC is between the two."""
    name = symbol.encode()
    call = channel.stream_stream(f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo")
    (answer,) = list(call(iter([bytes([0x22, len(name)]) + name]), timeout=60))
    (files,) = fields(answer, 4)
    return list(fields(files, 1))


def fields(message, number):
    """The length-delimited fields of a number; this reader knows no others."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        length, at = varint(message, at)
        if tag == number << 3 | 2:
            yield message[at:at + length]
        at += length


def varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def message_class(pool, descriptor):
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


with grpc.insecure_channel(sys.argv[1]) as channel:
    for version in ("v1", "v1alpha"):
        pool = descriptor_pool.DescriptorPool()
        for file in ask_for_symbol(channel, version, SERVICE):
            pool.Add(descriptor_pb2.FileDescriptorProto.FromString(file))
        method = pool.FindServiceByName(SERVICE).FindMethodByName("Probe")
        print(version, "method", method.name, "takes", method.input_type.name)
        request = message_class(pool, method.input_type)(text="mirrored")
        response = message_class(pool, method.output_type)
        call = channel.unary_unary(
            f"/{SERVICE}/Probe", lambda message: message.SerializeToString(), response.FromString)
        print(version, "answered", call(request, timeout=60).text)
