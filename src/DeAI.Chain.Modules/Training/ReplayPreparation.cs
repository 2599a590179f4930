using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Training;

/// <summary>Lets a node start a replay when its transaction arrives, long before a block holds it.</summary>
internal sealed class ReplayPreparation(IRegistry registry, IFederation federation, Judge judge)
{
    /// <summary>
    /// The replay that executing this transaction on this state would ask for. Equal content hashes mean equal verdicts, so a result computed
    /// early is right whenever the block asks for it.
    /// </summary>
    /// <returns>Null for other messages, and where executing would refuse without a replay.</returns>
    public ReplayTask? TryPrepare(TransactionBody body, IStateReader state)
    {
        if (body.Module != ModuleIds.Training || body.MessageType != Open.Type
            || !Canonical.Decode<Open>(body.Payload.Span).TryGet(out Open message, out _)
            || !registry.TryGetAccount(state, body.Sender, out AccountRecord? sender)
            || !federation.TryGetTask(state, message.Task, out TaskRecord? task)
            || task.Round != message.Round || message.Products != task.Terms.ReplayProducts)
        {
            return null;
        }

        ContributionKey key = new(message.Task, message.Round, sender.Organisation);
        bool open = federation.TryGetContribution(state, key, out ContributionRecord? record)
            && record.Status == ContributionStatus.Committed && record.Account == body.Sender;
        return open && federation.TryGetRound(state, message.Task, message.Round, out RoundRecord? round)
            ? judge.TryPrepare(state, new ActiveRound(message.Task, task, message.Round, round), new ContributionRow(key, record!), message)
            : null;
    }
}
