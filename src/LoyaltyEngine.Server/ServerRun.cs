using LoyaltyEngine.Api.Services;
using LoyaltyEngine.Runtime;

namespace LoyaltyEngine.Server;

/// <summary>One run of the server, from its settings to its end.</summary>
internal static class ServerRun
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <exception cref="StartRefusedException">It cannot start; the message says why.</exception>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = ReadSettings(args);
        var notices = Console.Out;
        await using var engine = await Engine.OpenAsync(
            settings, TimeProvider.System, notices.WriteLine);
        await using var application = EngineApplication.Build(engine, settings, TimeProvider.System);
        try
        {
            await application.StartAsync();
        }
        catch (IOException e)
        {
            throw new StartRefusedException($"The server cannot listen: {e.Message}", e);
        }

        PrintBanner(engine, settings, [.. application.Urls]);
        await application.WaitForShutdownAsync();
        Console.WriteLine("Stopped.");
        return 0;
    }

    private static ServerOptions ReadSettings(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(CommandLine.Parse(args))
            .Build();
        var settings = new ServerOptions();
        try
        {
            configuration.GetSection(ServerOptions.Section).Bind(settings);
        }
        catch (InvalidOperationException e)
        {
            throw new StartRefusedException($"A setting cannot be read: {e.Message}", e);
        }

        return settings;
    }

    // The URLs are those that are bound, gRPC first: a port 0 in the settings has become a real one.
    private static void PrintBanner(Engine engine, ServerOptions settings, string[] urls)
    {
        Console.WriteLine($"LoyaltyEngine {EngineApplication.Version}");
        Console.WriteLine($"  gRPC      {urls[0]}");
        if (urls.Length > 1)
            Console.WriteLine($"  HTTP      {urls[1]}  (/health, /info, any method as JSON)");
        Console.WriteLine(settings.Journal == "memory"
            ? "  data      none: the journal is in memory"
            : $"  data      {Path.GetFullPath(settings.Data)}");
        foreach (var program in engine.Ledger.Programs)
        {
            var current = program.Schedule.Current;
            Console.WriteLine(
                $"  program   {TenantId.Qualify(program.Tenant, program.Id)}, version {current.Version} "
                + $"({current.Definition.DisplayName}), "
                + $"{current.Definition.CurrencyCode}, {current.Definition.TimeZone}");
        }

        Console.WriteLine($"  promise   {PromiseText.Of(engine.Journal.Promise)}");
        Console.WriteLine();
        Console.WriteLine("Next, in another terminal:");
        Console.WriteLine("  dotnet run -c Release --project src/LoyaltyEngine.Cli -- sample --out day.csv");
        Console.WriteLine(
            $"  dotnet run -c Release --project src/LoyaltyEngine.Cli -- replay day.csv --server {urls[0]}");
        Console.WriteLine("Ctrl+C stops it.");
    }
}
