using System.CommandLine;

namespace LoyaltyEngine.Load.Commands;

/// <summary>An option that takes a whole number of 1 or more.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, int standard, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
                result.AddError($"{name} must be 1 or more");
        });
        return option;
    }
}
