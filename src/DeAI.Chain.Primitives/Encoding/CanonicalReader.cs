using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace DeAI.Chain.Primitives.Encoding;

/// <summary>
/// Reads the canonical MessagePack subset and nothing else. The first failure stays: every later read returns a default value and consumes
/// nothing, so a decoder is straight-line code and its caller asks once, at the end.
/// </summary>
public ref struct CanonicalReader
{
    /// <summary>Deepest nesting of arrays through <see cref="Read{T}"/>; consensus types need 8.</summary>
    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _depth;

    public CanonicalReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The first failure, or null.</summary>
    public Refusal? Failure { get; private set; }

    public readonly int Position => _position;

    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>What was read since <paramref name="start"/>: for hashing exactly the bytes that were signed.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _bytes[start.._position];

    /// <summary>Marks the input as refused, for checks beyond the encoding. The first failure wins.</summary>
    public void Fail(ReasonCode code, string detail) => Failure ??= new Refusal(code, $"{detail} (at byte {_position})");

    /// <summary>Refuses what is left over.</summary>
    public Result End()
    {
        if (Failure is null && Remaining > 0)
        {
            Fail(EncodingErrors.TrailingBytes, $"{Remaining} bytes after the value");
        }

        return new Result(Failure);
    }

    /// <summary>Whether the next value is nil; consumes it if so.</summary>
    public bool TryReadNil()
    {
        if (Failure is not null || Remaining == 0 || _bytes[_position] != 0xc0)
        {
            return false;
        }

        _position++;
        return true;
    }

    public bool ReadBoolean()
    {
        byte code = TakeByte();
        if (Failure is null && code is not (0xc2 or 0xc3))
        {
            Fail(EncodingErrors.WrongType, $"expected a boolean, found 0x{code:x2}");
        }

        return code == 0xc3;
    }

    /// <summary>An array of exactly <paramref name="count"/> items: the fields of a record.</summary>
    public void ReadArrayHeader(int count) => ReadArrayHeader(count, count);

    /// <summary>An array of <paramref name="least"/> to <paramref name="most"/> items: the fields of a record with several forms.</summary>
    /// <returns>The count, 0 on failure.</returns>
    public int ReadArrayHeader(int least, int most)
    {
        uint found = TakeCount();
        if (Failure is null && (found < (uint)least || found > (uint)most))
        {
            Fail(EncodingErrors.WrongLength, $"expected {least} to {most} fields, found {found}");
        }

        return Bounded(found, most, "fields");
    }

    /// <summary>An array of any length up to <paramref name="max"/>, and no longer than the bytes that are left could hold.</summary>
    /// <returns>The count, 0 on failure.</returns>
    public int ReadArrayHeaderUpTo(int max) => Bounded(TakeCount(), max, "items");

    public ulong ReadUInt64()
    {
        byte code = TakeByte();
        return code switch
        {
            <= 0x7f => code,
            0xcc => Shortest(TakeByte(), 0x80),
            0xcd => Shortest(TakeUInt16(), 0x100),
            0xce => Shortest(TakeUInt32(), 0x10000),
            0xcf => Shortest(TakeUInt64(), 0x1_0000_0000),
            _ => WrongType("an unsigned integer", code),
        };
    }

    public uint ReadUInt32() => (uint)InRange(ReadUInt64(), uint.MaxValue);

    public ushort ReadUInt16() => (ushort)InRange(ReadUInt64(), ushort.MaxValue);

    public byte ReadByte() => (byte)InRange(ReadUInt64(), byte.MaxValue);

    public long ReadInt64()
    {
        if (Failure is null && Remaining > 0 && _bytes[_position] is <= 0x7f or (>= 0xcc and <= 0xcf))
        {
            return (long)InRange(ReadUInt64(), long.MaxValue);
        }

        byte code = TakeByte();
        return code switch
        {
            >= 0xe0 => (sbyte)code,
            0xd0 => ShortestNegative((sbyte)TakeByte(), -32),
            0xd1 => ShortestNegative((short)TakeUInt16(), sbyte.MinValue),
            0xd2 => ShortestNegative((int)TakeUInt32(), short.MinValue),
            0xd3 => ShortestNegative((long)TakeUInt64(), int.MinValue),
            _ => (long)WrongType("an integer", code),
        };
    }

    public int ReadInt32()
    {
        long value = ReadInt64();
        if (value is < int.MinValue or > int.MaxValue)
        {
            Fail(EncodingErrors.OutOfRange, $"{value} does not fit 32 bits");
            return 0;
        }

        return (int)value;
    }

    /// <summary>A binary string of at most <paramref name="max"/> bytes, as a view of the input.</summary>
    public ReadOnlySpan<byte> ReadBinary(int max) => TakeSpan(Bounded(TakeLength(), max, "bytes"));

    /// <summary>A binary string of exactly <paramref name="length"/> bytes, as a view of the input; empty on failure.</summary>
    public ReadOnlySpan<byte> ReadBinaryOf(int length)
    {
        uint found = TakeLength();
        if (Failure is null && found != (uint)length)
        {
            Fail(EncodingErrors.WrongLength, $"expected {length} bytes, found {found}");
        }

        return TakeSpan(Bounded(found, length, "bytes"));
    }

    /// <summary>A UTF-8 string of at most <paramref name="maxBytes"/> bytes.</summary>
    public string ReadString(int maxBytes)
    {
        byte code = TakeByte();
        uint length = code switch
        {
            >= 0xa0 and <= 0xbf => (uint)(code & 0x1f),
            0xd9 => Shortest(TakeByte(), 32),
            0xda => Shortest(TakeUInt16(), 0x100),
            0xdb => Shortest(TakeUInt32(), 0x10000),
            _ => WrongType("a string", code),
        };
        ReadOnlySpan<byte> utf8 = TakeSpan(Bounded(length, maxBytes, "bytes of text"));
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
        {
            Fail(EncodingErrors.BadText, "not UTF-8");
            return string.Empty;
        }

        return StrictUtf8.Encoding.GetString(utf8);
    }

    public Bytes32 ReadBytes32()
    {
        ReadOnlySpan<byte> bytes = ReadBinaryOf(Bytes32.Length);
        return Failure is null ? new Bytes32(bytes) : default;
    }

    public Hash256 ReadHash256() => new(ReadBytes32());

    public PublicKey ReadPublicKey() => new(ReadBytes32());

    public AccountId ReadAccountId() => new(ReadBytes32());

    public ChainId ReadChainId() => new(ReadBytes32());

    public Signature ReadSignature()
    {
        ReadOnlySpan<byte> bytes = ReadBinaryOf(Signature.Length);
        return Failure is null ? new Signature(bytes) : default;
    }

    public Height ReadHeight() => new(ReadUInt64());

    public View ReadView() => new(ReadUInt64());

    public Epoch ReadEpoch() => new(ReadUInt64());

    public OrganisationId ReadOrganisationId() => new(ReadUInt32());

    public ModuleId ReadModuleId() => new(ReadUInt16());

    public Credits ReadCredits() => new(ReadUInt64());

    public Points ReadPoints() => new(ReadUInt64());

    /// <summary>A binary string of at most <paramref name="max"/> bytes, copied.</summary>
    public Blob ReadBlob(int max) => Blob.CopyOf(ReadBinary(max));

    /// <summary>A nested value. Below <c>MaxDepth</c> it is not decoded, and null comes back for a class.</summary>
    public T Read<T>()
        where T : ICanonical<T>
    {
        if (_depth >= MaxDepth)
        {
            // Going on would never end for a type that holds itself: after a failure its decoder finds no nil to stop at.
            Fail(EncodingErrors.TooDeep, $"nested deeper than {MaxDepth}");
            return default!;
        }

        _depth++;
        T value = T.Decode(ref this);
        _depth--;
        return value;
    }

    /// <summary>A list of at most <paramref name="max"/> items.</summary>
    public Sequence<T> ReadSequence<T>(int max)
        where T : ICanonical<T>, IEquatable<T>
    {
        int count = ReadArrayHeaderUpTo(max);
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(Math.Min(count, 256));
        for (int i = 0; i < count && Failure is null; i++)
        {
            items.Add(Read<T>());
        }

        return Failure is null ? new Sequence<T>(items.DrainToImmutable()) : default;
    }

    /// <summary>The count that an array's first bytes announce.</summary>
    private uint TakeCount()
    {
        byte code = TakeByte();
        return code switch
        {
            >= 0x90 and <= 0x9f => (uint)(code & 0x0f),
            0xdc => Shortest(TakeUInt16(), 16),
            0xdd => Shortest(TakeUInt32(), 65536),
            _ => WrongType("an array", code),
        };
    }

    /// <summary>The length that a binary string's first bytes announce.</summary>
    private uint TakeLength()
    {
        byte code = TakeByte();
        return code switch
        {
            0xc4 => TakeByte(),
            0xc5 => Shortest(TakeUInt16(), 0x100),
            0xc6 => Shortest(TakeUInt32(), 0x10000),
            _ => WrongType("a binary string", code),
        };
    }

    private ulong InRange(ulong value, ulong max)
    {
        if (value <= max)
        {
            return value;
        }

        Fail(EncodingErrors.OutOfRange, $"{value} exceeds {max}");
        return 0;
    }

    private int Bounded(uint count, int max, string unit)
    {
        if (Failure is not null)
        {
            return 0;
        }

        if (count > (uint)max)
        {
            Fail(EncodingErrors.TooLong, $"{count} {unit}, at most {max}");
            return 0;
        }

        if (count > (uint)Remaining)
        {
            Fail(EncodingErrors.Truncated, $"{count} {unit} announced, {Remaining} bytes left");
            return 0;
        }

        return (int)count;
    }

    private uint Shortest(uint value, uint least) => (uint)Shortest((ulong)value, least);

    private ulong Shortest(ulong value, ulong least)
    {
        if (Failure is null && value < least)
        {
            Fail(EncodingErrors.NotShortest, $"{value} has a shorter form");
        }

        return Failure is null ? value : 0;
    }

    private long ShortestNegative(long value, long bound)
    {
        if (Failure is null && value >= bound)
        {
            Fail(EncodingErrors.NotShortest, $"{value} has a shorter form");
        }

        return Failure is null ? value : 0;
    }

    private uint WrongType(string expected, byte code)
    {
        Fail(EncodingErrors.WrongType, $"expected {expected}, found 0x{code:x2}");
        return 0;
    }

    private byte TakeByte()
    {
        ReadOnlySpan<byte> span = TakeSpan(1);
        return span.IsEmpty ? (byte)0 : span[0];
    }

    private ushort TakeUInt16()
    {
        ReadOnlySpan<byte> span = TakeSpan(2);
        return span.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(span);
    }

    private uint TakeUInt32()
    {
        ReadOnlySpan<byte> span = TakeSpan(4);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(span);
    }

    private ulong TakeUInt64()
    {
        ReadOnlySpan<byte> span = TakeSpan(8);
        return span.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(span);
    }

    private ReadOnlySpan<byte> TakeSpan(int count)
    {
        if (Failure is not null)
        {
            return default;
        }

        if (count > Remaining)
        {
            Fail(EncodingErrors.Truncated, $"{count} bytes needed, {Remaining} left");
            return default;
        }

        ReadOnlySpan<byte> span = _bytes.Slice(_position, count);
        _position += count;
        return span;
    }
}
