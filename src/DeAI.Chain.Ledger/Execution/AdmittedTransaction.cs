using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Execution;

/// <summary>A transaction that may stand in a block on some state, with its message bound to its handler.</summary>
/// <param name="Fee">What it will be charged: zero if the message is sponsored.</param>
public sealed record AdmittedTransaction(VerifiedTransaction Transaction, IBoundMessage Message, Work Work, Credits Fee);
