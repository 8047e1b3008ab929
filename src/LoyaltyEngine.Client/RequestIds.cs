namespace LoyaltyEngine.Client;

/// <summary>Makes request ids. Thread-safe.</summary>
public static class RequestIds
{
    /// <summary>A new id that no other call has, ordered by time: 32 hexadecimal digits.</summary>
    public static string Create() => Guid.CreateVersion7().ToString("N");
}
