namespace DeAI.Chain.Grpc;

/// <summary>The outcome of a call, with the numbers of the gRPC specification (doc/statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>An error from another address space, or without enough information.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; it may have taken effect.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size limit or a queue is exhausted.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against another one; the caller may start its larger operation again.</summary>
    Aborted = 10,

    /// <summary>Past the end of what exists now.</summary>
    OutOfRange = 11,

    /// <summary>The method, or something the request asks for, is not offered.</summary>
    Unimplemented = 12,

    /// <summary>An invariant broke; also a message that cannot be read.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; the caller may repeat the call.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
