using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>One block in the making: begin, add transactions, finish. Builder and executor both run this, so they cannot disagree.</summary>
internal sealed class BlockExecution
{
    private readonly CatalogIndex _catalog;
    private readonly LedgerState _parent;
    private readonly BlockDraft _draft;
    private readonly GuardedReader _base;
    private readonly StateOverlay _state;
    private readonly AdmissionRules _rules;
    private readonly BlockInfo _block;
    private readonly MerkleMountainRange _history;
    private readonly List<VerifiedTransaction> _transactions = [];
    private readonly List<Receipt> _receipts = [];
    private readonly Sequence<Event> _beginEvents;
    private int _bytes;
    private ulong _work;

    private BlockExecution(CatalogIndex catalog, LedgerState parent, BlockDraft draft, Hash256 beacon, OrganisationId proposer)
    {
        _catalog = catalog;
        _parent = parent;
        _draft = draft;
        _base = new GuardedReader(parent.State);
        _state = new StateOverlay(_base);
        Height height = parent.Header.Height.Next;
        _block = new BlockInfo(parent.Header.Chain, draft.Epoch, height, beacon, proposer, RuleVersions.InForce(parent.State));
        _rules = new AdmissionRules(catalog, parent.State, height);

        _history = History.Current(parent.State).Append(parent.Digest);
        History.Set(_state, _history);
        Beacon.Set(_state, beacon);
        if (draft.Epoch != parent.Header.Epoch)
        {
            ValidatorSchedule.SetCurrent(_state, ValidatorSchedule.Next(_state));
        }

        _beginEvents = RunHooks(static (module, context) => module.BeginBlock(context));
    }

    /// <summary>Whether nothing more can be added, however small.</summary>
    public bool IsFull => _transactions.Count >= _rules.Limits.Transactions || _bytes >= _rules.Limits.Bytes;

    /// <summary>Checks the draft against the parent and runs the begin hooks.</summary>
    public static Result<BlockExecution> Begin(CatalogIndex catalog, BeaconProofCheck check, LedgerState parent, BlockDraft draft)
    {
        ulong expected = parent.Header.ClosesEpoch ? parent.Header.Epoch.Next.Value : parent.Header.Epoch.Value;
        if (draft.Epoch.Value != expected)
        {
            return Refuse(BlockErrors.WrongEpoch, $"epoch {draft.Epoch}, expected {expected}");
        }

        if (RuleVersions.InForce(parent.State) is var rules && rules > catalog.NewestRules)
        {
            return Refuse(BlockErrors.UnknownRules, $"rule version {rules} holds, this program knows up to {catalog.NewestRules}");
        }

        if (parent.Header.IsCarrier)
        {
            return Refuse(BlockErrors.WrongParent, "the first block of an epoch follows the closing block, not a carrier");
        }

        if (OrderRules.Check(parent.Header, draft).Refusal is { } disorder)
        {
            return Result.Refuse<BlockExecution>(disorder);
        }

        ValidatorSet seats = draft.Epoch == parent.Header.Epoch ? ValidatorSchedule.Current(parent.State) : ValidatorSchedule.Next(parent.State);
        int seat = seats.IndexOf(draft.Proposer);
        if (seat < 0)
        {
            return Refuse(BlockErrors.UnknownProposer, $"{draft.Proposer} holds no seat in epoch {draft.Epoch}");
        }

        Height height = parent.Header.Height.Next;
        return Beacon.TryNext(check, Beacon.Current(parent.State), height, draft.Proposer, draft.BeaconProof, out Hash256 beacon)
            ? Result.Of(new BlockExecution(catalog, parent, draft, beacon, seats[seat].Organisation))
            : Refuse(BlockErrors.BadBeacon, $"no VRF proof of {draft.Proposer} for height {height}");
    }

    /// <summary>Runs a transaction to its receipt, or refuses it and leaves the block as it was.</summary>
    /// <returns>
    /// Refused: <see cref="BlockErrors.TooManyTransactions"/>, <see cref="BlockErrors.TooLarge"/>, <see cref="BlockErrors.TooMuchWork"/> (there
    /// is no room), or a reason of <see cref="AdmissionRules.Admit"/> or <see cref="LedgerErrors.GateFailed"/> (it may be in no block here).
    /// </returns>
    public Result Add(VerifiedTransaction transaction)
    {
        if (_transactions.Count >= _rules.Limits.Transactions)
        {
            return Result.Refuse(BlockErrors.TooManyTransactions, $"a block holds {_rules.Limits.Transactions}");
        }

        if (transaction.Size > _rules.Limits.Bytes - _bytes)
        {
            return Result.Refuse(BlockErrors.TooLarge, $"{_bytes} and {transaction.Size} bytes, a block holds {_rules.Limits.Bytes}");
        }

        int snapshot = _state.Snapshot();
        if (!Charge(transaction).TryGet(out AdmittedTransaction admitted, out Refusal? refusal))
        {
            _state.Rollback(snapshot);
            return new Result(refusal);
        }

        _receipts.Add(Run(admitted, out bool wasTried));
        _transactions.Add(transaction);
        _bytes += transaction.Size;

        // What its check refused made no products. Counting them would let a message that costs nothing keep honest work out of every block.
        _work += wasTried ? admitted.Work.MultiplyAccumulates : 0;
        return Result.Ok;
    }

    /// <summary>Runs the end hooks and computes every root.</summary>
    public ExecutedBlock Finish()
    {
        Sequence<Event> endEvents = RunHooks(static (module, context) => module.EndBlock(context));
        BlockEvents events = new(_beginEvents, endEvents);
        WriteSet writes = _state.ToWriteSet();
        TreeUpdate tree = StateTree.Apply(_parent.Nodes, _parent.Header.Height.Value, _block.Height.Value, writes.Changes);
        BlockHeader header = new(
            _block.Chain,
            _draft.Epoch,
            _block.Height,
            _draft.View,
            _parent.Digest,
            _draft.TimeMs,
            CountedRoot.Of(CountedRoot.TransactionsDomain, Leaves()),
            tree.Root,
            ReceiptTree.Root(_receipts, events),
            _history.Root,
            ValidatorSchedule.HashOf(ValidatorSchedule.Current(_state)),
            ValidatorSchedule.HashOf(ValidatorSchedule.Next(_state)),
            _catalog.ParametersHash(_state, _block.Rules),
            _draft.Proposer,
            _draft.BeaconProof);
        return new ExecutedBlock(header, header.Digest, [.. _transactions], writes, tree, [.. _receipts], events, _block.Beacon);
    }

    private static Result<BlockExecution> Refuse(ReasonCode code, string detail) => Result.Refuse<BlockExecution>(code, detail);

    private Result<AdmittedTransaction> Charge(VerifiedTransaction transaction)
    {
        if (transaction.Body.Chain != _block.Chain)
        {
            return Result.Refuse<AdmittedTransaction>(LedgerErrors.WrongChain, $"made for chain {transaction.Body.Chain}");
        }

        try
        {
            Result<AdmittedTransaction> result = _rules.Admit(_state, transaction);
            if (!result.TryGet(out AdmittedTransaction admitted, out _))
            {
                return result;
            }

            if (admitted.Work.MultiplyAccumulates > _rules.Limits.MultiplyAccumulates - _work)
            {
                return Result.Refuse<AdmittedTransaction>(
                    BlockErrors.TooMuchWork,
                    $"{_work} and {admitted.Work.MultiplyAccumulates} products, a block holds {_rules.Limits.MultiplyAccumulates}");
            }

            _catalog.Catalog.Gate.Charge(_state, transaction.Body, admitted.Fee);
            return result;
        }
        catch (Exception defect) when (_base.IsDefect(defect))
        {
            return Result.Refuse<AdmittedTransaction>(LedgerErrors.GateFailed, GuardedReader.Describe(defect));
        }
    }

    private Receipt Run(AdmittedTransaction admitted, out bool wasTried)
    {
        wasTried = true;
        Hash256 id = admitted.Transaction.Id;
        int snapshot = _state.Snapshot();
        ApplyContext context = new(_state, _block, admitted.Transaction.Body.Sender, id);
        ReasonCode refused = LedgerErrors.HandlerFailed;
        try
        {
            if (admitted.Message.Check(context.AsRead()).Refusal is { } refusal)
            {
                wasTried = false;
                refused = ReceiptLimits.IsValid(refusal.Code) ? refusal.Code : refused;
            }
            else
            {
                admitted.Message.Apply(context);
                refused = ReceiptLimits.AreValid(context) ? default : refused;
            }
        }
        catch (Exception defect) when (_base.IsDefect(defect))
        {
            refused = LedgerErrors.HandlerFailed;
        }

        if (refused.IsDefault)
        {
            return new Receipt(id, ReceiptStatus.Applied, context.Verdict, admitted.Fee, Sequence.From(context.Events));
        }

        _state.Rollback(snapshot);
        return new Receipt(id, ReceiptStatus.Refused, refused, admitted.Fee, default);
    }

    /// <summary>Runs one hook of every module. A hook that fails is undone as a whole, and an event says so: the chain goes on.</summary>
    private Sequence<Event> RunHooks(Action<IModule, ApplyContext> hook)
    {
        List<Event> events = [];
        foreach (IModule module in _catalog.ModulesUnder(_block.Rules))
        {
            int snapshot = _state.Snapshot();
            ApplyContext context = new(_state, _block, default, default);
            bool done = false;
            try
            {
                hook(module, context);
                done = ReceiptLimits.AreValid(context.Events) && events.Count + context.Events.Count <= ReceiptLimits.MaxHookEvents;
            }
            catch (Exception defect) when (_base.IsDefect(defect))
            {
                done = false;
            }

            if (done)
            {
                events.AddRange(context.Events);
            }
            else
            {
                _state.Rollback(snapshot);
                events.Add(ReceiptLimits.HookFailed(module.Name));
            }
        }

        return Sequence.From(events);
    }

    private Hash256[] Leaves()
    {
        Hash256[] leaves = new Hash256[_transactions.Count];
        for (int i = 0; i < leaves.Length; i++)
        {
            leaves[i] = _transactions[i].LeafHash;
        }

        return leaves;
    }
}
