using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace DeAI.Chain.Grpc;

/// <summary>A call ended with a status other than OK. A caller's own cancellation is an <see cref="OperationCanceledException"/> instead.</summary>
public sealed class RpcException : Exception
{
    internal RpcException(StatusCode code, string detail, Metadata? trailers = null, Rpc.Status? status = null, Exception? inner = null)
        : base($"{code}: {detail}", inner)
    {
        Code = code;
        Detail = detail;
        Trailers = trailers ?? new Metadata();
        Status = status;
        ErrorInfo = Unpack<Rpc.ErrorInfo>(status);
        RetryInfo = Unpack<Rpc.RetryInfo>(status);
    }

    /// <summary>The status code.</summary>
    public StatusCode Code { get; }

    /// <summary>The server's message, or this side's where no server answered.</summary>
    public string Detail { get; }

    /// <summary>Metadata that came with the error.</summary>
    public Metadata Trailers { get; }

    /// <summary>The decoded <c>grpc-status-details-bin</c>; null where there is none, it cannot be read, or it states another code.</summary>
    public Rpc.Status? Status { get; }

    /// <summary>Reason and domain; null where the server gave none.</summary>
    public Rpc.ErrorInfo? ErrorInfo { get; }

    /// <summary>When to repeat the call; null where the server gave nothing.</summary>
    public Rpc.RetryInfo? RetryInfo { get; }

    /// <summary><see cref="RetryInfo"/> as a time span; null also where it is negative or out of range.</summary>
    public TimeSpan? RetryDelay =>
        RetryInfo?.RetryDelay is { Seconds: >= 0 and < 1_000_000_000, Nanos: >= 0 and < 1_000_000_000 } delay ? delay.ToTimeSpan() : null;

    private static T? Unpack<T>(Rpc.Status? status)
        where T : class, IMessage<T>, new()
    {
        foreach (Any detail in status?.Details ?? [])
        {
            if (detail.Is(new T().Descriptor))
            {
                try
                {
                    return MessageParsers<T>.Instance.ParseFrom(detail.Value);
                }
                catch (InvalidProtocolBufferException)
                {
                    // A detail that cannot be read is a detail that was not given; the status itself stands.
                    return null;
                }
            }
        }

        return null;
    }
}
