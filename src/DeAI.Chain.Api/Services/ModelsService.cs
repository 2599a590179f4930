using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Services;

/// <summary>Model versions and paid predictions.</summary>
internal sealed class ModelsService(INodeBackend backend, TransactionsService transactions)
{
    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.ModelsReflection.Descriptor.Services[0])
        .Unary<V1.GetVersionRequest, V1.ModelVersion>("GetVersion", (request, _) => Task.FromResult(Get(request)))
        .Unary<V1.ListVersionsRequest, V1.ListVersionsResponse>("ListVersions", (request, _) => Task.FromResult(List(request)))
        .Unary<V1.QuoteRequest, V1.QuoteResponse>("Quote", (request, _) => Task.FromResult(Quote(request)))
        .Unary<V1.PredictRequest, V1.PredictResponse>("Predict", PredictAsync)
        .Build();

    private V1.ModelVersion Get(V1.GetVersionRequest request)
    {
        Hash256 id = Fields.Hash(request.Version, "version");
        using IFinalState state = backend.OpenState();
        return ModelsQueries.TryGetVersion(state.State, id, out ModelVersion? version)
            ? VersionTranslation.Of(state.State, id, version)
            : throw ErrorTable.Exception(ApiErrors.NotFound, $"there is no version {id}");
    }

    private V1.ListVersionsResponse List(V1.ListVersionsRequest request)
    {
        Hash256 task = request.Task.IsEmpty ? default : Fields.Hash(request.Task, "task");
        V1.ListVersionsRequest scope = new() { Task = request.Task };
        byte[] place = PageToken.Read("Models.ListVersions", scope, request.PageToken, Bytes32.Length);
        int most = Fields.PageSize(request.PageSize, Paging.Standard, Paging.Most);
        V1.ListVersionsResponse response = new();
        using IFinalState state = backend.OpenState();
        foreach (VersionRow row in ModelsQueries.Versions(state.State, place.Length == 0 ? default : new Hash256(place)))
        {
            if (!task.IsDefault && row.Record.Task != task)
            {
                continue;
            }

            if (response.Versions.Count == most)
            {
                response.NextPageToken = PageToken.Of("Models.ListVersions", scope, response.Versions[^1].Id.Span);
                break;
            }

            response.Versions.Add(VersionTranslation.Of(state.State, row.Id, row.Record));
        }

        return response;
    }

    private V1.QuoteResponse Quote(V1.QuoteRequest request)
    {
        Hash256 id = Fields.Hash(request.Version, "version");
        using IFinalState state = backend.OpenState();
        Height next = state.Header.Height.Next;
        return ModelsQueries.QuoteOf(state.State, next, id).TryGet(out Quote quote, out Refusal? refusal)
            ? new V1.QuoteResponse { Price = quote.Price.Value, Height = next.Value }
            : throw ErrorTable.Exception(refusal);
    }

    private async Task<V1.PredictResponse> PredictAsync(V1.PredictRequest request, ServerCall call)
    {
        V1.Transaction final = await transactions.SubmitAndFollowAsync(request.Transaction, request.RequestId, call);
        using IFinalState state = backend.OpenState();
        return PredictionTranslation.Of(final, (version, organisation) =>
            Hash256.TryParse(version, out Hash256 id) && ModelsQueries.TryGetVersion(state.State, id, out ModelVersion? record)
                ? AccountOf(record, organisation)
                : ByteString.Empty);
    }

    private static ByteString AccountOf(ModelVersion version, uint organisation)
    {
        foreach (VersionShare share in version.Shares)
        {
            if (share.Organisation.Value == organisation)
            {
                return Fields.Of(share.Account);
            }
        }

        return ByteString.Empty;
    }
}
