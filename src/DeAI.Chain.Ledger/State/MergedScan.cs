using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.State;

/// <summary>The entries of a state with changes laid over them.</summary>
internal static class MergedScan
{
    /// <param name="below">Ascending.</param>
    /// <param name="above">Ascending, over the same range.</param>
    public static IEnumerable<StateEntry> Merge(IEnumerable<StateEntry> below, IReadOnlyList<StateChange> above)
    {
        int next = 0;
        foreach (StateEntry entry in below)
        {
            int order = 1;
            while (next < above.Count && (order = KeyOrder.Instance.Compare(above[next].Key, entry.Key)) <= 0)
            {
                if (above[next].Value is { } value)
                {
                    yield return new StateEntry(above[next].Key, value);
                }

                next++;
                if (order == 0)
                {
                    break;
                }
            }

            if (order != 0)
            {
                yield return entry;
            }
        }

        for (; next < above.Count; next++)
        {
            if (above[next].Value is { } value)
            {
                yield return new StateEntry(above[next].Key, value);
            }
        }
    }
}
