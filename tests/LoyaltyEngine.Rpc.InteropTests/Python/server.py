"""Serves grpc.testing.TestService with gRPC's C core, prints the port, and ends when standard input does."""
import argparse
import sys
import time
from concurrent import futures

import grpc

from testing import ECHO_INITIAL, ECHO_TRAILING, METHODS, Testing


class TestService:
    def __init__(self, testing):
        self.testing = testing

    def echo(self, context):
        received = {pair.key: pair.value for pair in context.invocation_metadata()}
        if ECHO_INITIAL in received:
            context.send_initial_metadata([(ECHO_INITIAL, received[ECHO_INITIAL])])
        if ECHO_TRAILING in received:
            context.set_trailing_metadata([(ECHO_TRAILING, received[ECHO_TRAILING])])

    def fail_if_asked(self, request, context):
        status = request.response_status
        if status.code != 0:
            code = next(code for code in grpc.StatusCode if code.value[0] == status.code)
            context.abort(code, status.message)

    def EmptyCall(self, request, context):
        return request

    def UnaryCall(self, request, context):
        if request.response_compressed.value:
            context.set_compression(grpc.Compression.Gzip)
        self.echo(context)
        self.fail_if_asked(request, context)
        return self.testing.SimpleResponse(payload=self.testing.zeros(request.response_size))

    CacheableUnaryCall = UnaryCall

    def StreamingOutputCall(self, request, context):
        self.fail_if_asked(request, context)
        if any(wanted.compressed.value for wanted in request.response_parameters):
            context.set_compression(grpc.Compression.Gzip)
        for wanted in request.response_parameters:
            time.sleep(wanted.interval_us / 1e6)
            if not wanted.compressed.value:
                context.disable_next_message_compression()
            yield self.testing.StreamingOutputCallResponse(payload=self.testing.zeros(wanted.size))

    def StreamingInputCall(self, requests, context):
        size = sum(len(request.payload.body) for request in requests)
        return self.testing.StreamingInputCallResponse(aggregated_payload_size=size)

    def FullDuplexCall(self, requests, context):
        self.echo(context)
        for request in requests:
            yield from self.StreamingOutputCall(request, context)

    def HalfDuplexCall(self, requests, context):
        for request in list(requests):
            yield from self.StreamingOutputCall(request, context)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--descriptors", required=True)
    for name in ("--certificate", "--key"):
        parser.add_argument(name)
    options = parser.parse_args()
    testing = Testing(options.descriptors)
    service = TestService(testing)
    handlers = {
        name: getattr(grpc, f"{kind}_rpc_method_handler")(
            getattr(service, name),
            request_deserializer=getattr(testing, request).FromString,
            response_serializer=getattr(testing, response).SerializeToString)
        for name, (kind, request, response) in METHODS.items() if hasattr(service, name)
    }
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=32))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.testing.TestService", handlers),))
    if options.certificate:
        with open(options.key, "rb") as key, open(options.certificate, "rb") as certificate:
            credentials = grpc.ssl_server_credentials([(key.read(), certificate.read())])
        port = server.add_secure_port("127.0.0.1:0", credentials)
    else:
        port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print("listening at", port, flush=True)
    sys.stdin.read()
    server.stop(0)


main()
