using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DeAI.Chain.Simulation.Tracing;

/// <summary>The digest of everything that happened, in order: two runs with equal digests went the same way, byte for byte.</summary>
internal sealed class EventTrace : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Count { get; private set; }

    public void Add(long timeMs, TraceKind kind, int node, ReadOnlySpan<byte> content)
    {
        Span<byte> head = stackalloc byte[17];
        BinaryPrimitives.WriteInt64LittleEndian(head, timeMs);
        head[8] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[9..], node);
        BinaryPrimitives.WriteInt32LittleEndian(head[13..], content.Length);
        _hash.AppendData(head);
        _hash.AppendData(content);
        Count++;
    }

    public void Add(long timeMs, TraceKind kind, int node, Hash256 content)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        content.CopyTo(bytes);
        Add(timeMs, kind, node, bytes);
    }

    public void Add(long timeMs, TraceKind kind, int node) => Add(timeMs, kind, node, ReadOnlySpan<byte>.Empty);

    public Hash256 Digest() => new(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
