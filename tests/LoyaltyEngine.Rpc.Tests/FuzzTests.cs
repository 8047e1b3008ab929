using System.Globalization;
using System.Net;
using Google.Protobuf;
using LoyaltyEngine.Rpc.Tests.Probe;

namespace LoyaltyEngine.Rpc.Tests;

/// <summary>
/// Requests that began well-formed and were mutilated. Runs for LOYALTY_FUZZ_SECONDS, three unless set, from the seed
/// LOYALTY_FUZZ_SEED or one of its own, which a failure names.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const string Nothing = "/loyalty.rpc.probe.v1.ProbeService/Nothing";
    private const int BytesMax = 20_000;
    private const long EnhanceYourCalm = 0xb;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Requests_Mutilated_GetAStatusAndLeaveTheServerWhole()
    {
        var seed = Setting("LOYALTY_FUZZ_SEED") ?? Random.Shared.Next();
        var duration = TimeSpan.FromSeconds(Setting("LOYALTY_FUZZ_SECONDS") ?? 3);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var server = await ProbeServer.StartAsync();
        var client = new RawClient(server.Address);

        var until = DateTime.UtcNow + duration;
        var count = 0;
        for (; DateTime.UtcNow < until; count++)
        {
            var (body, headers) = Request(random);
            RawResponse response;
            try
            {
                response = await client.PostAsync(Nothing, new PiecewiseContent(Pieces(random, body)), headers)
                    .WaitAsync(_patience);
            }
            catch (HttpRequestException e)
                when (e.InnerException is HttpProtocolException { ErrorCode: EnhanceYourCalm })
            {
                // So many answers that came before their request did: Kestrel defends itself, and rightly.
                client.Dispose();
                client = new RawClient(server.Address);
                continue;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, request {count}: {Convert.ToHexString(body)}", failure);
            }

            var place = $"seed {seed}, request {count}";
            response.Http.ShouldBe(HttpStatusCode.OK, place);
            ((int)response.Status).ShouldBeInRange(0, 16, place);
            string.Concat(response.Headers.Values.Concat(response.Trailers.Values))
                .ShouldNotContain("Exception", Case.Sensitive, place);
        }

        client.Dispose();
        output.WriteLine($"{count} requests");
        server.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))
            .ShouldBeEmpty($"seed {seed}");
        (await server.Client.ProbeAsync(new ProbeRequest { Text = "whole" })).Text.ShouldBe("whole");
    }

    private static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : null;

    private static (byte[] Body, (string Name, string Value)[] Headers) Request(Random random)
    {
        // For a method that knows none of its fields, and so does nothing that mutilation might ask for.
        var payload = new byte[random.Next(random.Next(2) == 0 ? 20 : BytesMax)];
        random.NextBytes(payload);
        var message = new ProbeRequest
        {
            Text = new string('t', random.Next(50)), Payload = ByteString.CopyFrom(payload),
        }.ToByteArray();
        var isCompressed = random.Next(3) == 0;
        var body = isCompressed ? RawClient.Frame(RawClient.Gzip(message), flag: 1) : RawClient.Frame(message);
        for (var cuts = random.Next(4); cuts > 0; cuts--)
            body = Mutilate(random, body);
        var headers = new List<(string, string)>();
        if (isCompressed || random.Next(10) == 0)
            headers.Add(("grpc-encoding", random.Next(5) == 0 ? "deflate" : "gzip"));
        if (random.Next(4) == 0)
            headers.Add(("grpc-timeout", $"{random.NextInt64(0, 1_000_000_000)}{"HMSmun x"[random.Next(8)]}"));
        return (body, [.. headers]);
    }

    private static byte[] Mutilate(Random random, byte[] body)
    {
        var at = body.Length == 0 ? 0 : random.Next(body.Length);
        switch (random.Next(5))
        {
            case 0 when body.Length > 0:
                var flipped = body.ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return body[..at];
            case 2:
                return [.. body[..at], (byte)random.Next(256), .. body[at..]];
            case 3:
                return [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(8))..]];
            default:
                return [.. body, .. body[at..]];
        }
    }

    private static IEnumerable<byte[]> Pieces(Random random, byte[] body)
    {
        var from = 0;
        while (from < body.Length)
        {
            var length = Math.Min(body.Length - from, random.Next(1, BytesMax));
            yield return body[from..(from + length)];
            from += length;
        }
    }
}
