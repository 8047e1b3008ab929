namespace LoyaltyEngine.Api.Tests;

/// <summary>A program beside the sample.</summary>
internal static class MemberProgram
{
    /// <summary>The sample's terms, and all that a program can say of members.</summary>
    public static string Source(string enrolment = "at_till: refuse") => $$"""
        program: sample
        currency: GBP
        time_zone: Europe/London
        begins: 2009-01-01
        expiry: never
        earning:
          base: { points: 1, per: 1.00, rounding: down }
        burning: { points_per_unit: 100, minimum: 100, step: 50 }
        identifiers:
          - { kind: card, format: digits, length_min: 13, length_max: 19, check: luhn }
          - { kind: phone, format: phone, calling_code: 44 }
          - { kind: email, format: email }
        status: { blocked: [earn, update], closed: [] }
        enrolment: { {{enrolment}} }
        attributes:
          - { name: household_size, type: number }
          - { name: favourite_store, type: choice, values: [S001, S002] }
          - { name: likes_jam, type: boolean }
          - { name: wedding, type: date }
          - { name: motto, type: text }
        consents: [newsletter, profiling]
        """;
}
