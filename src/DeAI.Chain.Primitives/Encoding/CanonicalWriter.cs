using System.Buffers.Binary;
using System.Text;

namespace DeAI.Chain.Primitives.Encoding;

/// <summary>
/// Writes the canonical MessagePack subset: nil, booleans, integers, binary strings, UTF-8 strings and arrays, each in its shortest form.
/// No maps, no extensions, no floats. Source: the MessagePack specification; rules in this project's README.
/// </summary>
public sealed class CanonicalWriter
{
    private byte[] _buffer;
    private int _length;

    public CanonicalWriter(int capacity = 256) => _buffer = new byte[capacity];

    public int Length => _length;

    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Clear() => _length = 0;

    public void WriteNil() => Take(1)[0] = 0xc0;

    public void Write(bool value) => Take(1)[0] = value ? (byte)0xc3 : (byte)0xc2;

    public void WriteArrayHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count <= 15)
        {
            Take(1)[0] = (byte)(0x90 | count);
        }
        else if (count <= ushort.MaxValue)
        {
            Prefixed16(0xdc, (ushort)count);
        }
        else
        {
            Prefixed32(0xdd, (uint)count);
        }
    }

    public void Write(ulong value)
    {
        switch (value)
        {
            case <= 0x7f:
                Take(1)[0] = (byte)value;
                break;
            case <= byte.MaxValue:
                Prefixed8(0xcc, (byte)value);
                break;
            case <= ushort.MaxValue:
                Prefixed16(0xcd, (ushort)value);
                break;
            case <= uint.MaxValue:
                Prefixed32(0xce, (uint)value);
                break;
            default:
                Prefixed64(0xcf, value);
                break;
        }
    }

    /// <summary>A non-negative value is written as the unsigned one, so each number has one form.</summary>
    public void Write(long value)
    {
        switch (value)
        {
            case >= 0:
                Write((ulong)value);
                break;
            case >= -32:
                Take(1)[0] = (byte)value;
                break;
            case >= sbyte.MinValue:
                Prefixed8(0xd0, (byte)value);
                break;
            case >= short.MinValue:
                Prefixed16(0xd1, (ushort)value);
                break;
            case >= int.MinValue:
                Prefixed32(0xd2, (uint)value);
                break;
            default:
                Prefixed64(0xd3, (ulong)value);
                break;
        }
    }

    public void Write(uint value) => Write((ulong)value);

    public void Write(ushort value) => Write((ulong)value);

    public void Write(byte value) => Write((ulong)value);

    public void Write(int value) => Write((long)value);

    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= byte.MaxValue)
        {
            Prefixed8(0xc4, (byte)bytes.Length);
        }
        else if (bytes.Length <= ushort.MaxValue)
        {
            Prefixed16(0xc5, (ushort)bytes.Length);
        }
        else
        {
            Prefixed32(0xc6, (uint)bytes.Length);
        }

        bytes.CopyTo(Take(bytes.Length));
    }

    /// <exception cref="EncoderFallbackException">The text holds a lone surrogate and has no UTF-8 form.</exception>
    public void Write(string text)
    {
        int length = StrictUtf8.Encoding.GetByteCount(text);
        if (length <= 31)
        {
            Take(1)[0] = (byte)(0xa0 | length);
        }
        else if (length <= byte.MaxValue)
        {
            Prefixed8(0xd9, (byte)length);
        }
        else if (length <= ushort.MaxValue)
        {
            Prefixed16(0xda, (ushort)length);
        }
        else
        {
            Prefixed32(0xdb, (uint)length);
        }

        StrictUtf8.Encoding.GetBytes(text, Take(length));
    }

    public void Write(Bytes32 value)
    {
        Prefixed8(0xc4, Bytes32.Length);
        value.CopyTo(Take(Bytes32.Length));
    }

    public void Write(Hash256 value) => Write(value.Value);

    public void Write(PublicKey value) => Write(value.Value);

    public void Write(AccountId value) => Write(value.Value);

    public void Write(ChainId value) => Write(value.Value);

    public void Write(Signature value)
    {
        Prefixed8(0xc4, Signature.Length);
        value.CopyTo(Take(Signature.Length));
    }

    public void Write(Height value) => Write(value.Value);

    public void Write(View value) => Write(value.Value);

    public void Write(Epoch value) => Write(value.Value);

    public void Write(OrganisationId value) => Write((ulong)value.Value);

    public void Write(ModuleId value) => Write((ulong)value.Value);

    public void Write(Credits value) => Write(value.Value);

    public void Write(Points value) => Write(value.Value);

    public void Write(Blob value) => WriteBinary(value.Span);

    public void Write<T>(T value)
        where T : ICanonical<T> => value.Encode(this);

    public void Write<T>(Sequence<T> items)
        where T : ICanonical<T>, IEquatable<T>
    {
        WriteArrayHeader(items.Count);
        foreach (T item in items.Span)
        {
            item.Encode(this);
        }
    }

    /// <summary>Bytes that are already canonical, copied as they are.</summary>
    public void WriteEncoded(ReadOnlySpan<byte> encoded) => encoded.CopyTo(Take(encoded.Length));

    private void Prefixed8(byte code, byte value)
    {
        Span<byte> span = Take(2);
        span[0] = code;
        span[1] = value;
    }

    private void Prefixed16(byte code, ushort value)
    {
        Span<byte> span = Take(3);
        span[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], value);
    }

    private void Prefixed32(byte code, uint value)
    {
        Span<byte> span = Take(5);
        span[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], value);
    }

    private void Prefixed64(byte code, ulong value)
    {
        Span<byte> span = Take(9);
        span[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
    }

    private Span<byte> Take(int count)
    {
        int end = checked(_length + count);
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(end, checked(_buffer.Length * 2)));
        }

        Span<byte> span = _buffer.AsSpan(_length, count);
        _length = end;
        return span;
    }
}
