namespace LoyaltyEngine.Server;

/// <summary>
/// Settings of a server. Each is given by command line (<c>--grpc-url</c>), environment
/// (<c>Loyalty__GrpcUrl</c>) or the section <c>Loyalty</c> of appsettings.json, in this order of precedence.
/// </summary>
public sealed class ServerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Loyalty";

    /// <summary>Where gRPC listens: HTTP/2, in clear for http and with TLS for https.</summary>
    public string GrpcUrl { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Where HTTP/1.1 listens: health, information, and calls by Connect and gRPC-Web.</summary>
    public string HttpUrl { get; set; } = "http://127.0.0.1:5081";

    /// <summary>The folder of the journal and the keys.</summary>
    public string Data { get; set; } = "./data";

    /// <summary>The programs' files, separated by commas; the sample program where empty.</summary>
    public string Program { get; set; } = "";

    /// <summary>The journal: <c>embedded</c>, or <c>memory</c> for tests.</summary>
    public string Journal { get; set; } = "embedded";

    /// <summary>The PEM file of the TLS certificate, for https.</summary>
    public string TlsCertificate { get; set; } = "";

    /// <summary>The PEM file of the TLS certificate's key, for https.</summary>
    public string TlsKey { get; set; } = "";

    /// <summary>
    /// The origins whose pages may call from a browser, separated by commas, or <c>*</c>; none where empty.
    /// </summary>
    public string CorsOrigin { get; set; } = "";

    /// <summary>
    /// Whether reflection is served: <c>on</c>, <c>off</c>, or, where empty, in the environment Development only.
    /// </summary>
    public string Reflection { get; set; } = "";

    /// <summary>Where metrics and traces are sent by OTLP; nowhere where empty.</summary>
    public string OtlpUrl { get; set; } = "";

    /// <summary>How far ahead of the clock something may be said to have happened, in seconds.</summary>
    public int ClockSkewSeconds { get; set; } = 300;

    /// <summary>How far the clock may step at once before points stop to become available and expire, in
    /// seconds.</summary>
    public int ClockJumpSeconds { get; set; } = 3_600;

    /// <summary>Whether the clock is right though nothing was recorded for more than 30 days: <c>on</c> or
    /// <c>off</c>.</summary>
    public string AcceptClock { get; set; } = "off";

    /// <summary>How long before it takes effect a version of a program must be published, in seconds.</summary>
    public int PropagationSeconds { get; set; } = 600;

    /// <summary>How many requests may be under way at once.</summary>
    public int RequestsUnderWayMax { get; set; } = 10_000;

    /// <summary>How many members are held in memory.</summary>
    public int MembersHeldMax { get; set; } = 2_000_000;
}
