using System.Numerics;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Transactions;

/// <summary>
/// Which nonces an account has used: the sliding window of RFC 4303, section 3.4.3, so that one account can submit in parallel. Nonces count
/// from 1; each is used once, in any order, within <see cref="Size"/> of the highest used one.
/// </summary>
/// <remarks>
/// Kept as a floor, up to which every nonce is used or given up, and a bitmap of the used ones above it: an account that uses its nonces in
/// order holds a number and nothing else.
/// </remarks>
public sealed record NonceWindow : ICanonical<NonceWindow>
{
    /// <summary>How far behind the highest used nonce an unused one may lie, and how far ahead of it a new one.</summary>
    public const int Size = 1024;

    private NonceWindow(ulong floor, Blob used)
    {
        Floor = floor;
        Used = used;
    }

    /// <summary>Of an account that has sent nothing.</summary>
    public static NonceWindow Empty { get; } = new(0, Blob.Empty);

    /// <summary>Every nonce up to this one is used, or slid out of the window unused.</summary>
    public ulong Floor { get; }

    /// <summary>Bit i (least significant first) stands for nonce <see cref="Floor"/> + 1 + i. The first bit is 0, the last byte is not.</summary>
    public Blob Used { get; }

    /// <summary>The highest used nonce, 0 if none.</summary>
    public ulong Highest => Used.IsEmpty ? Floor : Floor + ((ulong)(Used.Length - 1) * 8) + (ulong)BitOperations.Log2(Used.Span[^1]) + 1;

    /// <summary>The least nonce that is certainly accepted: for clients that send one after the other.</summary>
    public ulong Next => Highest == ulong.MaxValue ? ulong.MaxValue : Highest + 1;

    /// <returns>Refused: <see cref="LedgerErrors.NonceUsed"/>, <see cref="LedgerErrors.NonceTooFar"/>.</returns>
    public Result Check(ulong nonce)
    {
        if (nonce <= Floor)
        {
            return Result.Refuse(LedgerErrors.NonceUsed, $"nonce {nonce} is used or too old, the window starts after {Floor}");
        }

        ulong highest = Highest;
        if (nonce > highest && nonce - highest > Size)
        {
            return Result.Refuse(LedgerErrors.NonceTooFar, $"nonce {nonce} is more than {Size} after the highest used, {highest}");
        }

        return IsUsed(nonce) ? Result.Refuse(LedgerErrors.NonceUsed, $"nonce {nonce} is used") : Result.Ok;
    }

    /// <summary>The window after the nonce was used.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Check"/> refuses it.</exception>
    public NonceWindow Use(ulong nonce)
    {
        if (Check(nonce).Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.ToString());
        }

        if (Used.IsEmpty && nonce == Floor + 1)
        {
            return new NonceWindow(nonce, Blob.Empty);
        }

        // Two windows long at most: the highest is at most Size above the old floor, the new nonce at most Size above that.
        Span<byte> bits = stackalloc byte[Size / 4];
        bits.Clear();
        Used.Span.CopyTo(bits);
        int place = (int)(nonce - Floor - 1);
        bits[place >> 3] |= (byte)(1 << (place & 7));
        ulong highest = Math.Max(Highest, nonce);
        int shift = highest - Floor > Size ? (int)(highest - Floor - Size) : 0;
        while (shift < bits.Length * 8 && Bit(bits, shift))
        {
            shift++;
        }

        return new NonceWindow(Floor + (ulong)shift, Shifted(bits, shift));
    }

    /// <summary>[floor, bitmap]</summary>
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Floor);
        writer.Write(Used);
    }

    public static NonceWindow Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        ulong floor = reader.ReadUInt64();
        Blob used = reader.ReadBlob(Size / 8);
        if (reader.Failure is null && !used.IsEmpty && ((used.Span[0] & 1) != 0 || used.Span[^1] == 0))
        {
            reader.Fail(LedgerErrors.BadNonceWindow, "the bitmap starts with a used nonce or ends with nothing");
        }

        if (reader.Failure is null && floor > ulong.MaxValue - Size)
        {
            reader.Fail(LedgerErrors.BadNonceWindow, $"the floor {floor} leaves no window");
        }

        return new NonceWindow(floor, used);
    }

    private bool IsUsed(ulong nonce)
    {
        ulong place = nonce - Floor - 1;
        return place < (ulong)Used.Length * 8 && Bit(Used.Span, (int)place);
    }

    private static bool Bit(ReadOnlySpan<byte> bits, int place) => (bits[place >> 3] & (1 << (place & 7))) != 0;

    private static Blob Shifted(ReadOnlySpan<byte> bits, int shift)
    {
        Span<byte> shifted = stackalloc byte[Size / 8];
        shifted.Clear();
        int length = 0;
        for (int place = shift; place < bits.Length * 8; place++)
        {
            if (Bit(bits, place))
            {
                int to = place - shift;
                shifted[to >> 3] |= (byte)(1 << (to & 7));
                length = (to >> 3) + 1;
            }
        }

        return Blob.CopyOf(shifted[..length]);
    }
}
