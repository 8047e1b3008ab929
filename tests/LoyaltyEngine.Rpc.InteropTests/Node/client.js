'use strict';
// Runs official interop cases with @grpc/grpc-js and prints a line for each: "ok CASE", or "failed CASE: why".
const fs = require('fs');
const assert = require('assert');
const grpc = require('@grpc/grpc-js');
const { load, readArguments, echoInitial, echoTrailing } = require('./testing');

const options = readArguments(process.argv.slice(2));
const testing = load(options.protos);
const soakCalls = 100;
const longest = () => ({ deadline: Date.now() + 120000 });
const zeros = (size) => ({ type: 'COMPRESSABLE', body: Buffer.alloc(size) });
const pings = [[27182, 31415], [8, 9], [1828, 2653], [45904, 58979]];
const specialMessage = '\t\ntest with whitespace\r\nand Unicode BMP \u263A and non-BMP \uD83D\uDE08\t\n';
const gzip = { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip };

function connect(Service, channelOptions = {}) {
  const credentials = options.ca
    ? grpc.credentials.createSsl(fs.readFileSync(options.ca))
    : grpc.credentials.createInsecure();
  const override = options.ca
    ? { 'grpc.ssl_target_name_override': options.name, 'grpc.default_authority': options.name }
    : {};
  return new Service(options.target, credentials, { ...override, ...channelOptions });
}

/** Makes a call with one response; gives its error or response, and its metadata. */
function single(stub, method, request, metadata = new grpc.Metadata()) {
  return new Promise((resolve) => {
    const result = {};
    const call = stub[method](request, metadata, longest(), (error, response) => {
      result.error = error;
      result.response = response;
    });
    call.on('metadata', (headers) => { result.headers = headers; });
    call.on('status', (status) => { result.status = status; resolve(result); });
  });
}

/** Waits for the end of a stream of responses. */
function ended(call) {
  return new Promise((resolve) => {
    const result = { responses: [] };
    call.on('metadata', (headers) => { result.headers = headers; });
    call.on('data', (response) => result.responses.push(response));
    call.on('error', () => {});
    call.on('status', (status) => { result.status = status; resolve(result); });
  });
}

function ok({ error, response }) {
  assert.ifError(error);
  return response;
}

function expectPayload(response, size) {
  assert.strictEqual(response.payload.body.length, size);
  assert.ok(response.payload.body.equals(Buffer.alloc(size)), 'the payload is not zeros');
}

function largeRequest(more = {}) {
  return { responseType: 'COMPRESSABLE', responseSize: 314159, payload: zeros(271828), ...more };
}

function duplexRequest(size, responseSize, more = {}) {
  return { responseType: 'COMPRESSABLE', responseParameters: [{ size: responseSize }], payload: zeros(size), ...more };
}

async function checkStatus(stub, code, message) {
  const responseStatus = { code, message };
  const unary = await single(stub, 'UnaryCall', { responseSize: 1, payload: zeros(1), responseStatus });
  assert.deepStrictEqual([unary.error.code, unary.error.details], [code, message]);
  const call = stub.FullDuplexCall(longest());
  const end = ended(call);
  call.write(duplexRequest(1, 1, { responseStatus }));
  call.end();
  const { status } = await end;
  assert.deepStrictEqual([status.code, status.details], [code, message]);
}

function checkEcho(headers, trailers) {
  assert.deepStrictEqual(headers.get(echoInitial), ['test_initial_metadata_value']);
  assert.deepStrictEqual(trailers.get(echoTrailing), [Buffer.from([0xab, 0xab, 0xab])]);
}

async function expectUnimplemented(Service) {
  const { error } = await single(connect(Service), 'UnimplementedCall', {});
  assert.strictEqual(error?.code, grpc.status.UNIMPLEMENTED);
}

const cases = {
  async empty_unary(stub) {
    assert.deepStrictEqual(ok(await single(stub, 'EmptyCall', {})), {});
  },

  async large_unary(stub) {
    expectPayload(ok(await single(stub, 'UnaryCall', largeRequest())), 314159);
  },

  async client_compressed_unary(stub) {
    const compressing = connect(testing.TestService, gzip);
    const probe = await single(stub, 'UnaryCall', largeRequest({ expectCompressed: { value: true } }));
    assert.strictEqual(probe.error?.code, grpc.status.INVALID_ARGUMENT);
    const compressed = largeRequest({ expectCompressed: { value: true } });
    expectPayload(ok(await single(compressing, 'UnaryCall', compressed)), 314159);
    const plain = largeRequest({ expectCompressed: { value: false } });
    expectPayload(ok(await single(stub, 'UnaryCall', plain)), 314159);
    compressing.close();
  },

  async server_compressed_unary(stub) {
    const compressed = largeRequest({ responseCompressed: { value: true } });
    expectPayload(ok(await single(stub, 'UnaryCall', compressed)), 314159);
    const plain = largeRequest({ responseCompressed: { value: false } });
    expectPayload(ok(await single(stub, 'UnaryCall', plain)), 314159);
  },

  async client_streaming(stub) {
    const { error, response } = await new Promise((resolve) => {
      const call = stub.StreamingInputCall(longest(), (error, response) => resolve({ error, response }));
      for (const [size] of pings) call.write({ payload: zeros(size) });
      call.end();
    });
    assert.strictEqual(ok({ error, response }).aggregatedPayloadSize, 74922);
  },

  async client_compressed_streaming(stub) {
    const first = { expectCompressed: { value: true }, payload: zeros(27182) };
    const probe = await new Promise((resolve) => {
      stub.StreamingInputCall(longest(), (error) => resolve(error)).end(first);
    });
    assert.strictEqual(probe?.code, grpc.status.INVALID_ARGUMENT);
    const compressing = connect(testing.TestService, gzip);
    const { error, response } = await new Promise((resolve) => {
      const call = compressing.StreamingInputCall(longest(), (error, response) => resolve({ error, response }));
      // A stream of Node.js has no place for the flags of a message; the call beneath it has.
      const second = { expectCompressed: { value: false }, payload: zeros(45904) };
      call.write(first, () => call.call.sendMessageWithContext(
        { flags: grpc.writeFlags?.NoCompress ?? 2, callback: () => call.end() }, second));
    });
    assert.strictEqual(ok({ error, response }).aggregatedPayloadSize, 73086);
    compressing.close();
  },

  async server_streaming(stub) {
    const sizes = pings.map(([, size]) => size);
    const { responses, status } = await ended(stub.StreamingOutputCall(
      { responseType: 'COMPRESSABLE', responseParameters: sizes.map((size) => ({ size })) }, longest()));
    assert.strictEqual(status.code, grpc.status.OK);
    assert.strictEqual(responses.length, sizes.length);
    responses.forEach((response, i) => expectPayload(response, sizes[i]));
  },

  async server_compressed_streaming(stub) {
    const { responses, status } = await ended(stub.StreamingOutputCall({
      responseType: 'COMPRESSABLE',
      responseParameters: [
        { compressed: { value: true }, size: 31415 },
        { compressed: { value: false }, size: 92653 },
      ],
    }, longest()));
    assert.strictEqual(status.code, grpc.status.OK);
    assert.strictEqual(responses.length, 2);
    expectPayload(responses[0], 31415);
    expectPayload(responses[1], 92653);
  },

  async ping_pong(stub) {
    const call = stub.FullDuplexCall(longest());
    let next = 0;
    const send = () => (next < pings.length ? call.write(duplexRequest(...pings[next])) : call.end());
    call.on('data', () => { next += 1; send(); });
    const end = ended(call);
    send();
    const { responses, status } = await end;
    assert.strictEqual(status.code, grpc.status.OK);
    assert.strictEqual(responses.length, pings.length);
    responses.forEach((response, i) => expectPayload(response, pings[i][1]));
  },

  async empty_stream(stub) {
    const call = stub.FullDuplexCall(longest());
    call.end();
    const { responses, status } = await ended(call);
    assert.strictEqual(status.code, grpc.status.OK);
    assert.strictEqual(responses.length, 0);
  },

  async custom_metadata(stub) {
    const metadata = new grpc.Metadata();
    metadata.set(echoInitial, 'test_initial_metadata_value');
    metadata.set(echoTrailing, Buffer.from([0xab, 0xab, 0xab]));
    const unary = await single(stub, 'UnaryCall', largeRequest(), metadata);
    ok(unary);
    checkEcho(unary.headers, unary.status.metadata);
    const call = stub.FullDuplexCall(metadata, longest());
    const end = ended(call);
    call.write(duplexRequest(271828, 314159));
    call.end();
    const duplex = await end;
    assert.strictEqual(duplex.status.code, grpc.status.OK);
    checkEcho(duplex.headers, duplex.status.metadata);
  },

  status_code_and_message: (stub) => checkStatus(stub, 2, 'test status message'),

  async special_status_message(stub) {
    const responseStatus = { code: 2, message: specialMessage };
    const { error } = await single(stub, 'UnaryCall', { responseStatus });
    assert.deepStrictEqual([error.code, error.details], [2, specialMessage]);
  },

  unimplemented_method: () => expectUnimplemented(testing.TestService),

  unimplemented_service: () => expectUnimplemented(testing.UnimplementedService),

  async cancel_after_begin(stub) {
    const error = await new Promise((resolve) => {
      stub.StreamingInputCall(longest(), (error) => resolve(error)).cancel();
    });
    assert.strictEqual(error?.code, grpc.status.CANCELLED);
  },

  async cancel_after_first_response(stub) {
    const call = stub.FullDuplexCall(longest());
    call.on('data', () => call.cancel());
    const end = ended(call);
    call.write(duplexRequest(...pings[0]));
    const { responses, status } = await end;
    assert.strictEqual(status.code, grpc.status.CANCELLED);
    expectPayload(responses[0], pings[0][1]);
  },

  async timeout_on_sleeping_server(stub) {
    const call = stub.FullDuplexCall({ deadline: Date.now() + 1 });
    const end = ended(call);
    call.write({ responseType: 'COMPRESSABLE', payload: zeros(27182) });
    const { status } = await end;
    assert.strictEqual(status.code, grpc.status.DEADLINE_EXCEEDED);
  },

  async concurrent_large_unary(stub) {
    const calls = Array.from({ length: 1000 }, () => single(stub, 'UnaryCall', largeRequest()));
    for (const result of await Promise.all(calls)) expectPayload(ok(result), 314159);
  },

  async rpc_soak(stub) {
    for (let i = 0; i < soakCalls; i += 1) await cases.large_unary(stub);
  },

  async channel_soak() {
    for (let i = 0; i < soakCalls; i += 1) {
      const stub = connect(testing.TestService);
      await cases.large_unary(stub);
      stub.close();
    }
  },
};

async function main() {
  for (const name of options.cases.split(',')) {
    const stub = connect(testing.TestService);
    try {
      await cases[name](stub);
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`failed ${name}: ${String(error.message).replaceAll('\n', ' ')}`);
    }
    stub.close();
  }
  process.exit(0);
}

main();
