using Microsoft.AspNetCore.Cors.Infrastructure;

namespace LoyaltyEngine.Server;

/// <summary>Whose pages a browser lets call the server (CORS).</summary>
internal static class BrowserOrigins
{
    private const string Any = "*";

    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(2);

    // What a page's gRPC-Web client must see; a Connect answer has all it needs in its body.
    private static readonly string[] Exposed =
        ["grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding", "grpc-accept-encoding"];

    /// <summary>Allows calls from the pages of some origins.</summary>
    /// <exception cref="StartRefusedException">One of them is no origin.</exception>
    public static void Allow(CorsPolicyBuilder policy, string origins)
    {
        if (origins == Any)
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. origins.Split(',', StringSplitOptions.TrimEntries).Select(Checked)]);
        policy.WithMethods(HttpMethods.Post)
            .AllowAnyHeader()
            .WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(PreflightAge);
    }

    private static string Checked(string origin)
    {
        if (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase))
        {
            return origin;
        }

        throw new StartRefusedException(
            $"--cors-origin {origin}: expected https://HOST or https://HOST:PORT, several with commas, or *.");
    }
}
