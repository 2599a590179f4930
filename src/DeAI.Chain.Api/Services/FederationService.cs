using System.Collections.Frozen;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>Training tasks and rounds.</summary>
internal sealed class FederationService(INodeBackend backend)
{
    private static readonly FrozenDictionary<RoundPhase, string> Phases = new Dictionary<RoundPhase, string>
    {
        [RoundPhase.Registration] = "registration",
        [RoundPhase.Seed] = "seeding",
        [RoundPhase.Commit] = "commit",
        [RoundPhase.Open] = "open",
        [RoundPhase.Holdout] = "holdout",
        [RoundPhase.Completed] = "completed",
        [RoundPhase.Failed] = "failed",
    }.ToFrozenDictionary();

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.FederationReflection.Descriptor.Services[0])
        .Unary<V1.GetTaskRequest, V1.Task>("GetTask", (request, _) => Task.FromResult(GetTask(request)))
        .Unary<V1.ListTasksRequest, V1.ListTasksResponse>("ListTasks", (request, _) => Task.FromResult(ListTasks(request)))
        .Unary<V1.GetRoundRequest, V1.Round>("GetRound", (request, _) => Task.FromResult(GetRound(request)))
        .Unary<V1.GetWeightsRequest, V1.Weights>("GetWeights", (request, _) => Task.FromResult(GetWeights(request)))
        .Build();

    private V1.Task GetTask(V1.GetTaskRequest request)
    {
        Hash256 id = Fields.Hash(request.Task, "task");
        using IFinalState state = backend.OpenState();
        return Translate(id, Require(state, id), state);
    }

    private V1.ListTasksResponse ListTasks(V1.ListTasksRequest request)
    {
        V1.ListTasksRequest scope = new();
        byte[] place = PageToken.Read("Federation.ListTasks", scope, request.PageToken, Bytes32.Length);
        Hash256 after = place.Length == 0 ? default : new Hash256(place);
        int most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
        V1.ListTasksResponse response = new();
        using IFinalState state = backend.OpenState();
        foreach (TaskRow row in FederationQueries.Tasks(state.State, after))
        {
            if (response.Tasks.Count == most)
            {
                response.NextPageToken = PageToken.Of("Federation.ListTasks", scope, response.Tasks[^1].Id.Span);
                break;
            }

            response.Tasks.Add(Translate(row.Id, row.Record, state));
        }

        return response;
    }

    private V1.Round GetRound(V1.GetRoundRequest request)
    {
        Hash256 task = Fields.Hash(request.Task, "task");
        using IFinalState state = backend.OpenState();
        TaskRecord record = Require(state, task);
        if (!FederationQueries.TryGetRound(state.State, task, request.Round, out RoundRecord? round))
        {
            throw ErrorTable.Exception(ApiErrors.NotFound, $"task {task} has no round {request.Round}");
        }

        V1.Round response = new()
        {
            Task = Fields.Of(task),
            Number = request.Round,
            Phase = Phases.TryGetValue(round.Phase, out string? phase) ? phase : string.Empty,
            PhaseEnds = round.IsOver ? 0 : round.Deadline.Value,
            StartWeights = Fields.OrEmpty(round.Start),
            ModelVersion = Fields.OrEmpty(round.Version),
            Height = state.Header.Height.Value,
        };
        response.Contributions.AddRange(FederationQueries.Contributions(state.State, task, request.Round)
            .Select(row => ContributionTranslation.Of(state.State, row, record)));
        return response;
    }

    private V1.Weights GetWeights(V1.GetWeightsRequest request)
    {
        Hash256 id = Fields.Hash(request.Id, "id");
        using IFinalState state = backend.OpenState();
        return WeightsTranslation.Find(state.State, id, request.Round)
            ?? throw ErrorTable.Exception(ApiErrors.NotFound, $"there are no weights for {id}, round {request.Round}");
    }

    private static TaskRecord Require(IFinalState state, Hash256 id) =>
        FederationQueries.TryGetTask(state.State, id, out TaskRecord? record)
            ? record
            : throw ErrorTable.Exception(ApiErrors.NotFound, $"there is no task {id}");

    private static V1.Task Translate(Hash256 id, TaskRecord record, IFinalState state) => new()
    {
        Id = Fields.Of(id),
        Name = record.Terms.Name,
        Purpose = record.Terms.Purpose,
        Status = !record.HasEnded ? "running" : record.Completed > 0 ? "completed" : "failed",
        Rounds = record.Terms.Training.Rounds,
        CurrentRound = record.Round,
        StepsPerRound = (uint)record.Terms.Training.StepsPerRound,
        CheckpointEvery = (uint)record.Terms.Training.CheckpointEvery,
        MinContributors = record.Terms.Training.MinContributors,
        MaxContributors = record.Terms.Training.MaxContributors,
        Bond = record.Terms.Reward.Bond.Value,
        RewardPerRound = record.Terms.Reward.PerRound.Value,
        Price = record.Terms.Reward.PredictionPrice.Value,
        Specification = BlockTranslation.Encode(record.Terms.Model),
        Height = state.Header.Height.Value,
    };
}
