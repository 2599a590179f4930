using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability.Contracts;

/// <summary>What other modules may ask about offences of validators.</summary>
public interface IAccountability
{
    /// <summary>Whether the node with this key was proven to have signed contradicting statements: it is given no seat again.</summary>
    bool IsOffender(IStateReader state, PublicKey node);

    /// <summary>Whether this is a report by a node that holds a seat. It has no account and needs none: such reports are free.</summary>
    bool IsReportOfSeat(IStateReader state, TransactionBody body);
}
