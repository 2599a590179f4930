using DeAI.Chain.Ledger.Receipts;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>What a handler or a block hook may change. In hooks, <see cref="Sender"/> and <see cref="Transaction"/> are <c>default</c>.</summary>
public sealed class ApplyContext
{
    private readonly List<Event> _events = [];

    public ApplyContext(IStateWriter state, BlockInfo block, AccountId sender, Hash256 transaction)
    {
        State = state;
        Block = block;
        Sender = sender;
        Transaction = transaction;
    }

    public IStateWriter State { get; }

    public BlockInfo Block { get; }

    public AccountId Sender { get; }

    public Hash256 Transaction { get; }

    /// <summary>Facts stated so far, in order.</summary>
    public IReadOnlyList<Event> Events => _events;

    /// <summary>The verdict that goes into the receipt of an applied transaction; <c>default</c> for none.</summary>
    public ReasonCode Verdict { get; private set; }

    /// <summary>The same context, as a check sees it.</summary>
    public ReadContext AsRead() => new(State, Block, Sender, Transaction);

    public void Emit(string name, params ReadOnlySpan<EventAttribute> attributes) =>
        _events.Add(new Event(name, Sequence.Create(attributes)));

    public void ReportVerdict(ReasonCode reason) => Verdict = reason;
}
