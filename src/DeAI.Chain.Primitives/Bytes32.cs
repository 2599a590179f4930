using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace DeAI.Chain.Primitives;

/// <summary>
/// Thirty-two bytes by value: the body of every hash, key and id. Compared and ordered as the byte string they stand for
/// (first byte most significant). <c>default</c> (all zero) is "absent" and no valid hash or key.
/// </summary>
public readonly record struct Bytes32 : IComparable<Bytes32>
{
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <param name="bytes">Exactly 32 bytes.</param>
    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"{Length} bytes are needed, {bytes.Length} were given.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public bool IsZero => (_a | _b | _c | _d) == 0;

    /// <summary>The first eight bytes as a big-endian number: a draw from a hash.</summary>
    public ulong Leading => _a;

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Bit <paramref name="index"/> counted from the most significant bit of the first byte.</summary>
    public bool Bit(int index)
    {
        ulong word = (index >> 6) switch { 0 => _a, 1 => _b, 2 => _c, _ => _d };
        return ((word >> (63 - (index & 63))) & 1) != 0;
    }

    /// <summary>Nibble <paramref name="index"/> (0..63) counted from the most significant one.</summary>
    public int Nibble(int index)
    {
        ulong word = (index >> 4) switch { 0 => _a, 1 => _b, 2 => _c, _ => _d };
        return (int)((word >> (60 - ((index & 15) << 2))) & 15);
    }

    public int CompareTo(Bytes32 other)
    {
        int order = _a.CompareTo(other._a);
        order = order != 0 ? order : _b.CompareTo(other._b);
        order = order != 0 ? order : _c.CompareTo(other._c);
        return order != 0 ? order : _d.CompareTo(other._d);
    }

    /// <summary>Deterministic, unlike <c>HashCode</c>: the bytes are uniform already.</summary>
    public override int GetHashCode() => (int)(_a ^ (_a >> 32) ^ (_d << 1));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());

    /// <summary>Parses exactly 64 hexadecimal digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bool parsed = text is { Length: Length * 2 }
            && Convert.FromHexString(text, bytes, out _, out int written) == System.Buffers.OperationStatus.Done
            && written == Length;
        value = parsed ? new Bytes32(bytes) : default;
        return parsed;
    }

    public static bool operator <(Bytes32 left, Bytes32 right) => left.CompareTo(right) < 0;

    public static bool operator >(Bytes32 left, Bytes32 right) => left.CompareTo(right) > 0;

    public static bool operator <=(Bytes32 left, Bytes32 right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Bytes32 left, Bytes32 right) => left.CompareTo(right) >= 0;
}
