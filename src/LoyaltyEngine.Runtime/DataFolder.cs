namespace LoyaltyEngine.Runtime;

/// <summary>What lies where in an engine's data folder.</summary>
public static class DataFolder
{
    /// <summary>The folder of the journal.</summary>
    public static string JournalOf(string dataFolder) => Path.Combine(dataFolder, "journal");

    /// <summary>The file of what will be due when; made again where it is missing.</summary>
    public static string DueFileOf(string dataFolder) => Path.Combine(dataFolder, "due");

    /// <summary>The folder of the keys, without which personal data cannot be read. Back it up apart from the
    /// journal.</summary>
    public static string KeysOf(string dataFolder) => Path.Combine(dataFolder, "keys");
}
