using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Federation;

/// <summary>
/// Every round before a running task's current one is over, the current one waits for exactly one deadline, and no bond is held in a round
/// that is over.
/// </summary>
internal sealed class RoundsEnd : IInvariant
{
    public string Name => "federation.rounds_end";

    public Result Check(IStateReader state)
    {
        int waiting = 0;
        foreach (KeyValuePair<Hash256, TaskRecord> task in FederationState.AllTasks(state))
        {
            waiting += task.Value.HasEnded ? 0 : 1;
            foreach (KeyValuePair<uint, RoundRecord> round in FederationState.Rounds(state, task.Key))
            {
                bool shouldBeOver = task.Value.HasEnded || round.Key < task.Value.Round;
                if (round.Value.IsOver != shouldBeOver || (shouldBeOver && HoldsBond(state, task.Key, round.Key)))
                {
                    return Broken($"round {round.Key} of task {task.Key}, now in round {task.Value.Round}, is in phase {round.Value.Phase}");
                }
            }
        }

        int deadlines = 0;
        foreach (KeyValuePair<Height, Hash256> deadline in FederationState.AllDeadlines(state))
        {
            deadlines++;
            if (!FederationState.TryGetTask(state, deadline.Value, out TaskRecord? task)
                || !FederationState.TryGetRound(state, deadline.Value, task.Round, out RoundRecord? round)
                || round.Deadline != deadline.Key)
            {
                return Broken($"the deadline {deadline.Key} of task {deadline.Value} is not its round's");
            }
        }

        return deadlines == waiting ? Result.Ok : Broken($"{waiting} tasks run, {deadlines} deadlines are noted");
    }

    private static bool HoldsBond(IStateReader state, Hash256 task, uint round) =>
        FederationState.Contributions(state, task, round).Exists(row => row.Record.Bond == BondState.Held);

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
