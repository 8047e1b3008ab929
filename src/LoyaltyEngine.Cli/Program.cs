using LoyaltyEngine.Cli;
using LoyaltyEngine.Cli.Console;

return await LoyaltyCommandLine.RunAsync(args, Terminal.OfProcess());
