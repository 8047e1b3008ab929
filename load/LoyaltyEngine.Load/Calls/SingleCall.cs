using LoyaltyEngine.Load.Http2;

namespace LoyaltyEngine.Load.Calls;

/// <summary>One call whose answer is wanted.</summary>
internal sealed class SingleCall(RequestTemplate template, int member, long sequence) : Workload([template])
{
    private bool _made;

    /// <summary>The answer's message, or null where the call failed.</summary>
    public byte[]? Answer { get; private set; }

    /// <inheritdoc/>
    public override bool HasNext => !_made;

    /// <inheritdoc/>
    public override bool KeepsAnswers => true;

    /// <inheritdoc/>
    protected override void Choose(ref Call call)
    {
        _made = true;
        (call.Member, call.Sequence) = (member, sequence);
    }

    /// <inheritdoc/>
    protected override string? Check(ref readonly Call call)
    {
        Answer = call.Message.ToArray();
        return null;
    }
}
