using LoyaltyEngine.Core.Members;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>A wish to retire a version of a program. Its shape was checked before.</summary>
/// <param name="Version">The version.</param>
/// <param name="RequestId">Identifies the request within its program for all time.</param>
/// <param name="ContentHash">A hash of what was sent.</param>
/// <param name="Principal">Who sent it.</param>
/// <param name="ExpectedRevision">The revision at which the program must be, or null for any.</param>
public sealed record ProgramRetirement(
    long Version, string RequestId, ContentHash ContentHash, string Principal, long? ExpectedRevision);
