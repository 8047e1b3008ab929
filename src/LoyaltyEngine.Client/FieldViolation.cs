namespace LoyaltyEngine.Client;

/// <summary>One ill-formed field of a request.</summary>
/// <param name="Field">Its path, like <c>basket.lines[3].sku</c>.</param>
/// <param name="Description">What is wrong with it.</param>
public sealed record FieldViolation(string Field, string Description);
