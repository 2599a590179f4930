using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Storage.Votes;

namespace DeAI.Chain.Node.Runtime;

/// <summary>The vote log with records of consensus in it, and its marker beside the key.</summary>
internal sealed class VoteJournal : IDisposable
{
    /// <summary>Rewriting the log costs a flush or two, so it is done once in a while.</summary>
    private const int PruneAt = 4096;

    private readonly Lock _gate = new();
    private readonly VoteLog _log;
    private readonly string _markerPath;
    private VoteLogMarker _marker;
    private bool _markerIsBehind;

    /// <param name="log">Just opened.</param>
    /// <param name="marker">The log's marker as it has to be while the log is open; written here.</param>
    /// <exception cref="Storage.StorageException">The marker could not be written.</exception>
    public VoteJournal(VoteLog log, string markerPath, VoteLogMarker marker)
    {
        _log = log;
        _markerPath = markerPath;
        _marker = marker;
        WriteMarker(marker);
    }

    /// <summary>Null where the node is not in quarantine.</summary>
    public QuarantineEnd? Quarantine { get; set; }

    /// <summary>The quarantine is over, and will be at the next start.</summary>
    /// <exception cref="Storage.StorageException">The marker could not be written.</exception>
    public void EndQuarantine()
    {
        lock (_gate)
        {
            WriteMarker(_marker with { Quarantined = false });
        }
    }

    /// <summary>Appends the records and returns when they are durable.</summary>
    public void Write(IEnumerable<VoteRecord> records)
    {
        lock (_gate)
        {
            _log.AppendMany([.. records.Select(static record => new Blob(Canonical.Encode(record)))]);
            _log.Flush();
        }
    }

    /// <summary>Forgets, sooner or later, the records at or below the floor of this epoch and of all epochs before.</summary>
    public void Prune(Epoch epoch, View floor)
    {
        lock (_gate)
        {
            if (_markerIsBehind)
            {
                WriteMarker(_marker);
            }

            if (_log.Count < PruneAt)
            {
                return;
            }

            int dropped = _log.Prune(encoded => Decode(encoded) is { } record && (record.Epoch > epoch || (record.Epoch == epoch && record.View > floor)));
            if (dropped > 0)
            {
                WriteMarker(_marker with { FloorEpoch = epoch, FloorView = floor });
            }
        }
    }

    /// <summary>Closes the log; its marker then says how many votes it has to have at the next start.</summary>
    public void Dispose()
    {
        int? records = _log.UnflushedCount == 0 ? _log.Count : null;
        if (records is not null)
        {
            Close(records.Value);
        }

        _log.Dispose();
    }

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

    private void Close(int records)
    {
        try
        {
            WriteMarker(_marker with { Records = records });
        }
        catch (Storage.StorageException)
        {
            // Without this the next start sees what a crash leaves, which is enough: the file itself still has to be the same.
            _markerIsBehind = true;
        }
    }

    private void WriteMarker(VoteLogMarker marker)
    {
        _marker = marker with { Generation = _log.Generation, File = _log.File };
        _markerIsBehind = true;
        _marker.Write(_markerPath);
        _markerIsBehind = false;
    }
}
