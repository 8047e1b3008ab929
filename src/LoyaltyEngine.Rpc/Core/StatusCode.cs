namespace Grpc.Core;

/// <summary>The canonical outcomes of a call; the numbers are those on the wire.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>An outcome that carries no usable code.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed; the effect of the call is unknown.</summary>
    DeadlineExceeded = 4,

    /// <summary>The entity does not exist.</summary>
    NotFound = 5,

    /// <summary>The entity exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit is exhausted: size, quota or queue.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the system refuses the request.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict; the whole operation may be tried again.</summary>
    Aborted = 10,

    /// <summary>Past the valid range, which may grow later.</summary>
    OutOfRange = 11,

    /// <summary>The method does not exist here.</summary>
    Unimplemented = 12,

    /// <summary>An invariant is broken: a bug.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; a retry may help.</summary>
    Unavailable = 14,

    /// <summary>Data are lost or corrupt.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
