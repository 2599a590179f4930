using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>Work offered against escrow.</summary>
internal sealed class BountiesService(INodeBackend backend)
{
    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.BountiesReflection.Descriptor.Services[0])
        .Unary<V1.GetBountyRequest, V1.Bounty>("GetBounty", (request, _) => Task.FromResult(Get(request)))
        .Unary<V1.ListBountiesRequest, V1.ListBountiesResponse>("ListBounties", (request, _) => Task.FromResult(List(request)))
        .Build();

    private V1.Bounty Get(V1.GetBountyRequest request)
    {
        Hash256 id = Fields.Hash(request.Bounty, "bounty");
        using IFinalState state = backend.OpenState();
        if (!BountiesQueries.TryGet(state.State, id, out BountyRecord? record))
        {
            throw ErrorTable.Exception(ApiErrors.NotFound, $"there is no bounty {id}");
        }

        V1.Bounty bounty = Of(id, record);
        foreach (SubmissionRecord submission in BountiesQueries.Submissions(state.State, id))
        {
            bounty.Submissions.Add(new V1.Submission
            {
                Id = Fields.Of(submission.Id),
                Worker = Fields.Of(submission.Worker),
                Evidence = Fields.Of(submission.Evidence),
                Height = submission.Height.Value,
            });
        }

        return bounty;
    }

    private V1.ListBountiesResponse List(V1.ListBountiesRequest request)
    {
        V1.ListBountiesRequest scope = new();
        byte[] place = PageToken.Read("Bounties.ListBounties", scope, request.PageToken, Bytes32.Length);
        int most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
        V1.ListBountiesResponse response = new();
        using IFinalState state = backend.OpenState();
        foreach (KeyValuePair<Hash256, BountyRecord> row in BountiesQueries.Bounties(state.State, place.Length == 0 ? default : new Hash256(place)))
        {
            if (response.Bounties.Count == most)
            {
                response.NextPageToken = PageToken.Of("Bounties.ListBounties", scope, response.Bounties[^1].Id.Span);
                break;
            }

            response.Bounties.Add(Of(row.Key, row.Value));
        }

        return response;
    }

    private static V1.Bounty Of(Hash256 id, BountyRecord record) => new()
    {
        Id = Fields.Of(id),
        Funder = Fields.Of(record.Funder),
        Title = record.Title,
        Reward = record.Reward.Value,
        Status = record.Status.ToString().ToLowerInvariant(),
        SubmitUntil = record.SubmitUntil.Value,
        DecideUntil = record.DecideUntil.Value,
    };
}
