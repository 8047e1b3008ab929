namespace LoyaltyEngine.Journal.Embedded;

/// <summary>What became of comparing an append's revisions with the streams'.</summary>
internal enum RevisionCheck
{
    /// <summary>Every record follows its stream's newest.</summary>
    Follows,

    /// <summary>A stream is not there yet: the append rests on one that was not written.</summary>
    Ahead,

    /// <summary>A stream is past it: another's record stands there, or this very append's, written before.</summary>
    Behind,
}
