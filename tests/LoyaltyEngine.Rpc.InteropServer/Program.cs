using System.CommandLine;
using LoyaltyEngine.Rpc.InteropServer;
using Microsoft.Extensions.Hosting;

var port = new Option<int>("--port")
{
    Description = "The port to listen at, on the loopback address; 0 for a free one, which is printed",
};
var tls = new Option<bool>("--tls")
{
    Description = "Serve over TLS, with a certificate made for this run unless --certificate names one",
};
var certificate = new Option<FileInfo?>("--certificate") { Description = "A certificate in PEM, for --tls" };
var key = new Option<FileInfo?>("--key") { Description = "The key of --certificate, in PEM" };
var certificateOut = new Option<FileInfo?>("--write-certificate")
{
    Description = "Where to write the certificate in use, in PEM, for clients to trust",
};
var untilInputEnds = new Option<bool>("--until-input-ends")
{
    Description = "Stop when standard input ends, as it does when the process that started this one is gone",
};

var command = new RootCommand("Serves grpc.testing.TestService for gRPC interop clients of any language.")
{
    port, tls, certificate, key, certificateOut, untilInputEnds,
};
command.SetAction(async (parsed, cancellation) =>
{
    using var shown = parsed.GetValue(tls)
        ? TestCertificate.LoadOrCreate(parsed.GetValue(certificate)?.FullName, parsed.GetValue(key)?.FullName)
        : null;
    if (shown is not null && parsed.GetValue(certificateOut) is { } target)
        await File.WriteAllTextAsync(target.FullName, shown.ExportCertificatePem(), cancellation);

    await using var app = InteropHost.Build(parsed.GetValue(port), shown);
    await app.StartAsync(cancellation);
    Console.WriteLine($"listening at {app.Urls.Single()}");
    var stopped = app.WaitForShutdownAsync(cancellation);
    await (parsed.GetValue(untilInputEnds) ? Task.WhenAny(stopped, Console.In.ReadToEndAsync(cancellation)) : stopped);
    await app.StopAsync(CancellationToken.None);
});
return await command.Parse(args).InvokeAsync();
