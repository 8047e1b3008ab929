using System.CommandLine;

namespace LoyaltyEngine.Load.Commands;

/// <summary>An option that takes an absolute URL.</summary>
internal static class UrlOption
{
    public static Option<Uri?> Create(string name, string description, Uri? standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url))
                return url;
            result.AddError($"{name}: {result.Tokens[0].Value} is not a URL");
            return null;
        },
    };
}
