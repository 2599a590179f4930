using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Node.Runtime;

/// <summary>The vote log with records of consensus in it.</summary>
internal sealed class VoteJournal(VoteLog log) : IDisposable
{
    /// <summary>Rewriting the log costs a flush or two, so it is done once in a while.</summary>
    private const int PruneAt = 4096;

    private readonly Lock _gate = new();

    /// <summary>Null where the node is not in quarantine.</summary>
    public QuarantineEnd? Quarantine { get; init; }

    /// <summary>Appends the records and returns when they are durable.</summary>
    public void Write(IEnumerable<VoteRecord> records)
    {
        lock (_gate)
        {
            log.AppendMany([.. records.Select(static record => new Blob(Canonical.Encode(record)))]);
            log.Flush();
        }
    }

    /// <summary>Forgets, sooner or later, the records at or below the floor of this epoch and of all epochs before.</summary>
    public void Prune(Epoch epoch, View floor)
    {
        lock (_gate)
        {
            if (log.Count >= PruneAt)
            {
                log.Prune(encoded => Decode(encoded) is { } record && (record.Epoch > epoch || (record.Epoch == epoch && record.View > floor)));
            }
        }
    }

    public void Dispose() => log.Dispose();

    /// <summary>Decodes what the log gave back at its opening.</summary>
    public static Result<IReadOnlyList<VoteRecord>> Decode(Sequence<Blob> records)
    {
        List<VoteRecord> decoded = [];
        foreach (Blob encoded in records.Span)
        {
            if (!Canonical.Decode<VoteRecord>(encoded.Span).TryGet(out VoteRecord record, out Refusal? refusal))
            {
                return Result.Refuse<IReadOnlyList<VoteRecord>>(refusal);
            }

            decoded.Add(record);
        }

        return Result.Of<IReadOnlyList<VoteRecord>>(decoded);
    }

    private static VoteRecord Decode(Blob encoded) =>
        Canonical.Decode<VoteRecord>(encoded.Span).TryGet(out VoteRecord record, out Refusal? refusal)
            ? record
            : throw new InvalidOperationException($"A record of the vote log does not decode: {refusal}.");
}
