namespace LoyaltyEngine.Load.Measure;

/// <summary>CPU time of a whole machine since it started: used by anyone, and stolen by the hypervisor.</summary>
internal readonly record struct MachineTime(TimeSpan Used, TimeSpan Stolen);
