namespace LoyaltyEngine.Load.Running;

/// <summary>How the load is spread.</summary>
/// <param name="Connections">Connections over all generator threads.</param>
/// <param name="InFlight">Calls in flight over all connections.</param>
/// <param name="Threads">Generator threads.</param>
internal sealed record LoadShape(int Connections, int InFlight, int Threads);
