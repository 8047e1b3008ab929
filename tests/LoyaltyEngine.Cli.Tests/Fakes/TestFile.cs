using LoyaltyEngine.Cli.Invoices;

namespace LoyaltyEngine.Cli.Tests.Fakes;

/// <summary>A file of invoices that is gone after the test.</summary>
internal sealed class TestFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("loyalty-cli-").FullName;

    private TestFile(string name)
    {
        Path = System.IO.Path.Combine(_folder, name);
    }

    public string Path { get; }

    public static TestFile Named(string name) => new(name);

    /// <summary>A file with the header and these lines.</summary>
    public static TestFile WithLines(params string[] lines)
    {
        var file = new TestFile("purchases.csv");
        File.WriteAllText(file.Path, InvoiceColumns.Header + "\n" + string.Concat(lines.Select(line => line + "\n")));
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
