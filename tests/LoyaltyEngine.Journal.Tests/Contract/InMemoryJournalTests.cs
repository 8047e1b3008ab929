namespace LoyaltyEngine.Journal.Tests.Contract;

public sealed class InMemoryJournalTests : JournalContract
{
    protected override bool IsKept => false;

    protected override ValueTask<IJournal> OpenAsync() => ValueTask.FromResult<IJournal>(new InMemoryJournal());
}
