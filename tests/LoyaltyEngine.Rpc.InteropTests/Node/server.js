'use strict';
// Serves grpc.testing.TestService with @grpc/grpc-js, prints the port, and ends when standard input does.
const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const { load, readArguments, echoInitial, echoTrailing } = require('./testing');

const options = readArguments(process.argv.slice(2));
const testing = load(options.protos);
const payload = (size) => ({ payload: { type: 'COMPRESSABLE', body: Buffer.alloc(size) } });

/** Echoes metadata: the initial at once; gives the trailing. */
function echo(call) {
  const initial = new grpc.Metadata();
  for (const value of call.metadata.get(echoInitial)) initial.add(echoInitial, value);
  call.sendMetadata(initial);
  const trailing = new grpc.Metadata();
  for (const value of call.metadata.get(echoTrailing)) trailing.add(echoTrailing, value);
  return trailing;
}

const failureOf = ({ responseStatus }) =>
  (responseStatus?.code ? { code: responseStatus.code, details: responseStatus.message } : null);

function unary(call, respond) {
  const trailing = echo(call);
  respond(failureOf(call.request), payload(call.request.responseSize ?? 0), trailing);
}

/** Answers one request of a stream. */
function answer(call, request) {
  const failure = failureOf(request);
  if (failure) call.emit('error', failure);
  else for (const { size } of request.responseParameters ?? []) call.write(payload(size ?? 0));
}

const service = {
  EmptyCall: (call, respond) => respond(null, {}),
  UnaryCall: unary,
  CacheableUnaryCall: unary,

  StreamingOutputCall(call) {
    answer(call, call.request);
    call.end();
  },

  StreamingInputCall(call, respond) {
    let size = 0;
    call.on('data', (request) => { size += request.payload?.body?.length ?? 0; });
    call.on('end', () => respond(null, { aggregatedPayloadSize: size }));
  },

  FullDuplexCall(call) {
    const trailing = echo(call);
    call.on('data', (request) => answer(call, request));
    call.on('end', () => call.end(trailing));
  },

  HalfDuplexCall(call) {
    const requests = [];
    call.on('data', (request) => requests.push(request));
    call.on('end', () => {
      requests.forEach((request) => answer(call, request));
      call.end();
    });
  },
};

const credentials = options.certificate
  ? grpc.ServerCredentials.createSsl(
    null, [{ cert_chain: fs.readFileSync(options.certificate), private_key: fs.readFileSync(options.key) }])
  : grpc.ServerCredentials.createInsecure();
const server = new grpc.Server();
server.addService(testing.TestService.service, service);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) throw error;
  console.log(`listening at ${port}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
