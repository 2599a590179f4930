using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Replica.Blocks;

namespace DeAI.Chain.Replica;

/// <summary>Builds and validates blocks. Pure but for its caches: the host runs it on a thread of its own, the simulator in line.</summary>
public sealed class BlockWorker(CatalogIndex catalog, VerifiedTransactionCache known)
{
    private readonly BlockBuilder _builder = new(catalog);
    private readonly BlockValidator _validator = new(catalog);

    public BuildOutcome Build(BuildJob job)
    {
        Result<BuiltBlock> built = _builder.Build(job.Parent, job.Draft, job.Candidates);
        return built.TryGet(out BuiltBlock block, out Refusal? refusal)
            ? new BuildOutcome(job.Draft.View, Result.Of(block.Executed), [.. block.Dropped.Select(static dropped => dropped.Id)])
            : new BuildOutcome(job.Draft.View, Result.Refuse<ExecutedBlock>(refusal), []);
    }

    public ValidationOutcome Validate(ValidationJob job)
    {
        bool isCarrier = Carrier.IsExpected(job.Parent.Header, job.Block.Header.Epoch);
        Result<ExecutedBlock> result = isCarrier == job.Carrier
            ? _validator.Validate(job.Parent, job.Block, known)
            : Result.Refuse<ExecutedBlock>(Ledger.Blocks.BlockErrors.CarrierNotEmpty, $"expected a carrier: {job.Carrier}, found one: {isCarrier}");
        return new ValidationOutcome(job.Digest, result, job.Syncing);
    }
}
