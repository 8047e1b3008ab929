using System.CommandLine;

namespace LoyaltyEngine.Cli.Online;

/// <summary>The options of every command that talks to an engine.</summary>
internal static class ServerOptions
{
    public static Option<Uri> Server() => new("--server")
    {
        Description = "Where the engine listens for gRPC.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080"),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is "http" or "https")
                return server;
            result.AddError($"--server {text} is not a URL like http://127.0.0.1:5080.");
            return null;
        },
    };

    public static Option<string> Program() => new("--program")
    {
        Description = "The program's id.",
        HelpName = "ID",
        DefaultValueFactory = _ => "sample",
    };

    public static Option<string> Tenant() => new("--tenant")
    {
        Description = "The tenant whose program it is; the engine's default tenant where it is left out.",
        HelpName = "ID",
        DefaultValueFactory = _ => "",
    };

    public static Option<int> Between(string name, string description, int smallest, int largest, int usual)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} ({smallest} to {largest:N0})",
            HelpName = "N",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value)
                && (value < smallest || value > largest))
                result.AddError($"{name} {value} is not from {smallest} to {largest:N0}.");
        });
        return option;
    }
}
