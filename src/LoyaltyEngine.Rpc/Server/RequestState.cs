namespace Grpc.AspNetCore.Server;

/// <summary>What a look at the bytes received so far tells about the one message of a request.</summary>
internal enum RequestState
{
    /// <summary>Part of the message is missing, and more may come.</summary>
    Incomplete,

    /// <summary>The message is here.</summary>
    Whole,

    /// <summary>The request is wrong.</summary>
    Failed,
}
