namespace LoyaltyEngine.Core.Programs;

/// <summary>What the values of an attribute are.</summary>
public enum AttributeType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A decimal number of at most 15 digits.</summary>
    Number,

    /// <summary>A calendar date.</summary>
    Date,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One of a list.</summary>
    Choice,
}
