using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Simulation.Tracing;

/// <summary>
/// The digest of everything that happened, in order: two runs with equal digests went the same way, byte for byte. 128 bits by folded
/// multiplication, which tells runs of one program apart; nobody forges a run, so it need not be cryptographic, and it costs a tenth.
/// </summary>
internal sealed class EventTrace
{
    private const ulong One = 0x9E3779B97F4A7C15;
    private const ulong Two = 0xD6E8FEB86659FD93;

    private ulong _one = One;
    private ulong _two = Two;

    public long Count { get; private set; }

    public void Add(long timeMs, TraceKind kind, int node, ReadOnlySpan<byte> content)
    {
        Mix((ulong)timeMs);
        Mix(((ulong)kind << 56) ^ ((ulong)(uint)node << 32) ^ (uint)content.Length);
        int whole = content.Length & ~7;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(content[..whole]))
        {
            Mix(BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        if (whole < content.Length)
        {
            Span<byte> last = stackalloc byte[8];
            last.Clear();
            content[whole..].CopyTo(last);
            Mix(BinaryPrimitives.ReadUInt64LittleEndian(last));
        }

        Count++;
    }

    public void Add(long timeMs, TraceKind kind, int node, Hash256 content)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        content.CopyTo(bytes);
        Add(timeMs, kind, node, bytes);
    }

    public void Add(long timeMs, TraceKind kind, int node) => Add(timeMs, kind, node, ReadOnlySpan<byte>.Empty);

    /// <summary>32 hexadecimal digits.</summary>
    public string Digest() => $"{_one:x16}{_two:x16}";

    private void Mix(ulong word)
    {
        // A product's upper half depends on all bits below it, its lower half on none above: folded, each on all. The rotation and the sum keep
        // a state from sticking at zero.
        ulong high = Math.BigMul(_one ^ word, One, out ulong low);
        _one = (high ^ low) + Two;
        high = Math.BigMul(ulong.RotateLeft(_two, 29) + word, Two, out low);
        _two = (high ^ low) ^ One;
    }
}
