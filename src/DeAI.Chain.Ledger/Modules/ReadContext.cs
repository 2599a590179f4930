using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Modules;

/// <summary>What a handler's check may look at.</summary>
/// <param name="State">The state before the transaction, after its fee was taken.</param>
/// <param name="Block">The block being executed; at mempool admission, the next one as far as it is known.</param>
/// <param name="Sender">Who signed, already authenticated.</param>
/// <param name="Transaction">The transaction's id: unique for ever, so a good id for what it creates.</param>
public sealed record ReadContext(IStateReader State, BlockInfo Block, AccountId Sender, Hash256 Transaction);
