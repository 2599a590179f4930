using System.Buffers.Binary;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>Builds row keys of fixed-width fields, big-endian, so that they sort as their fields do.</summary>
public ref struct StateKey
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <param name="buffer">Usually stack-allocated; 1 to 252 bytes.</param>
    public StateKey(Span<byte> buffer) => _buffer = buffer;

    public readonly ReadOnlySpan<byte> Span => _buffer[.._length];

    public StateKey Add(Bytes32 value)
    {
        value.CopyTo(_buffer[_length..]);
        _length += Bytes32.Length;
        return this;
    }

    public StateKey Add(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer[_length..], value);
        _length += 8;
        return this;
    }

    public StateKey Add(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[_length..], value);
        _length += 4;
        return this;
    }

    public StateKey Add(byte value)
    {
        _buffer[_length++] = value;
        return this;
    }

    public static byte[] Of(Bytes32 value) => value.ToArray();

    public static byte[] Of(ulong value)
    {
        byte[] key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, value);
        return key;
    }

    public static byte[] Of(uint value)
    {
        byte[] key = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(key, value);
        return key;
    }

    public static byte[] Of(ulong first, Bytes32 second) => new StateKey(stackalloc byte[40]).Add(first).Add(second).Span.ToArray();

    public static byte[] Of(ulong first, ulong second) => new StateKey(stackalloc byte[16]).Add(first).Add(second).Span.ToArray();

    public static byte[] Of(ulong first, uint second) => new StateKey(stackalloc byte[12]).Add(first).Add(second).Span.ToArray();

    public static byte[] Of(ulong first, ulong second, ulong third) =>
        new StateKey(stackalloc byte[24]).Add(first).Add(second).Add(third).Span.ToArray();

    public static byte[] Of(ulong first, ulong second, Bytes32 third) =>
        new StateKey(stackalloc byte[48]).Add(first).Add(second).Add(third).Span.ToArray();
}
