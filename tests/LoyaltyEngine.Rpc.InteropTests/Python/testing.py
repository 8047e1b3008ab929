"""What the interop client and the interop server for Python share: messages and methods, without generated code."""
import struct

from google.protobuf import descriptor_pool, message_factory

ECHO_INITIAL = "x-grpc-test-echo-initial"
ECHO_TRAILING = "x-grpc-test-echo-trailing-bin"


class Testing:
    """The package grpc.testing, from a file of serialized FileDescriptorProtos, each after its length."""

    def __init__(self, path):
        pool = descriptor_pool.DescriptorPool()
        with open(path, "rb") as file:
            while length := file.read(4):
                pool.AddSerializedFile(file.read(struct.unpack("<i", length)[0]))
        self._factory = message_factory.MessageFactory(pool)
        self._pool = pool

    def __getattr__(self, name):
        return self._factory.GetPrototype(self._pool.FindMessageTypeByName(f"grpc.testing.{name}"))

    def zeros(self, size):
        return self.Payload(body=bytes(size))


METHODS = {
    # name: (kind, request, response)
    "EmptyCall": ("unary_unary", "Empty", "Empty"),
    "UnaryCall": ("unary_unary", "SimpleRequest", "SimpleResponse"),
    "CacheableUnaryCall": ("unary_unary", "SimpleRequest", "SimpleResponse"),
    "StreamingOutputCall": ("unary_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "StreamingInputCall": ("stream_unary", "StreamingInputCallRequest", "StreamingInputCallResponse"),
    "FullDuplexCall": ("stream_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "HalfDuplexCall": ("stream_stream", "StreamingOutputCallRequest", "StreamingOutputCallResponse"),
    "UnimplementedCall": ("unary_unary", "Empty", "Empty"),
}
