namespace LoyaltyEngine.Core.Programs;

/// <summary>One thing that a program wants to know of its members.</summary>
public sealed record AttributeDefinition
{
    /// <summary>The name: 1 to 32 of a-z 0-9 _ .</summary>
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public AttributeType Type { get; init; } = AttributeType.Text;

    /// <summary>The values of which it is one, for <see cref="AttributeType.Choice"/>.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}
