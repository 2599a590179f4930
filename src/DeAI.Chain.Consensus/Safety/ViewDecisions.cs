namespace DeAI.Chain.Consensus;

/// <summary>
/// What this validator decided in one view, each at most once. One watermark would be wrong: Finalize(v) may follow Notarize(v+1).
/// </summary>
internal sealed class ViewDecisions
{
    private readonly VoteRecord?[] _records = new VoteRecord?[5];
    private readonly bool[] _durable = new bool[5];

    public VoteRecord? this[VoteRecordKind kind] => _records[(int)kind];

    public bool IsDurable(VoteRecordKind kind) => _durable[(int)kind];

    /// <summary>Whether the record is compatible with everything decided before, and is not there yet.</summary>
    public bool Allows(VoteRecord record) => this[record.Kind] is null && record.Kind switch
    {
        // Two proposals, two Notarize or two Finalize of one view are excluded by the null check above.
        VoteRecordKind.Propose => this[VoteRecordKind.Nullify] is null,
        VoteRecordKind.Notarize => this[VoteRecordKind.Nullify] is null
            && (this[VoteRecordKind.Finalize] is not { } finalized || finalized.Digest == record.Digest),
        VoteRecordKind.Nullify => this[VoteRecordKind.Finalize] is null,
        VoteRecordKind.Finalize => this[VoteRecordKind.Nullify] is null,
        _ => false,
    };

    public void Put(VoteRecord record) => _records[(int)record.Kind] = record;

    public void MarkDurable(VoteRecordKind kind) => _durable[(int)kind] = true;

    /// <summary>Without asking for an order: Nullify may have come after Notarize or after Propose.</summary>
    public bool AllowsStored(VoteRecord record)
    {
        if (this[record.Kind] is { } same)
        {
            return same == record;
        }

        return record.Kind switch
        {
            VoteRecordKind.Nullify => this[VoteRecordKind.Finalize] is null,
            VoteRecordKind.Finalize => this[VoteRecordKind.Nullify] is null,
            _ => true,
        };
    }
}
