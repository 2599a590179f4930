using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accountability.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accountability;

internal sealed class AccountabilityContract : IAccountability
{
    public bool IsOffender(IStateReader state, PublicKey node) => AccountabilityState.TryGetOffence(state, node, out _);

    public bool IsReportOfSeat(IStateReader state, TransactionBody body) =>
        body.Module == ModuleIds.Accountability
        && body.MessageType == ReportOffence.Type
        && body.Sender == new AccountId(body.SignerKey.Value)
        && HoldsSeat(state, body.Sender);

    /// <summary>A node reports under the account that its key would have.</summary>
    public static bool HoldsSeat(IStateReader state, AccountId sender) => ValidatorSchedule.Current(state).IndexOf(new PublicKey(sender.Value)) >= 0;
}
