using DeAI.Chain.Agent.Chain;
using DeAI.Chain.Agent.Data;
using DeAI.Chain.Agent.Rounds;
using DeAI.Chain.Agent.Sabotage;
using DeAI.Chain.Compute;
using DeAI.Chain.Learning;
using DeAI.Chain.Learning.Data;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Agent;

/// <summary>An agent over any chain access: looks at the chain after every block and does what comes next in every task that matches.</summary>
public sealed class MemberAgent
{
    private readonly WorkerContext _context;
    private readonly EncodedFlights _rows;
    private readonly SortedDictionary<Hash256, TaskWorker> _workers = [];
    private readonly SortedSet<Hash256> _passedOver = [];

    private MemberAgent(WorkerContext context, EncodedFlights rows)
    {
        _context = context;
        _rows = rows;
    }

    /// <summary>Reads the data and the journal and looks the account up.</summary>
    /// <returns>The agent; or a refusal of <see cref="AgentErrors"/> or of the data file.</returns>
    /// <exception cref="ChainUnreachableException">No node answered.</exception>
    public static async Task<Result<MemberAgent>> CreateAsync(
        AgentConfiguration configuration, IChainAccess chain, MemberSecret secret, ITensorBackend backend, ILogger log, CancellationToken cancellation)
    {
        Result<EncodedFlights> read = await FlightSource.ReadAsync(configuration.Data, configuration.TrainBefore, cancellation);
        if (!read.TryGet(out EncodedFlights rows, out Refusal? refusal))
        {
            return Result.Refuse<MemberAgent>(refusal);
        }

        if (!AgentJournal.Open(configuration.StateDirectory).TryGet(out AgentJournal journal, out refusal))
        {
            return Result.Refuse<MemberAgent>(refusal);
        }

        ChainReader reader = new(chain);
        AccountRecord? account = await reader.AccountAsync(chain.Account, cancellation);
        if (account is null || !account.Roles.HasFlag(Role.Member))
        {
            string what = account is null ? "is not registered" : $"has the roles {account.Roles}, not {Role.Member}";
            return Result.Refuse<MemberAgent>(
                AgentErrors.UnknownAccount, $"account {chain.Account} {what}. Ask the registrar to admit it as a member");
        }

        AgentLog.Started(
            log, account.Organisation.Value, chain.Account.ToShortString(), rows.Count, configuration.Data, configuration.Purpose);
        if (configuration.Sabotage != SabotageKind.None)
        {
            AgentLog.Drill(log, configuration.Sabotage.ToString());
        }

        ContributionBuilder builder = new(backend);
        WorkerContext context = new(configuration, chain, reader, secret, journal, builder, account.Organisation, log);
        return Result.Of(new MemberAgent(context, rows));
    }

    /// <summary>Works until cancelled, or until no task is left if the configuration says so.</summary>
    /// <exception cref="ChainUnreachableException">No node answers; calling again goes on where this stopped.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Height tip = default;
        bool seen = false;
        while (true)
        {
            tip = await _context.Chain.WaitAboveAsync(tip, cancellation);
            bool goesOn = await StepAsync(tip, cancellation);
            seen |= goesOn || _workers.Count > 0;
            if (seen && !goesOn && _context.Configuration.StopWhenDone)
            {
                AgentLog.Done(_context.Log);
                return;
            }
        }
    }

    /// <summary>One look at the chain: at most one message per task and block, as each depends on what the one before did.</summary>
    /// <param name="tip">The newest final height.</param>
    /// <returns>Whether a task goes on that this agent may take part in.</returns>
    public async Task<bool> StepAsync(Height tip, CancellationToken cancellation)
    {
        bool goesOn = false;
        foreach (Hash256 id in await _context.Chain.ListTasksAsync(cancellation))
        {
            if (_passedOver.Contains(id) || await _context.Reader.TaskAsync(id, cancellation) is not { } task)
            {
                continue;
            }

            if (!_workers.TryGetValue(id, out TaskWorker? worker))
            {
                worker = Join(id, task);
                if (worker is null)
                {
                    _passedOver.Add(id);
                    continue;
                }

                _workers.Add(id, worker);
            }

            bool running = await worker.StepAsync(task, tip, cancellation);
            goesOn |= running;
            if (!running)
            {
                _passedOver.Add(id);
            }
        }

        return goesOn;
    }

    private TaskWorker? Join(Hash256 id, TaskRecord task)
    {
        TaskTerms terms = task.Terms;
        AgentConfiguration wanted = _context.Configuration;
        bool matches = string.Equals(terms.Purpose, wanted.Purpose, StringComparison.Ordinal)
            && (wanted.Task is null || string.Equals(wanted.Task, id.ToString(), StringComparison.OrdinalIgnoreCase))
            && (wanted.TaskName is null || string.Equals(wanted.TaskName, terms.Name, StringComparison.Ordinal));
        if (!matches)
        {
            return null;
        }

        if (Check(terms).Refusal is { } unfit)
        {
            AgentLog.TaskPassedOver(_context.Log, terms.Name, id.ToShortString(), unfit.ToString());
            return null;
        }

        int perRound = Math.Max(wanted.HoldoutBlocksPerRound, terms.Training.HoldoutBlocks);
        DataLayout layout = new(checked((int)terms.Training.Rounds), perRound, wanted.MaxTrainingBlocks);
        if (!MemberData.Create(_rows, _context.Secret, layout).TryGet(out MemberData data, out Refusal? refusal))
        {
            AgentLog.TaskPassedOver(_context.Log, terms.Name, id.ToShortString(), refusal.ToString());
            return null;
        }

        AgentLog.TaskFound(
            _context.Log,
            terms.Name,
            id.ToShortString(),
            terms.Training.Rounds,
            terms.Training.StepsPerRound,
            terms.Reward.Bond.Value,
            terms.Reward.PerRound.Value);
        return new TaskWorker(_context, id, data);
    }

    /// <summary>Whether these rows are what the task trains on.</summary>
    private static Result Check(TaskTerms terms)
    {
        if (terms.DataSchema != FlightSource.SchemaDigest)
        {
            return Result.Refuse(
                AgentErrors.OtherSchema, $"it wants schema {terms.DataSchema.ToShortString()}, flights follow {FlightSource.SchemaDigest.ToShortString()}");
        }

        RowSchema ranges = FlightSource.Ranges;
        return terms.Model.Features == FlightFeatureEncoder.Width && terms.Ranges == ranges
            ? Result.Ok
            : Result.Refuse(AgentErrors.OtherSchema, $"it wants {terms.Model.Features} features in other ranges than flights have");
    }
}
