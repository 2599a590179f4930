using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>
/// Whether a transaction may stand in a block at all: the one set of rules for mempool admission, block building and block validation. What
/// passes pays its fee even if its handler then refuses it; what does not pass makes a block invalid.
/// </summary>
public sealed class AdmissionRules
{
    private readonly CatalogIndex _catalog;
    private readonly BlockLimits _limits;
    private readonly FeeSchedule _fees;
    private readonly Height _height;
    private readonly ulong _rules;

    /// <param name="state">The state before the block, whose parameters hold for all of it.</param>
    /// <param name="height">The block's; at mempool admission that of the next block.</param>
    public AdmissionRules(CatalogIndex catalog, IStateReader state, Height height)
    {
        _catalog = catalog;
        _limits = BlockLimits.Read(state);
        _fees = FeeSchedule.Read(state);
        _height = height;
        _rules = RuleVersions.InForce(state);
    }

    public BlockLimits Limits => _limits;

    /// <returns>
    /// Refused: <see cref="LedgerErrors.Expired"/>, <see cref="LedgerErrors.ValidUntilTooFar"/>, <see cref="LedgerErrors.Oversize"/>,
    /// <see cref="LedgerErrors.UnknownModule"/>, <see cref="LedgerErrors.UnknownMessage"/>, whatever the message's own checks say,
    /// <see cref="LedgerErrors.WorkTooHigh"/>, <see cref="LedgerErrors.FeeTooHigh"/>, and whatever the gate says. A defect of the handler's or
    /// the gate's code is <see cref="LedgerErrors.HandlerFailed"/> or <see cref="LedgerErrors.GateFailed"/>.
    /// </returns>
    public Result<AdmittedTransaction> Admit(IStateReader state, VerifiedTransaction transaction)
    {
        TransactionBody body = transaction.Body;
        if (body.ValidUntil < _height)
        {
            return Refuse(LedgerErrors.Expired, $"valid until height {body.ValidUntil}, this is {_height}");
        }

        if (body.ValidUntil.Value - _height.Value > _limits.ValidUntilDistance)
        {
            return Refuse(LedgerErrors.ValidUntilTooFar, $"valid until height {body.ValidUntil}, at most {_limits.ValidUntilDistance} after {_height}");
        }

        if (transaction.Size > _limits.Bytes)
        {
            return Refuse(LedgerErrors.Oversize, $"{transaction.Size} bytes, a block holds {_limits.Bytes}");
        }

        Result<AdmittedTransaction> metered = Meter(transaction);
        if (!metered.TryGet(out AdmittedTransaction admitted, out _))
        {
            return metered;
        }

        GuardedReader guarded = new(state);
        try
        {
            return _catalog.Catalog.Gate.Admit(guarded, body, admitted.Fee).Refusal is { } refusal
                ? Result.Refuse<AdmittedTransaction>(refusal)
                : metered;
        }
        catch (Exception defect) when (guarded.IsDefect(defect))
        {
            return Refuse(LedgerErrors.GateFailed, GuardedReader.Describe(defect));
        }
    }

    private Result<AdmittedTransaction> Meter(VerifiedTransaction transaction)
    {
        TransactionBody body = transaction.Body;
        if (!_catalog.Find(body.Module, body.MessageType, _rules).TryGet(out IMessageHandler handler, out Refusal? unknown))
        {
            return Result.Refuse<AdmittedTransaction>(unknown);
        }

        IBoundMessage message;
        Work work;
        try
        {
            if (!handler.Bind(body.Payload.Span).TryGet(out message, out Refusal? malformed))
            {
                return Result.Refuse<AdmittedTransaction>(malformed);
            }

            work = message.Work;
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // No state is looked at here, so a defect is the same on every node.
            return Refuse(LedgerErrors.HandlerFailed, GuardedReader.Describe(defect));
        }

        if (work.MultiplyAccumulates > _limits.MultiplyAccumulates)
        {
            return Refuse(LedgerErrors.WorkTooHigh, $"{work.MultiplyAccumulates} products, a block holds {_limits.MultiplyAccumulates}");
        }

        Credits fee = handler.IsSponsored ? Credits.Zero : _fees.Fee(transaction.Size, work);
        return fee > body.MaxFee
            ? Refuse(LedgerErrors.FeeTooHigh, $"the fee is {fee}, the sender pays {body.MaxFee} at most")
            : Result.Of(new AdmittedTransaction(transaction, message, work, fee));
    }

    private static Result<AdmittedTransaction> Refuse(ReasonCode code, string detail) => Result.Refuse<AdmittedTransaction>(code, detail);
}
