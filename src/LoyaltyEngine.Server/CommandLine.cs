namespace LoyaltyEngine.Server;

/// <summary>The server's command line.</summary>
internal static class CommandLine
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        LoyaltyEngine server: earns and burns over gRPC, durable before they are answered.

        Options (also as environment Loyalty__GrpcUrl and so on, or in appsettings.json under "Loyalty"):
          --grpc-url URL                where gRPC listens (default http://127.0.0.1:5080; https needs a certificate)
          --http-url URL                where HTTP/1.1 listens: /health, /info, /metrics, and every method by Connect
                                        (JSON) and gRPC-Web, as over HTTP/2 on the gRPC URL
                                        (default http://127.0.0.1:5081)
          --data DIR                    the folder of journal and keys (default ./data)
          --program FILE,...            the programs' YAML files (default: the sample program); a changed file is a new
                                        version from the start on
          --journal embedded|memory     the journal (default embedded; memory is for tests: nothing is durable)
          --tls-certificate FILE        PEM certificate for https
          --tls-key FILE                PEM key for https
          --cors-origin ORIGIN,...      whose pages may call from a browser: https://HOST, several with commas, or *
                                        (default: nobody's)
          --reflection on|off           whether clients may ask which methods there are (default off; on where
                                        ASPNETCORE_ENVIRONMENT is Development)
          --otlp-url URL                where metrics and traces go by OTLP (default: nowhere; /metrics is always there)
          --clock-skew-seconds N        how far occur_time may lie ahead of the clock (default 300)
          --clock-jump-seconds N        a larger step of the clock stops points becoming available and expiring, until
                                        the next start (default 3600)
          --accept-clock on|off         on where the clock is right though nothing was recorded for over 30 days
                                        (default off: points neither become available nor expire then)
          --propagation-seconds N       how long before it takes effect a version of a program must be published
                                        (default 600; always more than the clock skew)
          --requests-under-way-max N    how many requests may be under way at once (default 10000)
          --members-held-max N          how many members are held in memory (default 2000000)
          --help                        this text
        """;

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["--grpc-url"] = nameof(ServerOptions.GrpcUrl),
        ["--http-url"] = nameof(ServerOptions.HttpUrl),
        ["--data"] = nameof(ServerOptions.Data),
        ["--program"] = nameof(ServerOptions.Program),
        ["--journal"] = nameof(ServerOptions.Journal),
        ["--tls-certificate"] = nameof(ServerOptions.TlsCertificate),
        ["--tls-key"] = nameof(ServerOptions.TlsKey),
        ["--cors-origin"] = nameof(ServerOptions.CorsOrigin),
        ["--reflection"] = nameof(ServerOptions.Reflection),
        ["--otlp-url"] = nameof(ServerOptions.OtlpUrl),
        ["--clock-skew-seconds"] = nameof(ServerOptions.ClockSkewSeconds),
        ["--clock-jump-seconds"] = nameof(ServerOptions.ClockJumpSeconds),
        ["--accept-clock"] = nameof(ServerOptions.AcceptClock),
        ["--propagation-seconds"] = nameof(ServerOptions.PropagationSeconds),
        ["--requests-under-way-max"] = nameof(ServerOptions.RequestsUnderWayMax),
        ["--members-held-max"] = nameof(ServerOptions.MembersHeldMax),
    };

    /// <summary>The settings that the arguments give, as configuration keys.</summary>
    /// <exception cref="StartRefusedException">An argument is unknown or lacks its value.</exception>
    public static Dictionary<string, string?> Parse(string[] args)
    {
        var settings = new Dictionary<string, string?>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (!Settings.TryGetValue(name, out var setting))
                throw new StartRefusedException($"Unknown option {name}. --help lists the options.");
            if (value is null && ++i == args.Length)
                throw new StartRefusedException($"Option {name} lacks its value.");
            settings[$"{ServerOptions.Section}:{setting}"] = value ?? args[i];
        }

        return settings;
    }
}
