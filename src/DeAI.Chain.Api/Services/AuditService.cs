using System.Buffers.Binary;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Services;

/// <summary>What regulators ask. Search walks the blocks themselves; an index in a database answers the same questions faster elsewhere.</summary>
internal sealed class AuditService(INodeBackend backend, TransactionTranslation translation)
{
    // A call that finds nothing still ends, with a token to go on from.
    private const int MaxBlocksPerCall = 1000;
    private const int MaxLineage = 1000;

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.AuditReflection.Descriptor.Services[0])
        .Unary<V1.GetLineageRequest, V1.Lineage>("GetLineage", (request, _) => Task.FromResult(Lineage(request)))
        .Unary<V1.SearchRequest, V1.SearchResponse>("Search", (request, call) => Task.FromResult(Search(request, call.CancellationToken)))
        .Unary<V1.CheckInvariantsRequest, V1.CheckInvariantsResponse>("CheckInvariants", (_, _) => Task.FromResult(CheckInvariants()))
        .Build();

    private V1.Lineage Lineage(V1.GetLineageRequest request)
    {
        Hash256 id = Fields.Hash(request.Version, "version");
        using IFinalState state = backend.OpenState();
        V1.Lineage lineage = new();
        lineage.Steps.AddRange(ModelsQueries.Lineage(state.State, id).Take(MaxLineage).Select(row => Step(state.State, row)));
        return lineage.Steps.Count > 0 ? lineage : throw ErrorTable.Exception(ApiErrors.NotFound, $"there is no version {id}");
    }

    private static V1.LineageStep Step(IStateReader state, VersionRow row)
    {
        V1.LineageStep step = new()
        {
            Version = Fields.Of(row.Id),
            Round = row.Record.Round,
            WeightsHash = Fields.Of(row.Record.WeightsHash),
            PublishedHeight = row.Record.Published.Value,
        };
        foreach (VersionShare share in row.Record.Shares)
        {
            V1.LineageContribution contribution = new() { Organisation = share.Organisation.Value, Share = share.Parts };
            if (RegistryQueries.TryGetOrganisation(state, share.Organisation, out OrganisationRecord? organisation))
            {
                contribution.OrganisationName = organisation.Name;
            }

            ContributionKey key = new(row.Record.Task, row.Record.Round, share.Organisation);
            if (FederationQueries.TryGetContribution(state, key, out ContributionRecord? record))
            {
                contribution.DataSet = Fields.Of(record.DataSet);
                contribution.DataRoot = Fields.Of(record.DataRoot);
            }

            step.Contributions.Add(contribution);
        }

        return step;
    }

    private V1.SearchResponse Search(V1.SearchRequest request, CancellationToken cancellation)
    {
        V1.SearchRequest scope = request.Clone();
        scope.PageSize = 0;
        scope.PageToken = string.Empty;
        SearchPlace place = SearchPlace.Start(PageToken.Read("Audit.Search", scope, request.PageToken, SearchPlace.Bytes), request.ToHeight, backend.Tip);
        SearchPage page = new(translation, request);
        ulong oldest = Math.Max(1, request.FromHeight);
        for (int blocks = 0; place.Height >= oldest; blocks++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (blocks == MaxBlocksPerCall)
            {
                page.Response.NextPageToken = PageToken.Of("Audit.Search", scope, place.ToBytes());
                break;
            }

            BlockRecord record = backend.ReadBlock(new Height(place.Height))
                ?? throw ErrorTable.Exception(ApiErrors.HeightUnavailable, $"height {place.Height} is pruned here; ask an auditor, or set from_height");
            if (page.AddFrom(record, place.Index) is { } full)
            {
                page.Response.NextPageToken = PageToken.Of("Audit.Search", scope, new SearchPlace(place.Height, full).ToBytes());
                break;
            }

            place = new SearchPlace(place.Height - 1, int.MaxValue);
        }

        return page.Response;
    }

    private V1.CheckInvariantsResponse CheckInvariants()
    {
        using IFinalState state = backend.OpenState();
        V1.CheckInvariantsResponse response = new() { Height = state.Header.Height.Value };
        foreach (IInvariant invariant in backend.Chain.Catalog.Catalog.Modules.SelectMany(static module => module.Invariants))
        {
            Result result = invariant.Check(state.State);
            response.Results.Add(new V1.InvariantResult { Name = invariant.Name, Holds = result.IsOk, Detail = result.Refusal?.ToString() ?? string.Empty });
        }

        return response;
    }
}
