using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace DeAI.Chain.Grpc;

/// <summary>
/// Reads length-prefixed messages: one byte compression flag, four bytes length, the message (gRPC over HTTP/2).
/// The length is judged before the message is waited for; nothing is allocated from it.
/// </summary>
internal sealed class FrameReader(PipeReader pipe, int maxMessageBytes, BufferBudget? budget = null, IdleMonitor? idle = null)
{
    public const int PrefixBytes = 5;

    /// <summary>True once the peer has ended its side and everything was read.</summary>
    public bool Ended { get; private set; }

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="ProtocolViolationException">Compressed, too large, truncated, not parseable; or the peer went away.</exception>
    public ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        if (!Ended && !cancellation.IsCancellationRequested && pipe.TryRead(out ReadResult result) && !result.IsCanceled)
        {
            if (TryTakeMessage(result, parser, out T? message, out int announced))
            {
                return ValueTask.FromResult(message);
            }

            return WaitAsync(parser, announced, cancellation);
        }

        return Ended ? ValueTask.FromResult<T?>(null) : WaitAsync(parser, 0, cancellation);
    }

    /// <summary>True when the peer has ended its side, whether or not everything was read; does not wait.</summary>
    public bool PeerHasEnded()
    {
        if (!Ended && pipe.TryRead(out ReadResult result))
        {
            Ended = result.IsCompleted;
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        return Ended;
    }

    private async ValueTask<T?> WaitAsync<T>(MessageParser<T> parser, int announced, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        int taken = 0;
        idle?.BeginWait();
        try
        {
            while (true)
            {
                if (announced > taken)
                {
                    Reserve(announced);
                    taken = announced;
                }

                ReadResult result = await ReadPipeAsync(cancellation);
                if (TryTakeMessage(result, parser, out T? message, out announced))
                {
                    return message;
                }
            }
        }
        finally
        {
            idle?.EndWait();
            budget?.Release(taken);
        }
    }

    private void Reserve(int bytes)
    {
        if (budget is not null && !budget.TryTake(bytes))
        {
            throw new ProtocolViolationException(StatusCode.ResourceExhausted, "Too many large messages are arriving at once.");
        }
    }

    private async ValueTask<ReadResult> ReadPipeAsync(CancellationToken cancellation)
    {
        try
        {
            ReadResult result = await pipe.ReadAsync(cancellation);
            if (result.IsCanceled)
            {
                throw new OperationCanceledException(cancellation);
            }

            return result;
        }
        catch (IOException gone)
        {
            throw new ProtocolViolationException(StatusCode.Cancelled, "The peer went away.", gone);
        }
    }

    /// <summary>True when a message, or the end, was found; always advances the pipe.</summary>
    private bool TryTakeMessage<T>(ReadResult result, MessageParser<T> parser, out T? message, out int announced)
        where T : class, IMessage<T>
    {
        ReadOnlySequence<byte> buffer = result.Buffer;
        SequencePosition consumed = buffer.Start;
        SequencePosition examined = buffer.End;
        message = null;
        announced = 0;
        try
        {
            if (buffer.Length >= PrefixBytes)
            {
                announced = ReadPrefix(buffer);
                if (buffer.Length - PrefixBytes >= announced)
                {
                    consumed = examined = buffer.GetPosition(PrefixBytes + (long)announced);
                    message = Parse(parser, buffer.Slice(PrefixBytes, announced));
                    return true;
                }
            }

            if (!result.IsCompleted)
            {
                return false;
            }

            if (!buffer.IsEmpty)
            {
                throw new ProtocolViolationException(StatusCode.Internal, "The stream ended inside a message.");
            }

            Ended = true;
            return true;
        }
        finally
        {
            pipe.AdvanceTo(consumed, examined);
        }
    }

    private int ReadPrefix(ReadOnlySequence<byte> buffer)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        buffer.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] == 1)
        {
            throw new ProtocolViolationException(StatusCode.Unimplemented, "Compressed messages are not supported.");
        }

        if (prefix[0] != 0)
        {
            throw new ProtocolViolationException(StatusCode.Internal, $"The compression flag is {prefix[0]}.");
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > (uint)maxMessageBytes)
        {
            throw new ProtocolViolationException(
                StatusCode.ResourceExhausted, $"The message has {length} bytes; the limit is {maxMessageBytes}.");
        }

        return (int)length;
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> bytes)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new ProtocolViolationException(StatusCode.Internal, $"The message cannot be read as {typeof(T).Name}.", malformed);
        }
    }
}
