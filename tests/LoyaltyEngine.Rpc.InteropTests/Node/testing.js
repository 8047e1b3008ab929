'use strict';
// What the interop client and the interop server for Node.js share.
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

/** Loads grpc.testing from the folder that holds grpc/testing/test.proto. */
function load(protos) {
  const definition = loader.loadSync(path.join('grpc', 'testing', 'test.proto'), { includeDirs: [protos] });
  return grpc.loadPackageDefinition(definition).grpc.testing;
}

/** Reads arguments of the form --name value. */
function readArguments(argv) {
  const options = {};
  for (let i = 0; i < argv.length; i += 2) options[argv[i].replace(/^--/, '')] = argv[i + 1];
  return options;
}

module.exports = {
  load,
  readArguments,
  echoInitial: 'x-grpc-test-echo-initial',
  echoTrailing: 'x-grpc-test-echo-trailing-bin',
};
