using LoyaltyEngine.Load.Measure;

namespace LoyaltyEngine.Load.Running;

/// <summary>CPU time used so far: by this process, by the server, and by all others where that is known.</summary>
internal readonly record struct Usage(TimeSpan Own, TimeSpan Server, TimeSpan? Others)
{
    /// <summary>Reads it now.</summary>
    public static Usage Read(ProcessMeter server)
    {
        var (own, used, machine) = (ProcessMeter.Own.Used(), server.Used(), MachineMeter.Read());
        return new Usage(own, used, machine?.Used + machine?.Stolen - own - used);
    }

    public static Usage operator -(Usage after, Usage before) =>
        new(after.Own - before.Own, after.Server - before.Server, after.Others - before.Others);
}
