using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>State keys from one on to below another, as byte strings: the shorter first where one starts the other.</summary>
/// <param name="First">The lowest key that belongs to it; empty: from the lowest there is.</param>
/// <param name="End">The lowest key that no longer does; empty: without bound.</param>
public readonly record struct KeyRange(Blob First, Blob End)
{
    /// <summary>Whether it can hold a key, and its bounds are no longer than keys are.</summary>
    public bool IsValid => First.Length <= StateOverlay.MaxKeyBytes
        && End.Length <= StateOverlay.MaxKeyBytes
        && (End.IsEmpty || First.Span.SequenceCompareTo(End.Span) < 0);

    /// <summary>All keys that start with these bytes.</summary>
    public static KeyRange OfPrefix(ReadOnlySpan<byte> prefix)
    {
        int length = prefix.Length;
        while (length > 0 && prefix[length - 1] == byte.MaxValue)
        {
            length--;
        }

        byte[] end = prefix[..length].ToArray();
        if (length > 0)
        {
            end[^1]++;
        }

        return new KeyRange(Blob.CopyOf(prefix), new Blob(end));
    }

    public bool Contains(ReadOnlySpan<byte> key) =>
        First.Span.SequenceCompareTo(key) <= 0 && (End.IsEmpty || key.SequenceCompareTo(End.Span) < 0);
}
