using LoyaltyEngine.Journal.Embedded;

namespace LoyaltyEngine.Journal.Tests.Contract;

/// <summary>The embedded journal in a real folder, with sizes as they are in use.</summary>
public class EmbeddedJournalTests : JournalContract
{
    private readonly TemporaryFolder _folder = new();

    protected virtual EmbeddedJournalOptions Options => new() { Directory = _folder.Path, SegmentBytes = 2 << 20 };

    protected string Folder => _folder.Path;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override ValueTask<IJournal> OpenAsync() => ValueTask.FromResult<IJournal>(EmbeddedJournal.Open(Options));
}
