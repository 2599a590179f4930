using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>32-bit numbers from a seed: word j of H(domain, seed, stream, j / 8), big-endian words and counters.</summary>
internal ref struct HashStream
{
    private readonly string _domain;
    private readonly Span<byte> _input;
    private readonly Span<byte> _digest;
    private uint _counter;
    private int _next;

    /// <param name="buffer">72 bytes of the caller's.</param>
    public HashStream(string domain, Hash256 seed, uint stream, Span<byte> buffer)
    {
        _domain = domain;
        _input = buffer[..40];
        _digest = buffer.Slice(40, Sha256.DigestLength);
        seed.CopyTo(_input);
        BinaryPrimitives.WriteUInt32BigEndian(_input[32..], stream);
        _next = Sha256.DigestLength;
    }

    public uint Next()
    {
        if (_next == Sha256.DigestLength)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_input[36..], _counter++);
            DomainHash.Of(_domain, _input).CopyTo(_digest);
            _next = 0;
        }

        uint word = BinaryPrimitives.ReadUInt32BigEndian(_digest[_next..]);
        _next += sizeof(uint);
        return word;
    }

    /// <summary>Uniform below <paramref name="bound"/>: words at or above the largest multiple of it are passed over.</summary>
    public uint NextBelow(uint bound)
    {
        uint limit = uint.MaxValue - (uint)(0x1_0000_0000UL % bound);
        uint word = Next();
        while (word > limit)
        {
            word = Next();
        }

        return word % bound;
    }
}
