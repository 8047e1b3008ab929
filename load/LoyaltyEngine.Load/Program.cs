using System.CommandLine;
using LoyaltyEngine.Load.Commands;

var root = new RootCommand("Loads a loyalty engine and says what it can do.")
{
    EchoRatioCommand.Create(),
    ClientRatioCommand.Create(),
    MidnightCommand.Create(),
    ScheduleCommand.Create(),
    ServeEchoCommand.Create(),
    WriteRequestCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
