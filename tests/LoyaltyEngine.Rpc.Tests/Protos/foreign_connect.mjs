// Calls the probe with the official Connect client for Node.js: by Connect and by gRPC-Web, over HTTP/1.1 or HTTP/2.
// Arguments: the server's URL, the HTTP version, a file with the descriptors.
import { readFileSync } from "node:fs";
import { createClient, Code, ConnectError } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-node";
import { createFileRegistry, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";

const [baseUrl, httpVersion, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const service = registry.getService("loyalty.rpc.probe.v1.ProbeService");
const action = (name) => service.method.probe.input.field.action.enum.value[name].number;
const lower = (code) => Code[code];

const common = { baseUrl, httpVersion };
const clients = {
  "connect json": createConnectTransport({ ...common, useBinaryFormat: false, jsonOptions: { registry } }),
  "connect proto": createConnectTransport({ ...common, useBinaryFormat: true }),
  "grpc-web proto": createGrpcWebTransport({ ...common, useBinaryFormat: true }),
};

for (const [name, transport] of Object.entries(clients)) {
  const client = createClient(service, transport);
  const say = (...words) => console.log(name, ...words);

  const seen = {};
  const answer = await client.probe(
    { text: "hé", payload: new Uint8Array(5000) },
    {
      timeoutMs: 60000,
      headers: { "x-echo-text": "there" },
      onTrailer: (trailer) => { seen.text = trailer.get("x-echo-text"); },
    });
  say("unary", answer.text, answer.payload.length, answer.hasDeadline, seen.text);

  const failure = async (request, options) => {
    try {
      await client.probe(request, options);
      return new ConnectError("no failure");
    } catch (error) {
      return ConnectError.from(error);
    }
  };
  const failed = await failure({ action: action(4), code: 5, text: "no \"é\" 100 %" });
  say("failure", lower(failed.code), failed.rawMessage, failed.metadata.get("x-reason"));
  const rich = await failure({ action: action(5), text: "few" });
  say("rich", lower(rich.code), rich.details.length, rich.details[0].type, rich.details[0].value.length);
  const late = await failure({ action: action(2) }, { timeoutMs: 50 });
  say("late", lower(late.code));
  if (name.startsWith("grpc-web")) {
    const texts = [];
    for await (const response of client.count({ text: "n", count: 3 })) {
      texts.push(response.text);
    }
    say("stream", texts.join());
  }
}
process.exit(0);
