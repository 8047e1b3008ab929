using LoyaltyEngine.Server;

if (args.Contains("--help"))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

try
{
    return await ServerRun.RunAsync(args);
}
catch (StartRefusedException e)
{
    await Console.Error.WriteLineAsync($"loyalty-server: {e.Message}");
    return 1;
}
