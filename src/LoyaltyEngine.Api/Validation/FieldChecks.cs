using System.Buffers;
using Google.Rpc;
using LoyaltyEngine.Api.Wire;
using LoyaltyEngine.Core;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Api.Validation;

/// <summary>
/// Gathers what is wrong with the shape of a request, field by field, so that a caller learns of everything at once.
/// Costs nothing for a request that is well-formed.
/// </summary>
internal struct FieldChecks
{
    /// <summary>The most violations named in one answer.</summary>
    public const int ViolationCountMax = 50;

    private const int TextLengthMax = 64;
    private const int ProgramIdLengthMax = 32;
    private const long NanosecondsPerSecond = 1_000_000_000;

    // 1900-01-01 and 2200-01-01: what lies outside is no time of a purchase, and fits LedgerTime in any case.
    private const long SecondsMin = -2_208_988_800;
    private const long SecondsMax = 7_258_118_400;

    private static readonly SearchValues<char> ProgramIdChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> MemberIdChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> RequestIdChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    private static readonly SearchValues<char> ContextChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-");

    private List<BadRequest.Types.FieldViolation>? _violations;

    /// <summary>What is wrong; null for nothing.</summary>
    public readonly IReadOnlyList<BadRequest.Types.FieldViolation>? Violations => _violations;

    /// <summary>Notes that a field is ill-formed.</summary>
    public void Add(string field, string description)
    {
        _violations ??= [];
        if (_violations.Count < ViolationCountMax)
            _violations.Add(new() { Field = field, Description = description });
    }

    /// <summary>A program id.</summary>
    public void ProgramId(string value)
    {
        if (value.Length is 0 or > ProgramIdLengthMax || value.AsSpan().ContainsAnyExcept(ProgramIdChars))
            Add("program_id", "must be 1 to 32 of a-z 0-9 -");
    }

    /// <summary>A member id.</summary>
    public void MemberId(string value)
    {
        if (value.Length is 0 or > TextLengthMax || value.AsSpan().ContainsAnyExcept(MemberIdChars))
            Add("member_id", "must be 1 to 64 of A-Z a-z 0-9 . _ -");
    }

    /// <summary>A request id.</summary>
    public void RequestId(string field, string value)
    {
        if (value.Length is 0 or > TextLengthMax || value.AsSpan().ContainsAnyExcept(RequestIdChars))
            Add(field, "must be 1 to 64 of A-Z a-z 0-9 . _ : -");
    }

    /// <summary>A reason code of an adjustment.</summary>
    public void ReasonCode(string field, string value)
    {
        if (value.Length is 0 or > ProgramLimits.AdjustmentReasonLengthMax
            || value.AsSpan().ContainsAnyExcept(ProgramIdChars))
        {
            Add(field, $"must be 1 to {ProgramLimits.AdjustmentReasonLengthMax} of a-z 0-9 -");
        }
    }

    /// <summary>A field of the till's context.</summary>
    public void ContextText(string field, string value)
    {
        if (value.Length > TextLengthMax || value.AsSpan().ContainsAnyExcept(ContextChars))
            Add(field, "must be at most 64 of A-Z a-z 0-9 . _ : / -");
    }

    /// <summary>A text with a length and without control characters.</summary>
    public void Text(string field, string value, int lengthMin, int lengthMax)
    {
        if (value.Length < lengthMin || value.Length > lengthMax || HasControl(value))
            Add(field, $"must be {lengthMin} to {lengthMax} characters without control characters");
    }

    /// <summary>A required time.</summary>
    public LedgerTime Time(string field, SentTime? sent)
    {
        if (sent is not { } value)
        {
            Add(field, "is required");
            return default;
        }

        if (value.Seconds is < SecondsMin or >= SecondsMax || value.Nanos is < 0 or >= (int)NanosecondsPerSecond)
        {
            Add(field, "must lie between 1900-01-01T00:00:00Z and 2200-01-01T00:00:00Z");
            return default;
        }

        return new LedgerTime((value.Seconds * NanosecondsPerSecond) + value.Nanos);
    }

    private static bool HasControl(string value)
    {
        foreach (var character in value)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }
}
