using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>
/// Remembers that the state below failed. A handler's own defect is the same on every node and becomes a refusal; a failing disk is not, and
/// must stop this node instead.
/// </summary>
internal sealed class GuardedReader : IStateReader
{
    private readonly IStateReader _below;

    public GuardedReader(IStateReader below) => _below = below;

    public bool HasFailed { get; private set; }

    /// <summary>Whether an exception of module code is that code's own fault, and so happens on every node alike.</summary>
    public bool IsDefect(Exception exception) => !HasFailed && exception is not (StateCorruptException or OutOfMemoryException);

    public static string Describe(Exception defect) => $"{defect.GetType().Name}: {defect.Message}";

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out Blob? value)
    {
        try
        {
            return _below.TryGet(key, out value);
        }
        catch
        {
            // Not in a finally block: exception filters further up run before those.
            HasFailed = true;
            throw;
        }
    }

    public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default)
    {
        using IEnumerator<StateEntry> entries = _below.Scan(prefix, after).GetEnumerator();
        while (Advance(entries))
        {
            yield return entries.Current;
        }
    }

    private bool Advance(IEnumerator<StateEntry> entries)
    {
        try
        {
            return entries.MoveNext();
        }
        catch
        {
            HasFailed = true;
            throw;
        }
    }
}
