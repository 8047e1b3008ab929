namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>UCI's "Online Retail", which lies beside the repository where somebody put it there.</summary>
internal static class RealFile
{
    private static readonly string Name = Path.Combine("shared", "data", "uci-online-retail.csv.gz");

    /// <summary>Its path. Skips the test where it is absent.</summary>
    public static string PathOrSkip()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, Name);
            if (File.Exists(path))
                return path;
        }

        Assert.Skip($"../{Name} is not there.");
        return "";
    }
}
