using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Replica.Blocks;

namespace DeAI.Chain.Replica;

/// <summary>Builds and validates blocks. Pure but for its caches: the host runs it on a thread of its own, the simulator in line.</summary>
/// <param name="catalog">The chain's modules.</param>
/// <param name="known">Transactions verified before.</param>
/// <param name="signatures">Shared with others that check signatures, so that what it prepared for a key serves them all.</param>
/// <param name="beacons">How beacon proofs are checked; null for the VRF itself.</param>
public sealed class BlockWorker(
    CatalogIndex catalog, VerifiedTransactionCache known, SignatureVerifier? signatures = null, BeaconProofCheck? beacons = null)
{
    private readonly BlockBuilder _builder = new(catalog, beacons);
    private readonly BlockValidator _validator = new(catalog, signatures, beacons);

    public BuildOutcome Build(BuildJob job)
    {
        Height parent = job.Parent.Header.Height;
        Result<BuiltBlock> built = Guarded(() => _builder.Build(job.Parent, job.Draft, job.Candidates));
        return built.TryGet(out BuiltBlock block, out Refusal? refusal)
            ? new BuildOutcome(job.Draft.View, Result.Of(block.Executed), [.. block.Dropped.Select(static dropped => dropped.Id)], parent)
            : new BuildOutcome(job.Draft.View, Result.Refuse<ExecutedBlock>(refusal), [], parent);
    }

    public ValidationOutcome Validate(ValidationJob job)
    {
        bool isCarrier = Carrier.IsExpected(job.Parent.Header, job.Block.Header.Epoch);
        Result<ExecutedBlock> result = isCarrier == job.Carrier
            ? Guarded(() => _validator.Validate(job.Parent, job.Block, known))
            : Result.Refuse<ExecutedBlock>(Ledger.Blocks.BlockErrors.CarrierNotEmpty, $"expected a carrier: {job.Carrier}, found one: {isCarrier}");
        return new ValidationOutcome(job.Digest, result, job.Syncing, job.Parent.Header.Height);
    }

    /// <summary>
    /// A commit that moves the store on while a job reads a branch that it kills looks like damage from here. The replica knows which it was.
    /// </summary>
    private static Result<T> Guarded<T>(Func<Result<T>> run)
    {
        try
        {
            return run();
        }
        catch (StateCorruptException unreadable)
        {
            return Result.Refuse<T>(ReplicaErrors.StateUnreadable, unreadable.Message);
        }
    }
}
