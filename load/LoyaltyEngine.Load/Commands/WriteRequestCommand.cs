using System.Buffers.Binary;
using System.CommandLine;
using Google.Protobuf;
using LoyaltyEngine.Load.Calls;
using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Commands;

/// <summary>
/// <c>loyalty-load write-request</c>: an earn as a gRPC frame in a file, which other generators (h2load) can post to
/// the echo: so anyone can check this one against them.
/// </summary>
internal static class WriteRequestCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Where to write it." };
        var lines = new Option<int>("--lines") { Description = "Lines of the basket.", DefaultValueFactory = _ => 5 };
        var command = new Command("write-request", "Writes an EarnPoints request as a gRPC frame.") { file, lines };
        command.SetAction(parsed => Write(parsed.GetValue(file)!, parsed.GetValue(lines)));
        return command;
    }

    private static int Write(string file, int lines)
    {
        var purchase = new SampleRequests("load", "GBP", lines).Purchases().First();
        purchase.OccurTime.Seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var message = purchase.ToByteArray();
        var frame = new byte[Call.PrefixSize + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, Call.PrefixSize);
        File.WriteAllBytes(file, frame);
        return 0;
    }
}
