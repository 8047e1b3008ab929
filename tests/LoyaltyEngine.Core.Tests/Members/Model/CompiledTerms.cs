using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Core.Tests.Members.Model;

/// <summary>The programs of <see cref="Histories.AllTerms"/>, compiled once.</summary>
internal static class CompiledTerms
{
    private static readonly Dictionary<Terms, LoyaltyProgram> s_programs =
        Histories.AllTerms.ToDictionary(terms => terms, terms => terms.Compile());

    public static LoyaltyProgram Of(Terms terms) => s_programs[terms];
}
