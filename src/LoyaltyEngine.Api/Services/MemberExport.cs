using System.Text;
using Google.Protobuf;
using LoyaltyEngine.Api.Mapping;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Services;

/// <summary>Writes all that is held of a member as one JSON document.</summary>
internal sealed class MemberExport(Ledger ledger, ProgramHost program, string memberId)
{
    /// <summary>The most entries in one document.</summary>
    public const int EntryCountMax = 10_000;

    // A document stays below what gRPC clients take in one message unless told otherwise.
    private const int CharactersMax = 3 * 1024 * 1024;

    private const int PageEntries = 500;

    private static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    /// <summary>The document.</summary>
    public async Task<string> WriteAsync(V1.Member member)
    {
        var json = new StringBuilder();
        json.Append("{\"member\":").Append(Format(member)).Append(",\"entries\":[");
        ReadCursor? next = null;
        var count = 0;
        do
        {
            var page = await ledger.ListEntriesAsync(program, memberId, next, PageEntries);
            foreach (var change in page?.Entries ?? [])
            {
                json.Append(count++ == 0 ? "" : ",");
                json.Append(Format(Entries.ToProto(program.Id, memberId, change, withBasket: true)));
            }

            next = page?.Next;
        }
        while (next is not null && count + PageEntries <= EntryCountMax && json.Length < CharactersMax);

        json.Append(']');
        if (next is not null)
        {
            var filter = PageTokens.FilterOf(program.Id, memberId, V1.EntryView.Full);
            json.Append(",\"next_page_token\":\"").Append(PageTokens.Write(next, filter)).Append('"');
        }

        return json.Append('}').ToString();
    }

    private static string Format(IMessage message) => Formatter.Format(message);
}
