using System.Globalization;
using DeAI.Chain.Api.Translation;
using DeAI.Chain.Grpc;
using DeAI.Chain.Primitives;
using Google.Protobuf;

namespace DeAI.Chain.Api.Services;

/// <summary>Takes transactions in and follows them to finality.</summary>
internal sealed class TransactionsService(INodeBackend backend, TransactionTranslation translation)
{
    /// <summary>The response header that carries the id as soon as it is known, whatever becomes of the call.</summary>
    public const string IdHeader = "deai-transaction-id";

    private readonly RequestIdCache _requests = new();

    public GrpcServiceBinding Bind() => new GrpcServiceBuilder(V1.TransactionsReflection.Descriptor.Services[0])
        .Unary<V1.SubmitRequest, V1.SubmitResponse>("Submit", SubmitAsync)
        .Unary<V1.SubmitRequest, V1.SubmitAndWaitResponse>("SubmitAndWait", SubmitAndWaitAsync)
        .Duplex<V1.SubmitStreamRequest, V1.SubmitStreamResponse>("SubmitStream", (requests, writer, call) =>
            new SubmitStreamSession(backend, writer, call.CancellationToken).RunAsync(requests))
        .Unary<V1.GetTransactionRequest, V1.Transaction>("Get", (request, _) => Task.FromResult(Get(request)))
        .Build();

    /// <summary>Accepts, follows to finality, and gives the final transaction with its translation. Predictions use the same road.</summary>
    public async Task<V1.Transaction> SubmitAndFollowAsync(ByteString transaction, string requestId, ServerCall call)
    {
        Hash256 id = await AcceptAsync(transaction, requestId, call);
        call.ResponseHeaders.Add(IdHeader, id.ToString());
        await call.SendHeadersAsync();
        Result<FinalTransaction> outcome;
        try
        {
            outcome = await backend.WaitFinalAsync(id, call.CancellationToken);
        }
        catch (OperationCanceledException) when (call.CancellationToken.IsCancellationRequested)
        {
            // Where the client has left, nobody reads this; where the deadline passed, it tells which transaction to ask for later.
            throw ErrorTable.Exception(ApiErrors.DeadlineBeforeFinal, "accepted, but not final within the deadline", IdOf(id));
        }

        return outcome.TryGet(out FinalTransaction final, out Refusal? refusal)
            ? translation.Of(new Blob(transaction.Memory), final.Place, final.Receipt)
            : throw ErrorTable.Exception(refusal, IdOf(id));
    }

    private async Task<V1.SubmitResponse> SubmitAsync(V1.SubmitRequest request, ServerCall call)
    {
        Hash256 id = await AcceptAsync(request.Transaction, request.RequestId, call);
        return new V1.SubmitResponse { Id = Fields.Of(id) };
    }

    private async Task<V1.SubmitAndWaitResponse> SubmitAndWaitAsync(V1.SubmitRequest request, ServerCall call)
    {
        V1.Transaction final = await SubmitAndFollowAsync(request.Transaction, request.RequestId, call);
        return new V1.SubmitAndWaitResponse { Id = final.Id, Transaction = final };
    }

    private V1.Transaction Get(V1.GetTransactionRequest request)
    {
        Hash256 id = Fields.Hash(request.Id, "id");
        return backend.Locate(id) is { } place && backend.ReadBlock(place.Height) is { } record
            ? translation.Of(record.Block.Transactions[place.Index], place, record.Receipts[place.Index])
            : throw ErrorTable.Exception(ApiErrors.NotFound, $"this node knows no final transaction {id}");
    }

    private Task<Hash256> AcceptAsync(ByteString transaction, string requestId, ServerCall call) =>
        requestId.Length == 0
            ? SubmitOnceAsync(transaction, call.CancellationToken)
            : _requests.GetAsync(requestId, transaction, () => SubmitOnceAsync(transaction, CancellationToken.None), call.CancellationToken);

    private async Task<Hash256> SubmitOnceAsync(ByteString transaction, CancellationToken cancellation)
    {
        SubmitResult submitted = await backend.SubmitAsync(transaction.Memory, cancellation);
        if (submitted.Result.Refusal is not { } refusal)
        {
            return submitted.Id;
        }

        if (submitted.Id.IsDefault)
        {
            throw ErrorTable.Exception(refusal);
        }

        Dictionary<string, string> metadata = IdOf(submitted.Id);
        if (backend.Locate(submitted.Id) is not { } place)
        {
            throw ErrorTable.Exception(refusal, metadata);
        }

        metadata["height"] = place.Height.Value.ToString(CultureInfo.InvariantCulture);
        metadata["index"] = place.Index.ToString(CultureInfo.InvariantCulture);
        throw ErrorTable.Exception(ApiErrors.AlreadyFinal, $"final at height {place.Height}, index {place.Index}", metadata);
    }

    private static Dictionary<string, string> IdOf(Hash256 id) => new(StringComparer.Ordinal) { ["transaction_id"] = id.ToString() };
}
