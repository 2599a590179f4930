using DeAI.Chain.Api.V1;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Primitives;
using Task = System.Threading.Tasks.Task;

namespace DeAI.Chain.Client.Sending;

/// <summary>The chain's fee schedule and tip, asked for again when they are old.</summary>
internal sealed class FeeEstimator(ChainClient client, TransactionSenderOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly TimeProvider _clock = client.Options.Clock;
    private FeeSchedule _fees;
    private Height _tip;
    private ChainId _chain;
    private long? _asked;

    public ChainId Chain => _chain;

    public Height ValidUntil => new(_tip.Value + options.ValidForHeights);

    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_asked is { } asked && _clock.GetElapsedTime(asked) < options.Freshness)
            {
                return;
            }

            NodeStatus status = await client.Node.GetStatusAsync(new GetStatusRequest(), cancellation);
            ListParametersResponse parameters = await client.Governance.ListParametersAsync(new ListParametersRequest(), cancellation);
            ulong Value(ParameterDefinition definition) =>
                parameters.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, definition.Name, StringComparison.Ordinal))?.Value
                ?? definition.Default;
            _fees = new FeeSchedule(
                Value(LedgerParameters.FeeBase),
                Value(LedgerParameters.FeePerByte),
                Value(LedgerParameters.FeePerStateWrite),
                Value(LedgerParameters.FeePerMillionMultiplyAccumulates));
            _tip = new Height(status.FinalizedHeight);
            _chain = new ChainId(status.Chain.Span);
            if (client.Options.Genesis is { } pinned && pinned.Chain != _chain)
            {
                throw new ChainRefusedException(new Refusal(Proofs.ProofErrors.WrongChain, $"the node serves chain {_chain}, pinned is {pinned.Chain}"));
            }

            _asked = _clock.GetTimestamp();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <param name="bytes">Of the whole encoded transaction.</param>
    public Credits Estimate(ModuleId module, ushort messageType, ReadOnlySpan<byte> payload, int bytes)
    {
        CatalogIndex catalog = options.Catalog();
        if (!catalog.Find(module, messageType, catalog.NewestRules).TryGet(out IMessageHandler handler, out Refusal? refusal)
            || !handler.Bind(payload).TryGet(out IBoundMessage message, out refusal))
        {
            throw new ChainRefusedException(refusal);
        }

        if (handler.IsSponsored)
        {
            return Credits.Zero;
        }

        UInt128 withMargin = (UInt128)_fees.Fee(bytes, message.Work).Value * (100 + options.FeeMarginPercent) / 100;
        return new Credits(withMargin > ulong.MaxValue ? ulong.MaxValue : (ulong)withMargin);
    }

    public void Dispose() => _gate.Dispose();
}
