using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>The state after some block: an ordered map from keys (1 to 255 bytes) to values (not empty).</summary>
public interface IStateReader
{
    bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value);

    /// <summary>All entries whose key starts with the prefix and is greater than <paramref name="after"/>, in ascending order of key bytes.</summary>
    /// <param name="after">Empty to start at the beginning: for paging by the last key seen.</param>
    IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default);
}
