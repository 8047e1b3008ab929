using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Tests.Isolation;

/// <summary>
/// Makes well-formed requests of any method from its descriptor: each field gets a value by its name. Each alternative
/// of a oneof makes a request of its own, and so do the two ways to name a member.
/// </summary>
internal static class AnyRequest
{
    private const int DepthMax = 8;

    // A return names its sale in one of two ways, or sends a basket.
    private const int WithoutSale = 2;

    /// <summary>The requests of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="program">The program that they speak of.</param>
    /// <param name="known">Whose ids they name.</param>
    /// <param name="requestId">The request id they carry, or ask for.</param>
    public static IEnumerable<IMessage> Of(MethodDescriptor method, Space program, Space known, string requestId) =>
        Enumerable.Range(0, AlternativesOf(method.InputType))
            .Select(alternative => Make(method.InputType, program, known, requestId, alternative, 0));

    private static int AlternativesOf(MessageDescriptor type) => type.Oneofs
        .Where(oneof => !oneof.IsSynthetic)
        .Select(oneof => oneof.Fields.Count)
        .Append(NamesMemberByIdentifier(type) ? 2 : 1)
        .Append(type == ReturnPurchaseRequest.Descriptor ? WithoutSale + 1 : 1)
        .Max();

    private static bool NamesMemberByIdentifier(MessageDescriptor type) =>
        type.FindFieldByName("member_identifier") is not null;

    private static IMessage Make(
        MessageDescriptor type, Space program, Space known, string requestId, int alternative, int depth)
    {
        depth.ShouldBeLessThan(DepthMax, type.FullName);
        if (type == Timestamp.Descriptor)
            return Requests.Now;
        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (type == ReturnPurchaseRequest.Descriptor && IsOfOtherReturn(field, alternative))
                continue;
            if (field.RealContainingOneof is { } oneof && oneof.Fields[alternative % oneof.Fields.Count] != field)
                continue;
            if (ValueOf(field, program, known, requestId, alternative, depth) is not { } value)
                continue;
            if (field.IsRepeated)
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(value);
            else
                field.Accessor.SetValue(message, value);
        }
        return message;
    }

    private static bool IsOfOtherReturn(FieldDescriptor field, int alternative) =>
        (field.Name == "basket" && alternative != WithoutSale)
        || (field.Name == "wait_for_sale" && alternative != 1)
        || ((field.Name == "lines" || field.RealContainingOneof is not null) && alternative == WithoutSale);

    private static object? ValueOf(
        FieldDescriptor field, Space program, Space known, string requestId, int alternative, int depth) =>
        field.Name switch
        {
            "program_id" => program.ProgramId,
            "member_id" when alternative == 1 && NamesMemberByIdentifier(field.ContainingType) => null,
            "member_identifier" when alternative != 1 => null,
            "member_id" => known.MemberId,
            "request_id" => requestId,
            "sale_request_id" when field.ContainingType == ActivatePointsRequest.Descriptor => known.PendingEarnId,
            "sale_entry_id" when field.ContainingType == ActivatePointsRequest.Descriptor => "e5",
            "target_request_id" or "sale_request_id" => known.EarnId,
            "reservation_request_id" => known.ReserveId,
            "entry_id" or "sale_entry_id" => "e2",
            "reservation_entry_id" => "e4",
            "line_id" => "1",
            "yaml" => program.Yaml(3),
            "currency_code" => "GBP",
            "time_zone" => "Europe/London",
            "kind" => "card",
            "value" => known.Card,
            // Given to somebody, an identifier should be nobody's yet.
            "new_identifier" => NewCard(known),
            "identifier" when field.ContainingType == AddIdentifierRequest.Descriptor && requestId != known.EarnId =>
                NewCard(known),
            "paths" => "personal_data.given_name",
            "sku" => "85123A",
            "quantity" => "1",
            "email" => "ada@example.org",
            "event_code" => "delivered",
            "version" => 2L,
            "points" => 5L,
            "amount_minor" or "per_amount_minor" => 300L,
            "multiplier_bps" => 20_000L,
            "minimum_points" or "step_points" or "points_per_currency_unit" => 1L,
            "year" => 2010,
            "month" or "day" => 3,
            "page_size" => 50,
            // Left out: what may be missing and would only make more refusals.
            "expected_revision" or "page_token" or "effective_time" or "calling_code" or "values"
                or "dates" => null,
            // Nor what cannot stand beside another field.
            "inactivity" or "hours" => null,
            // Nor itself.
            "any_of" or "none_of" => null,
            "months" when field.ContainingType == ProgramTiers.Descriptor => null,
            "threshold" or "retain_threshold" => null,
            "end_time" when field.ContainingType == GrantTierRequest.Descriptor =>
                Timestamp.FromDateTime(Requests.Now.ToDateTime().AddDays(1)),
            "every_purchase" => 2,
            _ => field.FieldType switch
            {
                FieldType.String => "x",
                FieldType.Bool => true,
                FieldType.Int32 => 1,
                FieldType.Int64 => 1L,
                FieldType.Enum => field.EnumType.Values[1].Number,
                FieldType.Message when field.IsMap => null,
                FieldType.Message => Make(field.MessageType, program, known, requestId, alternative, depth + 1),
                _ => throw new NotSupportedException($"Give {field.FullName} a value here."),
            },
        };

    private static Identifier NewCard(Space known) => new() { Kind = "card", Value = $"{known.Card}-2" };
}
